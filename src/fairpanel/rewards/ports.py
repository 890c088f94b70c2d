"""What this room needs from outside. Whatever answers here says yes, no or who: never which shop or what was bought."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme


def _nobody(_member: Member) -> Member | None:
    return None


def _nothing(_member: Member, _first: date, _last: date) -> bool:
    return False


def _not_sold(_member: Member, _since: datetime, _until: datetime) -> Money | None:
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website.

    `referrer_of` says who invited a member. `has_bought` says whether we know of a purchase of the member's between two
    days, both included. `data_earned` says what tables that used the member's data earned between two moments, and None
    while nothing was sold.
    """

    programme: Programme
    referrer_of: Callable[[Member], Member | None] = _nobody
    has_bought: Callable[[Member, date, date], bool] = _nothing
    data_earned: Callable[[Member, datetime, datetime], Money | None] = _not_sold


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
