"""What is done, what it earns, and what may be earned next: values without people, brands or shops."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fairpanel.kit.money import Money
from fairpanel.programme import Offer


class Kind(StrEnum):
    """What a panelist contributed."""

    RECEIPT = "receipt"
    METER_DAY = "meter-day"
    SURVEY = "survey"
    LABELLING_TASK = "labelling-task"
    NOTHING_BOUGHT = "nothing-bought"
    JOINED = "joined"
    TENURE = "tenure"
    REFERRAL = "referral"


# What somebody does in a week that makes it an active one. The others follow from these, or from time alone.
ACTIVE = frozenset({Kind.RECEIPT, Kind.METER_DAY, Kind.SURVEY, Kind.LABELLING_TASK, Kind.NOTHING_BOUGHT})


@dataclass(frozen=True, slots=True)
class Detail:
    """What pay goes by beside the kind, where it goes by anything.

    A meter's day names the `meter`. A survey has its own `amount`, a labelling task the `minutes` it is reckoned to
    take and the `worked_seconds` it took. `offer` names which of several offers of one kind it belongs to.
    """

    meter: str = ""
    offer: str = ""
    amount: Money | None = None
    minutes: int = 0
    worked_seconds: int = 0


NOTHING_MORE = Detail()


@dataclass(frozen=True, slots=True)
class Deed:
    """One contribution as pay sees it: what, when, and the offers that were in force there and then."""

    kind: Kind
    done_at: datetime
    day: date
    offers: tuple[Offer, ...]
    detail: Detail = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class SoFar:
    """A member's calendar month until now: how many receipts counted, and what each offer has paid."""

    receipts: int
    paid: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Known:
    """What a panelist's pay for a month is reserved by, beside the offers.

    `started` names the offers that pay once and have, `referrals_left` how many more referrals each referral offer pays
    this year, and `tenure_due` the tenure offers of which a period ends in the month.
    """

    started: frozenset[str] = frozenset()
    referrals_left: Mapping[str, int] | None = None
    tenure_due: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PerReceipt:
    """The next receipt pays `amount`, until `left_until_cap` is used up in this month."""

    amount: Money
    left_until_cap: Money


@dataclass(frozen=True, slots=True)
class Threshold:
    """`done` of the `needed` receipts of this month; at `needed` it pays `amount` once."""

    done: int
    needed: int
    amount: Money


NextStep = PerReceipt | Threshold


@dataclass(frozen=True, slots=True)
class Month:
    """A member's calendar month as the home page tells it. `first` is its first day.

    `cap` is the most that single receipts pay in a month; None where they pay nothing, each on its own.
    """

    first: date
    earned: Money
    receipts: int
    cap: Money | None
    next: tuple[NextStep, ...]


class Week(StrEnum):
    """Whether a panelist can say of a week that nothing was bought."""

    OPEN = "open"
    ANSWERED = "answered"
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that begins on that `monday`."""

    monday: date
    state: Week

    @property
    def sunday(self) -> date:
        """The day that ends it."""
        return self.monday + timedelta(days=6)


class Alarm(StrEnum):
    """What an operator has to know about a budget."""

    NO_BUDGET = "no-budget"
    OWED = "owed"
    NOT_OPENED = "not-opened"
    NEARLY_SPENT = "nearly-spent"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of an offer that a new version changes. `before` is None where it is new, `after` where it ends."""

    name: str
    offer: Offer
    field: str
    before: Money | int | None
    after: Money | int | None
