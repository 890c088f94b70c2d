"""Files beside the rows that name them: which has not the other."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from fairpanel.vault.problems import TooManyWithoutRow
from fairpanel.vault.values import Compared, Stored

# A crash leaves a file or two. Where more than half of so many have no row, it is the rows that are gone.
SWEPT_UNASKED_MAX = 20


class Named(Protocol):
    """What rows name."""

    def __call__(self, *among: str) -> Iterable[str]:
        """The names in their order: all, or those of `among` that a row names."""


class Swept(Protocol):
    """What a sweep needs of a vault."""

    def stored(self) -> Iterator[Stored]:
        """All files in the order of their names."""

    def drop(self, name: str) -> None:
        """Keep this one no longer."""


def compare(stored: Iterable[Stored], *, named: Named, before: datetime) -> Compared:
    """Compare what is stored with what rows name; neither is held in memory.

    A file that is not older than `before` may have a row that is not committed yet: it is not looked for. A row that
    has no file is looked at once more: it may have gone while we looked.
    """
    without_row: list[str] = []
    without_file: list[str] = []
    files = rows = 0
    for name, file, is_named in _beside(stored, named()):
        files += file is not None
        rows += is_named
        if file is None or (file.half and is_named):
            without_file.append(name)
        elif not is_named and file.written_at < before:
            without_row.append(name)
    still = set(named(*without_file)) if without_file else set()
    return Compared(files, rows, tuple(without_row), tuple(name for name in without_file if name in still))


def sweep(vault: Swept, *, named: Named, before: datetime, however_many: bool = False) -> Compared:
    """Drop the files without a row.

    Raises `TooManyWithoutRow`, and drops none, where they are most of what is there, unless `however_many`.
    """
    found = compare(vault.stored(), named=named, before=before)
    # A row may have come to be since the rows were listed, never one that names an older file anew: so this is sure.
    nameless = [name for name in found.without_row if name not in set(named(name))]
    if not however_many and len(nameless) > max(SWEPT_UNASKED_MAX, found.files // 2):
        raise TooManyWithoutRow(count=len(nameless), all=found.files)
    for name in nameless:
        vault.drop(name)
    return Compared(found.files, found.rows, tuple(nameless), found.without_file)


def _beside(stored: Iterable[Stored], named: Iterable[str]) -> Iterator[tuple[str, Stored | None, bool]]:
    """Each name once, with its file if there is one, and whether a row names it."""
    files, names = iter(stored), iter(named)
    # Rows first: whatever they name by then is stored already, whenever its turn in the listing comes.
    name, file = next(names, None), next(files, None)
    while file is not None or name is not None:
        if name is None or (file is not None and file.name < name):
            assert file is not None
            yield file.name, file, False
            file = next(files, None)
        elif file is None or name < file.name:
            yield name, None, True
            name = next(names, None)
        else:
            yield name, file, True
            file, name = next(files, None), next(names, None)
