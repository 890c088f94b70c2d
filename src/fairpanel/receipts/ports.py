"""What this room needs from outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from fairpanel.kit.personal import Erased
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.vault.values import Stored


class Vault(Protocol):
    """Keeps bytes so that nobody reads them without their owner's key. Names are random and tell nothing."""

    def seal(self, data: bytes, *, owner: UUID) -> str:
        """Keep `data` of that member, all of it or nothing, and give its name. Within a transaction."""

    def open(self, name: str) -> bytes:
        """What was kept under `name`. Raises `NotInVault` or `DamagedInVault`."""

    def drop(self, name: str) -> None:
        """Keep `name` no longer. Dropping what is not there is no fault."""

    def stored(self) -> Iterator[Stored]:
        """Everything that is kept, also what was left half written, in the order of names."""


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
    key: Callable[[], bytes]
    deletions: Deletions = field(default_factory=NoReceipts)

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
