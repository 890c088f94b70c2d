"""What this room needs from outside. Whatever answers here says yes, no or how much: never which shop or product."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme


def _nothing(_member: Member, _first: date, _last: date) -> bool:
    return False


def _not_sold(_member: Member, _since: datetime, _until: datetime) -> Money | None:
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website.

    `has_bought` says whether we know of a purchase of the member's between two
    days, both included. `data_earned` says what tables that used the member's data earned between two moments, and None
    while nothing was sold.
    """

    programme: Programme
    has_bought: Callable[[Member, date, date], bool] = _nothing
    data_earned: Callable[[Member, datetime, datetime], Money | None] = _not_sold


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
