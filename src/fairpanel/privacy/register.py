"""The register of fields (law 21): every column of every table, what it is for, how long it stays, whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from fairpanel.kit.personal import Column, Keeper


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of one table. `owner` is the room that answers for it."""

    owner: str
    table: str
    name: str
    column: Column


def entries(keepers: tuple[Keeper, ...]) -> Iterator[Entry]:
    """Every declared column, by owner and table in the order of declaration."""
    for keeper in sorted(keepers, key=lambda keeper: keeper.room):
        for table, columns in keeper.register.items():
            for name, column in columns.items():
                yield Entry(keeper.room, table, name, column)


def personal(keepers: tuple[Keeper, ...]) -> Iterator[Entry]:
    """The columns that say anything of a person: what the privacy notice tells."""
    return (entry for entry in entries(keepers) if entry.column.is_personal)


def codebook(keepers: tuple[Keeper, ...], tables: tuple[str, ...]) -> Iterator[Entry]:
    """What the columns of these tables mean, for whoever takes them along."""
    return (entry for entry in entries(keepers) if entry.table in tables)
