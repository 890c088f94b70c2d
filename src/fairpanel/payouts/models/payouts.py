"""Money on its way from a balance to a hand: each payout, its steps, its sendings, and files of transfers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.payouts.models.words import WORD_LENGTH_MAX, choices
from fairpanel.payouts.rules import ENDED, OUT, RESERVED
from fairpanel.payouts.values import Hold, State, Trouble, Way


def of_purse(account: str) -> Q:
    """Rows of whoever holds that account, whichever of their currencies each is in."""
    first = ":".join(account.split(":")[:2])
    return Q(account=first) | Q(account__startswith=f"{first}:")


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

    def of_purse(self, account: str) -> "PayoutQuerySet":
        """Those of whoever holds that account, in whichever currency."""
        return self.filter(of_purse(account))

    def not_ended(self) -> "PayoutQuerySet":
        """Those whose money is held or out."""
        return self.filter(state__in=[*RESERVED, *OUT])

    def counting_in(self, *, account: str, year: int) -> "PayoutQuerySet":
        """Those that a person was or is being paid in that tax year."""
        return self.not_ended().filter(account=account, tax_year=year)


class Payout(models.Model):
    """Money on its way from a balance to a hand.

    `account` is the purse that it comes from: it stays when the person is gone. `external_id` and the sealed `body`
    are made once, when it is asked for, and never again. `claimed_until` keeps a second worker off. `needs_person` has
    a second person look at it however little it is.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="payouts")
    account = models.CharField(max_length=120, db_index=True)
    way = models.CharField(max_length=WORD_LENGTH_MAX, choices=choices(Way))
    provider = models.CharField(max_length=WORD_LENGTH_MAX, blank=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    region = models.CharField(max_length=2)
    tax_year = models.PositiveIntegerField()
    state = models.CharField(max_length=WORD_LENGTH_MAX, choices=choices(State))
    held_for = models.JSONField(default=list)
    trouble = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=choices(Trouble))
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
    needs_person = models.BooleanField(default=False)
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
    state = models.CharField(max_length=WORD_LENGTH_MAX, choices=choices(State))
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
    trouble = models.CharField(max_length=WORD_LENGTH_MAX, blank=True, choices=choices(Trouble))

    class Meta:
        indexes = [models.Index(fields=["provider", "-id"], name="attempts_at_a_provider")]

    def __str__(self) -> str:
        return f"{self.provider} {self.begun_at}"
