"""A panelist's statement: what was earned, for what, under which version, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from django.db.models import Q, QuerySet, Sum

from fairpanel.kit.money import Money
from fairpanel.kit.problems import NotFound
from fairpanel.ledger import actions as ledger
from fairpanel.members import guardians
from fairpanel.members.models import Member
from fairpanel.programme import NoSuchVersion, Offer, Programme
from fairpanel.rewards import accounts, ports, rules, simulation
from fairpanel.rewards.calendar import last_terms_at
from fairpanel.rewards.models import Contribution, PayMonth
from fairpanel.rewards.values import Change, Kind

MINUTES_AN_HOUR = 60
_LATE = ~Q(earnings__key="")


class NoSuchMonth(NotFound):
    """There is no statement for this time: nothing of yours counted in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution and what one offer paid for it; `amount` is nothing where it counted and paid nothing.

    `what` is what the programme asked for, in the reader's language. `is_paid` once it is in the balance, `is_late`
    where it came after its month was closed.
    """

    contribution: Contribution
    what: str
    amount: Money
    is_paid: bool
    is_late: bool

    @property
    def day(self) -> date:
        """The day on which it was done."""
        return self.contribution.day

    @property
    def kind(self) -> str:
        """What was done: a `values.Kind`."""
        return str(self.contribution.kind)

    @property
    def version(self) -> int:
        """The version of the terms that it was paid under."""
        return int(self.contribution.version)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a time came to in one currency: earned, of it given to charity, and of it still waiting for its close."""

    currency: str
    earned: Money
    given: Money
    waiting: Money

    @property
    def kept(self) -> Money:
        """What is the panelist's own of what was paid."""
        return self.earned - self.waiting - self.given


@dataclass(frozen=True, slots=True)
class ByOffer:
    """What one offer came to: what was asked, the versions, how often, and how much."""

    what: str
    versions: tuple[int, ...]
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody earned between two months, both included. `hours` is how long it took by our reckoning."""

    first: date
    last: date
    lines: tuple[Line, ...]
    sums: tuple[Sums, ...]
    hours: float
    by_offer: tuple[ByOffer, ...] = field(default=())

    @property
    def minutes(self) -> int:
        """How long it took in whole minutes, at least one."""
        return max(round(self.hours * MINUTES_AN_HOUR), 1)

    @property
    def hour(self) -> Money | None:
        """What an hour came to; None where nothing was done or two currencies make up the time."""
        if len(self.sums) != 1 or not self.hours:
            return None
        earned = self.sums[0].earned
        return Money(round(earned.minor / self.hours), earned.currency)


@dataclass(frozen=True, slots=True)
class MonthStands:
    """One month of one currency on the panelist's list. `paid_on` is when it is or was paid to the balance."""

    month: date
    earned: Money
    given: Money
    late: Money
    is_open: bool
    paid_on: date | None


def months_of(*, member: Member) -> list[MonthStands]:
    """The member's months of pay, the newest first."""
    rows = PayMonth.objects.filter(purse=member.purse).order_by("-month", "currency")
    return [_stands(row) for row in rows.annotate(late=Sum("earnings__minor", filter=_LATE))]


def statement(*, member: Member, programme: Programme, first: date, last: date) -> Statement:
    """The member's statement for the months from `first` to `last`, each told by its first day.

    Raises `NoSuchMonth` where nothing of the member's counted.
    """
    done = _done(member, first, last)
    if not done:
        raise NoSuchMonth
    lines = tuple(line for each in done for line in _lines(each, member.language, programme))
    months = PayMonth.objects.filter(purse=member.purse, month__gte=first, month__lte=last)
    people = _people()
    minutes = sum(
        simulation.minutes_of(Kind(each.kind), people=people, reckoned=int(each.minutes)) for each in done
    )  # fmt: skip
    return Statement(
        first, last, lines, tuple(_sums(lines, months, done)), minutes / MINUTES_AN_HOUR, tuple(_by_offer(lines))
    )


def balances(*, member: Member) -> list[Money]:
    """What stands in the member's balances, as far as there is anything."""
    return [ledger.balance(name) for name in accounts.held_by(member.purse)]


def upcoming(*, member: Member, programme: Programme, now: datetime) -> list[tuple[date, list[Change]]]:
    """What changes for the member in versions that are announced and not in force yet: since when, and what."""
    terms = last_terms_at(programme, region=member.region, moment=now)
    is_minor, found = guardians.is_minor(member), []
    for before, after in pairwise(programme.versions):
        if after.announced <= terms.day < after.starts:
            changes = rules.changes(
                before.offers_to(member.region, is_minor=is_minor),
                after.offers_to(member.region, is_minor=is_minor),
                currency=terms.region.currency,
            )
            found.append((after.starts, changes))
    return found


def _done(member: Member, first: date, last: date) -> list[Contribution]:
    mine = Contribution.objects.filter(member=member, month__gte=first, month__lte=last)
    return list(mine.order_by("done_at", "id").prefetch_related("earnings__pay_month"))


def _lines(done: Contribution, language: str, programme: Programme) -> Iterable[Line]:
    currency = programme.numbered(done.version).regions[done.region].currency
    paid = list(done.earnings.all())
    if not paid:
        yield Line(done, "", Money.zero(currency), is_paid=False, is_late=False)
    for earning in paid:
        what = asked(programme, done, earning.offer, language)
        yield Line(done, what, earning.amount, earning.is_late or not earning.pay_month.is_open, earning.is_late)


def asked(programme: Programme, done: Contribution, name: str, language: str) -> str:
    """What the offer asked for, in that language or in another one that it speaks."""
    try:
        offer: Offer | None = programme.numbered(done.version).offers.get(name)
    except NoSuchVersion:
        offer = None
    if offer is None:
        return name
    return offer.asks.get(language) or next(iter(offer.asks.values()))


def _sums(lines: Iterable[Line], months: QuerySet[PayMonth], done: Iterable[Contribution]) -> Iterable[Sums]:
    lines = list(lines)
    late_given = [earning for each in done for earning in each.earnings.all()]
    for currency in sorted({line.amount.currency for line in lines}):
        nothing = Money.zero(currency)
        mine = [line for line in lines if line.amount.currency == currency]
        given = sum(row.given for row in months if row.currency == currency)
        given += sum(earning.given for earning in late_given if earning.currency == currency)
        yield Sums(
            currency,
            earned=sum((line.amount for line in mine), nothing),
            given=Money(given, currency),
            waiting=sum((line.amount for line in mine if not line.is_paid), nothing),
        )


def _by_offer(lines: Iterable[Line]) -> Iterable[ByOffer]:
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.amount:
            grouped.setdefault((line.what, line.amount.currency), []).append(line)
    for (what, currency), mine in grouped.items():
        versions = tuple(sorted({line.version for line in mine}))
        yield ByOffer(what, versions, len(mine), sum((line.amount for line in mine), Money.zero(currency)))


def _stands(row: PayMonth) -> MonthStands:
    late = Money(int(getattr(row, "late", 0) or 0), row.currency)
    closes_on = rules.month_after(row.month)
    paid_on = row.closed_at.date() if row.closed_at is not None else closes_on
    return MonthStands(row.month, row.total, Money(row.given, row.currency), late, row.is_open, paid_on)


@cache
def _people() -> simulation.Profiles:
    return simulation.profiles()


def data_earned(*, member: Member, now: datetime) -> Money | None:
    """What tables that used the member's data earned the programme; None while nothing was sold."""
    return ports.filled().data_earned(member, member.joined_at, now)
