"""What was contributed, what it earned, and each month's pay. None of it says what was contributed.

A row of pay knows a purse and no person: with the member's own row the link between the two is gone (law 15).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from fairpanel.kit.money import Money
from fairpanel.rewards.values import Kind

PERCENT_MAX = 100


class PayMonth(models.Model):
    """One purse's calendar month in one currency: what is reserved for it, what it has earned, whether it is closed.

    `reserved` lies in the account of what is promised; at the close `earned` is posted under `key` and the rest goes
    back. `given` is the part of `earned` that went to charity. `told_at` is when its panelist was told of the pay.
    """

    purse = models.UUIDField(editable=False)
    month = models.DateField()
    currency = models.CharField(max_length=3)
    programme = models.CharField(max_length=60)
    region = models.CharField(max_length=2)
    reserved = models.BigIntegerField(default=0)
    earned = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purse", "month", "currency"], name="a_purse_has_one_month_of_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_pay_month_is_told_by_its_first_day"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, earned__gte=0),
                name="a_pay_month_owes_nothing_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(given__gte=0, given__lte=F("earned")), name="nobody_gives_more_than_was_earned"
            ),
        ]
        indexes = [
            models.Index(fields=["month", "id"], name="months_to_close", condition=Q(closed_at=None)),
            models.Index(
                fields=["id"],
                name="months_to_tell_of",
                condition=Q(closed_at__isnull=False, told_at=None, earned__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.currency}"

    @property
    def key(self) -> str:
        """The key in the books of the entry that pays it."""
        return f"month:{self.purse.hex}:{self.month:%Y-%m}:{self.currency}"

    @property
    def total(self) -> Money:
        """What it has earned."""
        return Money(self.earned, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether what it earns still waits for its close."""
        return self.closed_at is None


class Contribution(models.Model):
    """Something a member did for the panel, once.

    `subject` is the id that the other room gave it; when that room deletes its own row, the id here leads nowhere.
    `day` and `month` are of the calendar of the `region` where it was done.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    subject = models.UUIDField()
    done_at = models.DateTimeField()
    day = models.DateField()
    month = models.DateField()
    region = models.CharField(max_length=2)
    programme = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    # What pay goes by beside the kind: `values.Detail`.
    meter = models.CharField(max_length=20, blank=True)
    offer = models.CharField(max_length=40, blank=True)
    minor = models.BigIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    worked_seconds = models.PositiveIntegerField(default=0)

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
    """What one offer pays for a contribution. It is posted with its month or, where that was closed, under `key`."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="earnings")
    pay_month = models.ForeignKey(PayMonth, on_delete=models.PROTECT, related_name="earnings")
    offer = models.CharField(max_length=40)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    given = models.BigIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)

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

    @property
    def is_late(self) -> bool:
        """Whether its month was closed already, so that it was posted at once."""
        return bool(self.key)


class Giving(models.Model):
    """So many hundredths of what a member earns go to charity. What is chosen when a month closes counts for it."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="giving")
    percent = models.PositiveSmallIntegerField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(percent__lte=PERCENT_MAX), name="nobody_gives_more_than_all")]

    def __str__(self) -> str:
        return f"{self.percent} %"


class Funding(models.Model):
    """Money that the sponsor put into a programme's budget. `reference` is the operator's own, and is used once."""

    id = models.UUIDField(primary_key=True, editable=False)
    programme = models.CharField(max_length=60)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "reference"], name="money_is_put_in_once_for_a_reference"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="funding_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.reference})"

    @property
    def amount(self) -> Money:
        """The money."""
        return Money(self.minor, self.currency)


class Pot(models.Model):
    """Money reserved for something that is opened to many at once: a survey, a batch of tasks.

    `drawn` of the `minor` units was earned out of it. The rest goes back to the budget when it is closed.
    """

    name = models.CharField(max_length=100, unique=True)
    programme = models.CharField(max_length=60)
    minor = models.BigIntegerField()
    drawn = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minor__gt=0, drawn__gte=0, drawn__lte=F("minor")), name="a_pot_pays_no_more_than_it_holds"
            )
        ]

    def __str__(self) -> str:
        return self.name
