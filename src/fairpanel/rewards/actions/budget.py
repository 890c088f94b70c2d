"""The sponsor's money: put in, reserved for what is open to somebody, given back when it is not earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict, Invalid, NotFound
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import NotEnough
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.programme import AtStart, Programme, Referral, Tenure
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.calendar import Terms, day_in, terms_at
from fairpanel.rewards.models import Earning, Funding, PayMonth, Pot
from fairpanel.rewards.values import Alarm, Kind, Known

MONTHS_LOOKED_BACK = 3
# An operator is warned when what is there will do for fewer months than this.
MONTHS_LEFT_MIN = 2


class NoBudget(Conflict):
    """This panel has no budget in {currency} yet. Put money in: fairpanel rewards fund AMOUNT {currency} --reference NOTE."""  # noqa: E501


class NotEnoughBudget(Conflict):
    """The budget does not hold {amount} any more. Put money in, or open less."""


class NotMoreThanNothing(Invalid):
    """What is put in is more than nothing. Write an amount like 500.00."""


class PaidInOtherwise(Conflict):
    """The reference {reference} already stands for {amount}. Use another one for what is put in now."""


class NoSuchPot(NotFound):
    """Nothing is reserved under the name {name}."""


@dataclass(frozen=True, slots=True)
class BudgetStands:
    """How a programme's budget stands in one currency.

    `paid_in` is what the sponsor put in, `free` what may still be promised, `promised` what is reserved, `earned` what
    is earned and not posted yet, `owed` what was paid out beyond what was put in. `month_costs` is what the last whole
    months came to, a month.
    """

    currency: str
    is_set: bool
    paid_in: Money
    free: Money
    promised: Money
    earned: Money
    owed: Money
    posted: Money
    months_open: int
    months_not_opened: int
    not_covered: int
    month_costs: Money

    @property
    def months_left(self) -> int | None:
        """For how many more months of the last months' cost what is there will do; None where nothing was paid yet."""
        if not self.month_costs:
            return None
        return (self.free.minor + self.promised.minor - self.earned.minor) // self.month_costs.minor

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What an operator has to know."""
        somebody = bool(self.months_open or self.months_not_opened)
        told = {
            Alarm.NO_BUDGET: not self.is_set and somebody,
            Alarm.OWED: bool(self.owed),
            Alarm.NOT_OPENED: self.is_set and bool(self.months_not_opened),
            Alarm.NEARLY_SPENT: self.is_set and self.months_left is not None and self.months_left < MONTHS_LEFT_MIN,
        }
        return tuple(alarm for alarm, holds in told.items() if holds)


@transaction.atomic
def fund(
    *, programme: str, amount: Money, reference: str, now: datetime, by: Member | None = None
) -> Funding:  # fmt: skip
    """Put money of the sponsor's into the budget. What was paid out without cover is made good first.

    Done again under the same reference it changes nothing. Raises `NotMoreThanNothing` and `PaidInOtherwise`.
    """
    if amount.minor <= 0:
        raise NotMoreThanNothing
    accounts.open_all(programme, amount.currency, now=now)
    budget, sponsor = accounts.budget(programme, amount.currency), accounts.sponsor(programme, amount.currency)
    ledger.open_account(name=budget, currency=amount.currency, may_overdraw=False, now=now)
    funding, is_new = Funding.objects.get_or_create(
        programme=programme, reference=reference,
        defaults={"id": new_id(now), "minor": amount.minor, "currency": amount.currency, "by": by, "at": now},
    )  # fmt: skip
    if funding.amount != amount:
        raise PaidInOtherwise(reference=reference, amount=funding.amount)
    if is_new:
        owed = _owed(programme, amount.currency, paid_in=_paid_in(programme, amount.currency) - amount)
        postings = [Posting(sponsor, budget, amount)]
        if owed:
            postings.append(Posting(budget, sponsor, min(owed, amount)))
        ledger.post(*postings, key=f"fund:{funding.id}", memo="fund", now=now)
    return funding


def currencies_of(programme: Programme) -> tuple[str, ...]:
    """The currencies that the programme pays in, or ever did."""
    regions = [region for version in programme.versions for region in version.regions.values()]
    return tuple(dict.fromkeys(region.currency for region in regions))


def budget_of(*, programme: Programme, currency: str, now: datetime) -> BudgetStands:
    """How the budget stands in one currency."""
    return _stands(programme.name, currency, not_opened=_without_month(programme, currency, now=now))


def _without_month(programme: Programme, currency: str, *, now: datetime) -> int:
    """How many panelists who are paid in that currency have no open month."""
    count = 0
    for code, region in programme.in_force(now.date()).regions.items():
        if region.currency == currency:
            month = day_in(region, now).replace(day=1)
            have = PayMonth.objects.filter(month=month, currency=currency).exclude(reserved=0).values("purse")
            count += _panelists_in(code).exclude(purse__in=have).count()
    return count


def _panelists_in(region: str) -> QuerySet[Member]:
    return Member.objects.panelists().filter(region=region, adult_on__isnull=False, is_active=True)


def _stands(programme: str, currency: str, *, not_opened: int) -> BudgetStands:
    free = accounts.free(programme, currency)
    months = PayMonth.objects.filter(programme=programme, currency=currency)
    still_open = months.filter(closed_at=None).aggregate(earned=Sum("earned"), count=Count("id"))
    closed = months.exclude(closed_at=None)
    latest = list(closed.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS_LOOKED_BACK])
    cost = closed.filter(month__in=latest).aggregate(sum=Sum("earned"))["sum"] or 0
    posted = closed.aggregate(sum=Sum("earned"))["sum"] or 0
    late = Earning.objects.exclude(key="").filter(pay_month__programme=programme, currency=currency)
    paid_in = _paid_in(programme, currency)
    return BudgetStands(
        currency=currency,
        is_set=free is not None,
        paid_in=paid_in,
        free=free or Money.zero(currency),
        promised=accounts.balance(accounts.promised(programme, currency), currency),
        earned=Money(int(still_open["earned"] or 0), currency),
        owed=_owed(programme, currency, paid_in=paid_in),
        posted=Money(int(posted + (late.aggregate(sum=Sum("minor"))["sum"] or 0)), currency),
        months_open=still_open["count"],
        months_not_opened=not_opened,
        not_covered=months.filter(closed_at=None, earned__gt=F("reserved")).count(),
        month_costs=Money(int(cost) // max(len(latest), 1), currency),
    )


@transaction.atomic
def open_month(*, member: Member, programme: Programme, now: datetime, region: str | None = None) -> PayMonth:
    """The member's calendar month at `now`, with what it may come to reserved as far as the budget holds it."""
    terms = terms_at(programme, region=region or member.region, moment=now)
    return pay_month_of(member, terms, programme=programme.name, now=now, is_over=False)


