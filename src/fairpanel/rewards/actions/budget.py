"""How a programme's budget stands: put in, free, promised, earned, owed, and for how long it will do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum

from fairpanel.kit.money import Money
from fairpanel.programme import Programme
from fairpanel.rewards import accounts
from fairpanel.rewards.actions.funding import owed, paid_in
from fairpanel.rewards.actions.reserving import panelists_in
from fairpanel.rewards.calendar import day_in
from fairpanel.rewards.models import Earning, PayMonth
from fairpanel.rewards.values import Alarm

MONTHS_LOOKED_BACK = 3
# An operator is warned when what is there will do for fewer months than this.
MONTHS_LEFT_MIN = 2


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
            count += panelists_in(code).exclude(purse__in=have).count()
    return count


def _stands(programme: str, currency: str, *, not_opened: int) -> BudgetStands:
    free = accounts.free(programme, currency)
    months = PayMonth.objects.filter(programme=programme, currency=currency)
    still_open = months.filter(closed_at=None).aggregate(earned=Sum("earned"), count=Count("id"))
    closed = months.exclude(closed_at=None)
    latest = list(closed.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS_LOOKED_BACK])
    cost = closed.filter(month__in=latest).aggregate(sum=Sum("earned"))["sum"] or 0
    posted = closed.aggregate(sum=Sum("earned"))["sum"] or 0
    late = Earning.objects.exclude(key="").filter(pay_month__programme=programme, currency=currency)
    put_in = paid_in(programme, currency)
    return BudgetStands(
        currency=currency,
        is_set=free is not None,
        paid_in=put_in,
        free=free or Money.zero(currency),
        promised=accounts.balance(accounts.promised(programme, currency), currency),
        earned=Money(int(still_open["earned"] or 0), currency),
        owed=owed(programme, currency, put_in=put_in),
        posted=Money(int(posted + (late.aggregate(sum=Sum("minor"))["sum"] or 0)), currency),
        months_open=still_open["count"],
        months_not_opened=not_opened,
        not_covered=months.filter(closed_at=None, earned__gt=F("reserved")).count(),
        month_costs=Money(int(cost) // max(len(latest), 1), currency),
    )
