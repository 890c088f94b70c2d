"""What this room needs from outside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fairpanel.kit.personal import Erased
from fairpanel.kit.problems import NotFound, Unavailable
from fairpanel.members.models import Member
from fairpanel.programme import Programme


class NotInVault(NotFound):
    """This picture is not kept any more."""


class DamagedInVault(Unavailable):
    """This picture is damaged where we keep it, so we cannot show it."""


class Vault(Protocol):
    """Keeps bytes so that nobody reads them without the key. Names are random and tell nothing."""

    def seal(self, data: bytes) -> str:
        """Keep `data`, all of it or nothing, and give its name."""

    def open(self, name: str) -> bytes:
        """What was kept under `name`. Raises `NotInVault` or `DamagedInVault`."""

    def drop(self, name: str) -> None:
        """Keep `name` no longer. Dropping what is not there is no fault."""

    def names_before(self, moment: datetime) -> Iterator[str]:
        """The names of everything kept since before `moment`, also of what was left half written."""


class Deletions(Protocol):
    """Whoever gives a panelist a signed receipt for what they deleted."""

    def done(self, *, member: Member, erased: list[Erased], now: datetime) -> None:
        """Write it, in the transaction that deletes."""


class NoReceipts:
    """Stands in where nobody signs."""

    def done(self, *, member: Member, erased: list[Erased], now: datetime) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `digest_key` keys the fingerprints of files and purchases."""

    programme: Programme
    vault: Vault
    digest_key: bytes
    deletions: Deletions = field(default_factory=NoReceipts)


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