def open_months(*, programme: Programme, now: datetime, limit: int) -> int:
    """Open the month at `now` for panelists who have none yet, at most `limit` of them, those longest here first.

    Gives how many were opened. Where the budget does not hold what all of them may earn, it opens none of the rest.
    """
    opened = 0
    for code in programme.in_force(now.date()).regions:
        terms = terms_at(programme, region=code, moment=now)
        currency = terms.region.currency
        free = accounts.free(programme.name, currency)
        if free is None:
            continue
        have = PayMonth.objects.filter(month=terms.month, currency=currency).values("purse")
        waiting = _panelists_in(code).exclude(purse__in=have).order_by("joined_at")[: limit - opened]
        opened += _open_slice(list(waiting), terms, programme=programme.name, free=free, now=now)
        if opened >= limit:
            break
    return opened


@transaction.atomic
def _open_slice(members: Sequence[Member], terms: Terms, *, programme: str, free: Money, now: datetime) -> int:
    currency = terms.region.currency
    fresh = []
    for member in members:
        need = _reserve(terms, known_of(member, terms))
        if need > free:
            break
        free -= need
        fresh.append(fresh_month(member.purse, terms, programme=programme, reserved=need, now=now))
    PayMonth.objects.bulk_create(fresh, ignore_conflicts=True)
    # Those whom another program opened at this moment are not ours to reserve for.
    ours = PayMonth.objects.filter(
        purse__in=[each.purse for each in fresh], month=terms.month, currency=currency, opened_at=now
    )
    whole = sum((Money(each.reserved, currency) for each in ours), Money.zero(currency))
    if whole:
        accounts.open_all(programme, currency, now=now)
        posting = Posting(accounts.budget(programme, currency), accounts.promised(programme, currency), whole)
        ledger.post(posting, key=f"reserve:{new_id(now)}", memo="reserve", now=now)
    return len(ours)


def pay_month_of(member: Member, terms: Terms, *, programme: str, now: datetime, is_over: bool) -> PayMonth:
    """The purse's row for that month, locked; made if it is not there. One that `is_over` is made closed."""
    currency = terms.region.currency
    rows = PayMonth.objects.select_for_update().filter(purse=member.purse, month=terms.month, currency=currency)
    row = rows.first()
    if row is None:
        fresh = fresh_month(member.purse, terms, programme=programme, reserved=Money.zero(currency), now=now)
        fresh.closed_at = now if is_over else None
        # Another program may open it at this moment: then theirs is taken.
        PayMonth.objects.bulk_create([fresh], ignore_conflicts=True)
        row = rows.get()
    if row.is_open and (not row.reserved or row.region != terms.region.code):
        need = _reserve(terms, known_of(member, terms))
        row.region = terms.region.code
        lacking = Money(max(need.minor - row.reserved, 0), currency)
        if lacking and set_aside(programme, lacking, now=now):
            row.reserved += lacking.minor
        row.save(update_fields=["region", "reserved"])
    return row


