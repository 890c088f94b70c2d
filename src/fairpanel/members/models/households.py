"""Households: people who live together, each with an account of their own. Of each other they know a first name."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

LABEL_CHARACTERS_MAX = 30


class Household(models.Model):
    """Some people who keep house together. It is gone when the last of them leaves it."""

    id = models.UUIDField(primary_key=True, editable=False)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Housemate(models.Model):
    """One member of a household, by the first name that the others see. Nobody is in two."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="housemates")
    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="housemate")
    label = models.CharField(max_length=LABEL_CHARACTERS_MAX)
    # Who opened the household; all others came by a code of somebody in it.
    is_first = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="a_housemate_has_a_label"),
            models.UniqueConstraint(fields=["household"], condition=Q(is_first=True), name="one_opens_a_household"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdCode(models.Model):
    """A way into a household, for one person. The code is nowhere: only its keyed digest."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)

    def is_good(self, now: datetime) -> bool:
        """Whether somebody may still come by it."""
        return now < self.expires_at
