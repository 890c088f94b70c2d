"""What every room says about the personal data it keeps: which column is what, what is held, what was erased."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Any, Protocol


class Category(StrEnum):
    """What a column is, as a record of processing tells it."""

    IDENTITY = "identity"
    CONTACT = "contact"
    PROFILE = "profile"
    CHOICE = "choice"
    PURCHASE = "purchase"
    PICTURE = "picture"
    MONEY = "money"
    DEVICE = "device"
    ACTIVITY = "activity"
    CORRESPONDENCE = "correspondence"
    OPERATION = "operation"
    NOT_PERSONAL = "not personal"


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column (law 21).

    `purpose` is a consent purpose or one of "contract" (what joining needs), "law" (what a law asks for) and "safety".
    `retention` names a rule of the programme ("pictures", "lines", "events", "logs"), or says "membership" (goes when
    the member leaves) or "books" (stays, without the person; law 15). `owner` is the room that answers for it. `about`
    is the plain sentence that the codebook and the privacy notice print, marked for translation.
    """

    purpose: str
    category: Category
    retention: str
    about: str


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing that a room holds of one member, as the privacy page tells it. `what` and `source` are words.

    `goes_at` is when the oldest of them goes; None where it stays as long as the membership.
    """

    room: str
    purpose: str
    what: str
    source: str
    count: int
    since: datetime | None = None
    goes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one member to take along: plain values (str, int, float, bool, None, datetime, date, UUID)."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class File:
    """A file of one member to take along. `opened` gives a new stream of its bytes each time."""

    name: str
    opened: "Opener"


class Opener(Protocol):
    """Opens something for reading."""

    def __call__(self) -> IO[bytes]:
        """A new stream; the caller closes it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many things of one member went from one store of one room: a table, the vault, the queue."""

    room: str
    store: str
    count: int


class Keeper(Protocol):
    """A room that keeps personal data. Each room's `privacy.py` has one; the website lists them all.

    Methods take the member's id (`members.Member.pk`), not the row: a room below `members` keeps data as well.
    """

    room: str
    # By model label ("receipts.Receipt") and column name. Every column of every table of the room is in it.
    register: Mapping[str, Mapping[str, Column]]

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:
        """What this room holds of that member."""

    def tables(self, member_id: Any) -> list[Table]:
        """The member's rows, to take along."""

    def files(self, member_id: Any) -> list[File]:
        """The member's files, to take along."""

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:
        """Erase what this room holds of the member, or only what it holds for that purpose.

        Runs in the caller's transaction; a second call erases nothing and says so. Files go by way of rows that a
        later job finishes (as `receipts.Leftover`), so that a crash leaves nothing that no row names.
        """