def set_aside(programme: str, amount: Money, *, now: datetime) -> bool:
    """Move so much from the budget to what is promised, if it is there."""
    free = accounts.free(programme, amount.currency)
    if free is None or free < amount:
        return False
    accounts.open_all(programme, amount.currency, now=now)
    names = accounts.budget(programme, amount.currency), accounts.promised(programme, amount.currency)
    try:
        ledger.post(Posting(*names, amount), key=f"reserve:{new_id(now)}", memo="reserve", now=now)
    except NotEnough:
        return False
    return True


def known_of(member: Member, terms: Terms) -> Known:
    """What the member's reserve depends on beside the offers."""
    offers = terms.version.offers_in(terms.region.code)
    started: frozenset[str] = frozenset()
    left: dict[str, int] = {}
    if once := [offer.name for offer in offers if isinstance(offer, AtStart)]:
        paid = Earning.objects.filter(contribution__member=member, offer__in=once)
        started = frozenset(paid.values_list("offer", flat=True))
    for offer in offers:
        if isinstance(offer, Referral):
            paid_this_year = referrals_paid(member, offer.name, year=terms.day.year)
            left[offer.name] = max(offer.year_max - paid_this_year, 0)
    due = frozenset(offer.name for offer in offers if isinstance(offer, Tenure) and _ends_in(offer, member, terms))
    return Known(started=started, referrals_left=left, tenure_due=due)


def referrals_paid(member: Member, offer: str, *, year: int) -> int:
    """How many referrals of that calendar year the offer has paid the member for."""
    return Earning.objects.filter(
        contribution__member=member, contribution__kind=Kind.REFERRAL, contribution__day__year=year, offer=offer
    ).count()


@transaction.atomic
def open_pot(*, name: str, programme: str, amount: Money, now: datetime) -> Pot:
    """Reserve money for something that is opened to many at once, before it is opened. Again changes nothing.

    Raises `NoBudget` where no money was ever put in and `NotEnoughBudget`.
    """
    if accounts.free(programme, amount.currency) is None:
        raise NoBudget(currency=amount.currency)
    pot, is_new = Pot.objects.get_or_create(
        name=name,
        defaults={"programme": programme, "minor": amount.minor, "currency": amount.currency, "opened_at": now},
    )
    if is_new and not set_aside(programme, amount, now=now):
        raise NotEnoughBudget(amount=amount)
    return pot


@transaction.atomic
def close_pot(*, name: str, now: datetime) -> None:
    """Give back what nobody earned out of the pot. Closed before, it stays closed. Raises `NoSuchPot`."""
    pot = Pot.objects.select_for_update().filter(name=name).first()
    if pot is None:
        raise NoSuchPot(name=name)
    if pot.closed_at is None:
        left = Money(pot.minor - pot.drawn, pot.currency)
        if left:
            names = accounts.promised(pot.programme, pot.currency), accounts.budget(pot.programme, pot.currency)
            ledger.post(Posting(*names, left), key=f"pot-end:{pot.pk}", memo="release", now=now)
        pot.closed_at = now
        pot.save(update_fields=["closed_at"])


def draw(name: str, amount: Money) -> bool:
    """Count so much as earned out of the pot, if it is open and holds it."""
    left = Pot.objects.filter(name=name, currency=amount.currency, closed_at=None, drawn__lte=F("minor") - amount.minor)
    return left.update(drawn=F("drawn") + amount.minor) == 1


def _ends_in(offer: Tenure, member: Member, terms: Terms) -> bool:
    if member.adult_on is None:
        return False
    after = rules.month_after(terms.month)
    periods = rules.tenure_periods(member.adult_on, months=offer.months, until=after)
    return any(end >= terms.month for _, end in periods)


def _reserve(terms: Terms, known: Known) -> Money:
    return rules.reserve(terms.version.offers_in(terms.region.code), currency=terms.region.currency, known=known)


def fresh_month(purse: UUID, terms: Terms, *, programme: str, reserved: Money, now: datetime) -> PayMonth:
    """An open month of that purse, not written yet."""
    return PayMonth(
        purse=purse, month=terms.month, currency=terms.region.currency, region=terms.region.code, programme=programme,
        reserved=reserved.minor, opened_at=now,
    )  # fmt: skip


def _paid_in(programme: str, currency: str) -> Money:
    sums = Funding.objects.filter(programme=programme, currency=currency).aggregate(sum=Sum("minor"))
    return Money(int(sums["sum"] or 0), currency)


def _owed(programme: str, currency: str, *, paid_in: Money) -> Money:
    """What the sponsor's account is below zero by, beyond what was put in."""
    given = -accounts.balance(accounts.sponsor(programme, currency), currency)
    return max(given - paid_in, Money.zero(currency))


def first_open_month(programme: Programme, *, now: datetime) -> dict[str, date]:
    """For each region that there ever was, the first day of the month that is not over there yet."""
    regions = {code: region for version in programme.versions for code, region in version.regions.items()}
    return {code: day_in(region, now).replace(day=1) for code, region in regions.items()}
