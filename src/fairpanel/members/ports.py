"""What this room needs from outside."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairpanel.programme import Programme


def _always(_member_id: UUID, _region: str, _now: datetime) -> bool:
    return True


def _all_of_them(members: Sequence[tuple[UUID, str]], _now: datetime) -> frozenset[UUID]:
    return frozenset(id_ for id_, _region in members)


def _no_work(_member_id: UUID, _now: datetime) -> None:
    pass


def _nothing(_members: Collection[UUID], _now: datetime) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `digest_key` is what invitation codes are digested with.

    `welcome` reserves what a newcomer to a region may earn and pays what joining pays. It says no where the budget does
    not hold it: then they wait. `hold_places` puts that aside for newcomers, an id and a region each, before they are
    let in, and gives those for whom it could; `let_go` gives it back where nobody comes. `stop` takes
    back all that a minor agreed to, and drops what is undone: their guardian agrees no more.
    """

    programme: Programme
    key: Callable[[], bytes]
    welcome: Callable[[UUID, str, datetime], bool] = _always
    hold_places: Callable[[Sequence[tuple[UUID, str]], datetime], frozenset[UUID]] = _all_of_them
    let_go: Callable[[Collection[UUID], datetime], None] = _nothing
    stop: Callable[[UUID, datetime], None] = _no_work

    @property
    def digest_key(self) -> bytes:
        """The key of these digests: asked for when it is needed, since it lies wrapped in the database."""
        return self.key()


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]


def zone_of(region: str, *, now: datetime) -> str:
    """The time zone of that region, or UTC where the programme has left it."""
    regions = filled().programme.in_force(now.date()).regions
    return regions[region].time_zone if region in regions else "UTC"
