"""Appeals: what a panelist says against a refusal, and what they were answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.receipts.models.receipt import Receipt
from fairpanel.receipts.models.reviewing import NOTE_CHARACTERS_MAX
from fairpanel.receipts.values import Ending


class Appeal(models.Model):
    """One appeal. A receipt has one at most, and it always ends.

    `reason` is why it had been refused. `note` is what its panelist writes, with what is sensitive taken out before it
    is kept. `sealed` names the original of a new picture, and only while it waits to be read; then `receipt.picture` is
    the new one and `first_picture` the one that was refused. `why` and `answer` are what its panelist is told.
    """

    receipt = models.OneToOneField(Receipt, primary_key=True, on_delete=models.CASCADE, related_name="appeal")
    at = models.DateTimeField()
    refused_at = models.DateTimeField()
    reason = models.CharField(max_length=30)
    note = models.CharField(max_length=NOTE_CHARACTERS_MAX, blank=True)
    sealed = models.CharField(max_length=64, blank=True)
    readings_begun = models.PositiveSmallIntegerField(default=0)
    first_picture = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=15, blank=True, choices=[(ending.value, ending.value) for ending in Ending])
    why = models.CharField(max_length=30, blank=True)
    answer = models.CharField(max_length=NOTE_CHARACTERS_MAX, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # When the operators were told that its time is nearly over.
    warned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="an_appeal_that_is_over_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(sealed=""), name="an_appeals_original_goes_with_its_end"
            ),
            models.CheckConstraint(condition=Q(ending__in=["", *list(Ending)]), name="an_ending_is_one_we_know"),
        ]
        indexes = [models.Index(fields=["at"], name="appeals_by_day")]

    def __str__(self) -> str:
        return str(self.receipt_id)

    @property
    def is_being_read(self) -> bool:
        """Whether its new picture waits to be read: until then nobody looks."""
        return bool(self.sealed)
