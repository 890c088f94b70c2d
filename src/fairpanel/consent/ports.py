"""What this room needs from outside."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member


class Collector(Protocol):
    """A room that collects something for a purpose."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Drop what this member's withdrawn consent leaves undone (law 2). Runs in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website."""

    collectors: dict[Purpose, Collector] = field(default_factory=dict)


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
