"""What was contributed and what it earned. A contribution keeps an opaque id and nothing of what was contributed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.rewards.values import Kind


class Contribution(models.Model):
    """Something a member did for the panel, once.

    `subject` is the id that the other room gave it; when that room deletes its own row, the id here leads nowhere.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    subject = models.UUIDField()
    done_at = models.DateTimeField()
    month = models.DateField()
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="a_contribution_counts_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="a_contribution_is_of_a_kind_we_know"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_told_by_its_first_day"),
        ]
        indexes = [models.Index(fields=["member", "month"], name="contributions_of_a_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Earning(models.Model):
    """What one offer paid for a contribution, as it was posted to the ledger under `key`."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="earnings")
    offer = models.CharField(max_length=40)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "offer"], name="an_offer_pays_a_contribution_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="an_earning_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.offer}: {self.amount}"

    @property
    def amount(self) -> Money:
        """The money."""
        return Money(self.minor, self.currency)
