"""The books for other programs: CSV with every leg, and plain-text accounting for `beancount` and for `hledger`.

In plain-text accounting what we hold or owe is below zero and what is owed to us above, so signs are turned: the
sponsor, who is in debt in our books, is an asset in theirs. Only posted entries are in it, on the day of their posting
in UTC: what is pending has moved nothing, and neither of the two tools knows money that is only held.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

from fairpanel.kit.money import Money
from fairpanel.ledger.journal import Written
from fairpanel.ledger.values import State

CSV_COLUMNS = ("entry", "key", "memo", "state", "at", "closed_at", "corrects", "account", "amount", "currency")


class Format(StrEnum):
    """What the books are written as."""

    CSV = "csv"
    BEANCOUNT = "beancount"
    HLEDGER = "hledger"


def export(entries: Iterable[Written], format: Format) -> Iterator[str]:  # noqa: A002  # the word of the command
    """The entries as text, piece by piece, each ending with a line."""
    match format:
        case Format.CSV:
            return _csv(entries)
        case Format.BEANCOUNT:
            return _beancount(entries)
        case Format.HLEDGER:
            return _hledger(entries)


def _csv(entries: Iterable[Written]) -> Iterator[str]:
    yield _row(CSV_COLUMNS)
    for entry in entries:
        closed_at = entry.closed_at.isoformat() if entry.closed_at else ""
        head = (entry.id, entry.key, entry.memo, entry.state, entry.at.isoformat(), closed_at, entry.corrects or "")
        for leg in entry.legs:
            yield _row((*head, leg.account, Money(leg.minor, leg.currency).decimal(), leg.currency))


def _row(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _beancount(entries: Iterable[Written]) -> Iterator[str]:
    names = _Names()
    for entry in entries:
        on = _posted_on(entry)
        if on is None:
            continue
        for leg in entry.legs:
            if leg.account not in names:
                # Entries come by their making, and one made later may be posted sooner: open long before.
                name = names.of(leg.account)
                yield f'1970-01-01 open {name} {leg.currency}\n  account: "{leg.account}"\n'
        yield f'{on} * "{entry.memo}"\n  key: {_quoted(entry.key)}\n  entry: "{entry.id}"\n'
        if entry.corrects is not None:
            yield f"  corrects: {_quoted(entry.corrects)}\n"
        for leg in entry.legs:
            yield f"  {names.of(leg.account)}  {_turned(leg.minor, leg.currency)} {leg.currency}\n"


def _hledger(entries: Iterable[Written]) -> Iterator[str]:
    names = _Names()
    yield "decimal-mark .\n"
    for entry in entries:
        on = _posted_on(entry)
        if on is None:
            continue
        corrects = f", corrects:{entry.corrects}" if entry.corrects else ""
        yield f"\n{on} * {entry.memo}  ; entry:{entry.id}, key:{entry.key}{corrects}\n"
        for leg in entry.legs:
            yield f"    {names.of(leg.account)}  {_turned(leg.minor, leg.currency)} {leg.currency}\n"


def _posted_on(entry: Written) -> date | None:
    if entry.state is not State.POSTED:
        return None
    moment: datetime = entry.closed_at or entry.at
    return moment.astimezone(UTC).date()


def _turned(minor: int, currency: str) -> str:
    return f"{Money(-minor, currency).decimal():f}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Names:
    """What our accounts are called over there: `Assets:Sponsor:Fair:EUR`, each its own."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._taken: set[str] = set()

    def __contains__(self, account: str) -> bool:
        return account in self._of

    def of(self, account: str) -> str:
        """The name of that account; two accounts that would be called the same are numbered."""
        if account not in self._of:
            kind = "Assets" if account.startswith("sponsor:") else "Liabilities"
            plain = ":".join([kind, *(_part(part) for part in account.split(":"))])
            name, number = plain, 1
            while name in self._taken:
                number += 1
                name = f"{plain}-{number}"
            self._taken.add(name)
            self._of[account] = name
        return self._of[account]


def _part(part: str) -> str:
    word = part.replace(".", "-").replace("_", "-")
    # Each part begins with a capital or a digit.
    return word[0].upper() + word[1:] if word[0].isalnum() else f"X{word}"
