"""Files without rows go, rows without files are told, and a wrong database drops nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.vault.comparing import Named, compare, sweep
from fairpanel.vault.problems import TooManyWithoutRow
from fairpanel.vault.values import Stored
from tests.receipts.made_by_hand import FakeVault

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = st.sets(st.integers(0, 30).map(lambda number: f"{number:032x}"))


def naming(names: Iterable[str]) -> Named:
    """What rows name, asked for as the rooms are asked."""
    held = set(names)
    return lambda *among: sorted(held & set(among) if among else held)


def a_vault(names: Iterable[str], *, written_at: datetime = NOW - 2 * HOUR) -> FakeVault:
    kept = dict.fromkeys(names, b"receipt")
    return FakeVault(kept, dict.fromkeys(kept, written_at))


@given(files=NAMES, rows=NAMES)
def test_each_half_without_its_other_is_found(files: set[str], rows: set[str]) -> None:
    found = compare(a_vault(files).stored(), named=naming(rows), before=NOW - HOUR)

    assert (found.files, found.rows) == (len(files), len(rows))
    assert set(found.without_row) == files - rows
    assert set(found.without_file) == rows - files


@given(files=NAMES, rows=NAMES)
def test_a_sweep_drops_what_has_no_row_and_nothing_else(files: set[str], rows: set[str]) -> None:
    vault = a_vault(files)

    sweep(vault, named=naming(rows), before=NOW - HOUR, however_many=True)

    assert set(vault.kept) == files & rows


def test_what_is_new_may_have_a_row_that_is_not_committed_yet() -> None:
    vault = a_vault(["a" * 32], written_at=NOW)

    found = sweep(vault, named=naming([]), before=NOW - HOUR)

    assert found.without_row == ()
    assert vault.kept


def test_a_row_that_goes_while_we_look_is_not_missed_its_file() -> None:
    asked = []

    def named(*among: str) -> list[str]:
        asked.append(among)
        return [] if among else ["a" * 32]

    assert compare([], named=named, before=NOW).without_file == ()
    assert len(asked) == 2


def test_where_a_row_has_but_a_half_written_file_that_is_told() -> None:
    half = Stored("a" * 32, NOW - 2 * HOUR, half=True)

    assert compare([half], named=naming(["a" * 32]), before=NOW).without_file == ("a" * 32,)


def test_with_the_wrong_database_nothing_is_dropped_unless_somebody_says_so() -> None:
    names = [f"{number:032x}" for number in range(30)]
    vault = a_vault(names)

    with pytest.raises(TooManyWithoutRow, match="25 of the 30 files"):
        sweep(vault, named=naming(names[:5]), before=NOW - HOUR)
    assert len(vault.kept) == 30
    sweep(vault, named=naming(names[:5]), before=NOW - HOUR, however_many=True)
    assert sorted(vault.kept) == names[:5]
