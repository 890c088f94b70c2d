"""What this room needs from outside."""

from dataclasses import dataclass

from fairpanel.programme import Programme


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `digest_key` is what invitation codes are digested with."""

    programme: Programme
    digest_key: bytes


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
