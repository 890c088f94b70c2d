"""What panelists gave away together."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money


class Donation(models.Model):
    """What was paid over to the charity for one month, all of a programme's panelists together."""

    programme = models.CharField(max_length=60)
    month = models.DateField()
    charity = models.CharField(max_length=100)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "currency", "month"], name="a_month_is_given_away_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_donation_is_more_than_nothing"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_of_giving_is_told_by_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"

    @property
    def amount(self) -> Money:
        """The money."""
        return Money(self.minor, self.currency)
