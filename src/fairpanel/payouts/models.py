"""Payouts and what was heard of them, where they go, what does not fit, and the forms that tax law asks for."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.payouts.rules import ENDED, OUT, RESERVED
from fairpanel.payouts.values import FindingKind, Hold, Resolution, State, Trouble, Way

WORD_LENGTH_MAX = 20


def _choices(
    words: type[Way] | type[State] | type[Trouble] | type[FindingKind] | type[Resolution],
) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Address(models.Model):
    """Where somebody wants money in one way. Sealed; `hint` is what may be shown of it.

    Money goes there from `rests_until` on. `replaced_at` is empty for the one that holds.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payout_addresses")
    way = models.CharField(max_length=WORD_LENGTH_MAX, choices=_choices(Way))
    sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    hint = models.CharField(max_length=60)
    since = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "way"], condition=Q(replaced_at=None), name="one_payout_address_for_each_way"
            ),
        ]

    def __str__(self) -> str:
        return self.hint


class Batch(models.Model):
    """A file of transfers for the bank, as it was made; sealed."""

    id = models.UUIDField(primary_key=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed_xml = models.BinaryField()
    sealed_csv = models.BinaryField()
    currency = models.CharField(max_length=3)

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return str(self.id)


class PayoutQuerySet(models.QuerySet["Payout"]):
    """Payouts by the names that doors ask for."""

    def not_ended(self) -> "PayoutQuerySet":
        """Those whose money is held or out."""
        return self.filter(state__in=[*RESERVED, *OUT])

    def counting_in(self, *, account: str, year: int) -> "PayoutQuerySet":
        """Those that a person was or is being paid in that tax year."""
        return self.not_ended().filter(account=account, tax_year=year)


class Payout(models.Model):
    """Money on its way from a balance to a hand.

    `account` is the purse that it comes from: it stays when the person is gone. `external_id` and the sealed `body`
    are made once, when it is asked for, and never again. `claimed_until` keeps a second worker off.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="payouts")
    account = models.CharField(max_length=120, db_index=True)
    way = models.CharField(max_length=WORD_LENGTH_MAX, choices=_choices(Way))
    provider = models.CharField(max_length=WORD_LENGTH_MAX, blank=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    region = models.CharField(max_length=2)
    tax_year = models.PositiveIntegerField()
    state = models.CharField(max_length=WORD_LENGTH_MAX, choices=_choices(State))
    held_for = models.JSONField(default=list)
    trouble = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=_choices(Trouble))
    rests_until = models.DateTimeField(null=True)
    hint = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="payouts")
    # What was put right after the provider paid another sum: given back to the purse, or borne by the sponsor.
    short_minor = models.BigIntegerField(default=0)
    over_minor = models.BigIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="payouts_to_send"),
            models.Index(fields=["next_look_at"], name="payouts_to_look_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_payout_is_more_than_nothing"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_payout_is_in_a_state_we_know"),
            models.CheckConstraint(
                # Sorted, so that it is the same constraint in every program.
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_at__isnull=True)),
                name="a_payout_that_has_ended_says_when",
            ),
            models.UniqueConstraint(
                fields=["provider", "external_id"], condition=~Q(external_id=""), name="a_provider_hears_an_id_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def amount(self) -> Money:
        """The money."""
        return Money(self.minor, self.currency)

    @property
    def paid(self) -> Money:
        """What left the purse for good: the amount, less what was given back of it."""
        return Money(self.minor - self.short_minor, self.currency)

    @property
    def stands_at(self) -> Money:
        """What our books say that the provider paid: the amount, and what was put right since."""
        return Money(self.minor - self.short_minor + self.over_minor, self.currency)

    @property
    def key(self) -> str:
        """The key of its entry in the books."""
        return f"payout:{self.id}"

    @property
    def target(self) -> str:
        """The account that it goes to."""
        if self.way == Way.CHARITY:
            return f"charity:{self.programme}:{self.currency}"
        return f"payout:{self.way}:{self.currency}"

    @property
    def holds(self) -> list[Hold]:
        """Why it waits."""
        return [Hold(hold) for hold in self.held_for]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in ENDED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it has not been sent yet."""
        return self.state in {State.CREATED, State.HELD}


class Step(models.Model):
    """A state that a payout came to, when, and by whom."""

    payout = models.ForeignKey(Payout, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=WORD_LENGTH_MAX, choices=_choices(State))
    at = models.DateTimeField()
    by = models.CharField(max_length=WORD_LENGTH_MAX)
    trouble = models.CharField(max_length=WORD_LENGTH_MAX, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.state} {self.at}"


class Attempt(models.Model):
    """One sending of a payout's body. `ended_at` is empty while it is under way, or where the sender died."""

    payout = models.ForeignKey(Payout, on_delete=models.CASCADE, related_name="attempts")
    provider = models.CharField(max_length=WORD_LENGTH_MAX)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=_choices(Trouble))

    class Meta:
        indexes = [models.Index(fields=["provider", "-id"], name="attempts_at_a_provider")]

    def __str__(self) -> str:
        return f"{self.provider} {self.begun_at}"


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
    kind = models.CharField(max_length=WORD_LENGTH_MAX, choices=_choices(FindingKind))
    provider = models.CharField(max_length=WORD_LENGTH_MAX)
    payout = models.ForeignKey(Payout, null=True, on_delete=models.CASCADE, related_name="findings")
    about = models.CharField(max_length=100)
    ours_minor = models.BigIntegerField(null=True)
    theirs_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=_choices(Resolution))
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


class TaxForm(models.Model):
    """What a tax office wants to know of somebody who was paid more than a sum; sealed. `account` is their purse."""

    account = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tax_forms")
    region = models.CharField(max_length=2)
    sealed = models.BinaryField()
    last_digits = models.CharField(max_length=4)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.region} …{self.last_digits}"


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
