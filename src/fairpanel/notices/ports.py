"""What this room needs from outside."""

from dataclasses import dataclass

from fairpanel.programme import Programme


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `site` is where the panel is reached, without a slash at its end."""

    programme: Programme
    site: str


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
