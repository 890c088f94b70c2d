"""What providers say: calls, whether they are sent anything, and what does not fit."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.payouts.models.payouts import Payout
from fairpanel.payouts.models.words import WORD_LENGTH_MAX, choices
from fairpanel.payouts.values import FindingKind, Resolution


class Call(models.Model):
    """A call from a provider that its signature proved, once. Nothing of what it said is kept but the event's id."""

    provider = models.CharField(max_length=WORD_LENGTH_MAX)
    event_id = models.CharField(max_length=100)
    payout = models.ForeignKey(Payout, null=True, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="a_call_is_heard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Health(models.Model):
    """Whether a provider is sent anything. `stopped_for` says why not; only `errors` pass by themselves."""

    provider = models.CharField(max_length=WORD_LENGTH_MAX, primary_key=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_for = models.CharField(max_length=WORD_LENGTH_MAX, blank=True)
    probe_at = models.DateTimeField(null=True)
    # Answers before this one are not held against the provider any more.
    judged_from = models.BigIntegerField(default=0)
    reconciled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "health"

    def __str__(self) -> str:
        return self.provider

    def is_stopped(self, now: datetime) -> bool:
        """Whether nothing may be sent now. After a pause for errors one payout at a time may try."""
        return self.stopped_at is not None and (self.probe_at is None or now < self.probe_at)


class Finding(models.Model):
    """Something about a payout on which the provider and we do not agree, until a rule or a person resolves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=WORD_LENGTH_MAX, choices=choices(FindingKind))
    provider = models.CharField(max_length=WORD_LENGTH_MAX)
    payout = models.ForeignKey(Payout, null=True, on_delete=models.CASCADE, related_name="findings")
    about = models.CharField(max_length=100)
    ours_minor = models.BigIntegerField(null=True)
    theirs_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=choices(Resolution))
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "provider", "about"], condition=Q(resolved_at=None), name="a_finding_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def ours(self) -> Money | None:
        """What we say was paid."""
        currency = self.currency if self.payout is None else self.payout.currency
        return None if self.ours_minor is None else Money(self.ours_minor, currency)

    @property
    def theirs(self) -> Money | None:
        """What they say was paid."""
        return None if self.theirs_minor is None else Money(self.theirs_minor, self.currency)
