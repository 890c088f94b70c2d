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


# What a column may serve beside a consent purpose: what joining needs, what a law asks for, keeping accounts safe.
GROUNDS = frozenset({"contract", "law", "safety"})
# When a column goes: by a rule of the programme; with its member; never, but without the person (law 15); as soon as
# the work it belongs to is done; or not at all, since it is the operator's own and about nobody.
RETENTIONS = frozenset({"pictures", "lines", "events", "logs", "membership", "books", "work", "panel"})


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column (law 21). The room whose keeper declares it answers for it: that is its owner.

    `purpose` is a consent purpose or one of `GROUNDS`, `retention` one of `RETENTIONS`. `about` is the plain sentence
    that the privacy notice and the codebook print; of a personal column it is marked for translation (`gettext_noop`).
    """

    purpose: str
    category: Category
    retention: str
    about: str

    @property
    def is_personal(self) -> bool:
        """Whether it says anything of a person."""
        return self.category is not Category.NOT_PERSONAL


def plain(about: str, *, retention: str = "panel") -> Column:
    """A column that is about nobody: the operator's own, or how a table holds together."""
    return Column("contract", Category.NOT_PERSONAL, retention, about)


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
    """Rows of one member to take along: plain values (str, int, float, bool, None, datetime, date, UUID).

    `name` is the label of the model (`receipts.Receipt`) and `columns` are columns of it in the register, so that the
    codebook follows by itself.
    """

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
    """How many things of one member went from one store of one room: a table by its model's label, `vault`, `queue`.

    `kept` is how many stay there with nothing of the person in them, and `why` says why they do.
    """

    room: str
    store: str
    count: int
    kept: int = 0
    why: str = ""


class Keeper(Protocol):
    """A room that keeps personal data. Each room's `privacy.py` has one, `keeper`; the website lists them all.

    A keeper is a subclass that leaves out what its room has nothing of. Methods take the member's id
    (`members.Member.pk`), not the row: a room below `members` keeps data as well.
    """

    room: str
    # By model label ("receipts.Receipt") and column name. Every column of every table of the room is in it.
    register: Mapping[str, Mapping[str, Column]]

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the rooms' signature
        """What this room holds of that member."""
        return []

    def tables(self, member_id: Any) -> list[Table]:  # noqa: ARG002 - the rooms' signature
        """The member's rows, to take along."""
        return []

    def files(self, member_id: Any) -> list[File]:  # noqa: ARG002 - the rooms' signature
        """The member's files, to take along."""
        return []

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the rooms' signature
        """Erase what this room holds of the member, or only what it holds for that purpose.

        Runs in the caller's transaction; a second call erases nothing and says so. Files go by way of rows that a
        later job finishes (as `receipts.Leftover`), so that a crash leaves nothing that no row names.
        """
        return []

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002 - the rooms' signature
        """Let go of what has had its time: events older than that moment, and what has an end of its own (law 17)."""
        return []


class Rows(Protocol):
    """What `to_take` and `erase_rows` need of Django's querysets, by their shape: this package knows no Django."""

    def values(self, *columns: str) -> Any:
        """The rows as mappings of these columns."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them with what hangs on them; how many, also by model label."""


def to_take(label: str, rows: Rows, *columns: str) -> Table:
    """These columns of the member's rows of one table, read one after the other."""
    return Table(label, columns, rows.values(*columns).iterator())


def erase_rows(room: str, *stores: Rows) -> list[Erased]:
    """Delete these rows and what hangs on them, counted by table."""
    return [Erased(room, label, count) for rows in stores for label, count in rows.delete()[1].items() if count]
