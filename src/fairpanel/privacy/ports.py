"""What this room needs from outside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from fairpanel.kit.money import Money
from fairpanel.kit.personal import Keeper
from fairpanel.programme import Programme
from fairpanel.vault.values import Stored


@dataclass(frozen=True, slots=True)
class Release:
    """Numbers that left the panel and in which a member's data counted (law 10). `who`, `what` and `why` are words.

    `share` is what of the price came to this member; None where nothing was paid.
    """

    at: datetime
    who: str
    what: str
    why: str
    share: Money | None = None


class Releases(Protocol):
    """The room that lets numbers out."""

    def of_member(self, member_id: Any) -> list[Release]:
        """The releases in which this member's data counted, the newest first."""


class NothingReleased:
    """Stands in until a room lets anything out: nothing was released."""

    def of_member(self, member_id: Any) -> list[Release]:  # noqa: ARG002 - the port's signature
        return []


class CopyVault(Protocol):
    """Keeps what is too large for memory so that nobody reads it without the key."""

    def seal_pieces(self, pieces: Iterable[bytes], *, owner: UUID) -> str:
        """Keep what comes in pieces of that member, all of it or nothing. Raises `NoKey` where they have left."""

    def open_pieces(self, name: str) -> Iterator[bytes]:
        """What was kept under `name`, piece by piece. Raises a `NotFound` where it is no more."""

    def drop(self, name: str) -> None:
        """Keep `name` no longer. Dropping what is not there is no fault."""

    def stored(self) -> Iterator[Stored]:
        """Everything that is kept, also what was left half written, in the order of names."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website.

    `keepers` are in the order in which they erase: the account goes last. `signing_key` of 32 bytes signs deletion
    receipts; `site` is where links in mails lead.
    """

    keepers: tuple[Keeper, ...]
    programme: Programme
    copies: CopyVault
    signing_key: bytes
    site: str
    releases: Releases = field(default_factory=NothingReleased)


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
