"""What this room needs from outside."""

from dataclasses import dataclass

from fairpanel.kit.personal import Keeper


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `keepers` are in the order in which they erase: the account goes last."""

    keepers: tuple[Keeper, ...]


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
