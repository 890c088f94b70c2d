"""Finds the number by which a shop knows an order, and parts a mail that tells of several orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.dates import has_date
from fairpanel.reading.documents import words
from fairpanel.reading.documents.cells import cells_in, under
from fairpanel.reading.documents.orders import ORDERS_MAX
from fairpanel.reading.documents.problems import TooManyOrders
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

_DIGITS_MIN: Final = 3
_BEHIND_LABEL: Final = re.compile(
    r"[\s:.#№º°()-]{0,8}(?:(?:NO|NR|N|ID|NUMBER|NUMMER)[\s:.#º°-]{1,4})?(?P<number>[A-Z0-9][A-Z0-9/_-]{3,39})(?![A-Z0-9])"
)
_NUMBER: Final = re.compile(r"#?(?P<number>[A-Za-z0-9][A-Za-z0-9/_-]{3,39})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of an order, found at a row that stands `place` rows below the first."""

    place: int
    number: Field[str]


def find_numbers(rows: Sequence[Row]) -> list[Numbered]:
    """Every order's number in `rows`, from top to bottom, each where it stands or where its label does."""
    found: list[Numbered] = []
    for place, row in enumerate(rows):
        label = words.find("order_number", row.folded)
        if label is None:
            continue
        behind = _BEHIND_LABEL.match(row.folded, label.end())
        if behind and _is_number(behind["number"]):
            start, end = behind.span("number")
            found.append(Numbered(place, _field(row, start, end)))
        elif place + 1 < len(rows) and (number := _number_below(row, label, rows[place + 1])):
            found.append(Numbered(place, number))
    return found


def orders_apart(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """`rows` parted into one run for each order that has a number and a total of its own; else all of them as one.

    Raises `TooManyOrders` beyond `ORDERS_MAX`.
    """
    last = {entry.number.value: entry.place for entry in find_numbers(rows)}
    starts = sorted(_begin(rows, place) for place in last.values())
    parts = [rows[start:end] for start, end in pairwise([*starts, len(rows)])]
    if len(parts) < 2 or not all(map(_has_total, parts)):  # noqa: PLR2004 - several
        return [rows]
    if len(parts) > ORDERS_MAX:
        raise TooManyOrders(orders_max=ORDERS_MAX)
    return parts


def _begin(rows: Sequence[Row], place: int) -> int:
    """Where the order begins that is numbered at `place`: with its seller, if that stands above without a price."""
    for above in range(place - 1, -1, -1):
        if amounts_in(rows[above]) or words.find("order_number", rows[above].folded):
            break
        if words.begins("payee", rows[above].folded):
            return _begin(rows, above)
    return place


def _has_total(rows: Sequence[Row]) -> bool:
    return any(
        label.meaning == "total" and amounts_in(row) for row in rows for label in vocabulary.labels_in(row.folded)[:1]
    )


def _number_below(row: Row, label: re.Match[str], below: Row) -> Field[str] | None:
    box = row.box_between(*label.span())
    # A label that goes on speaks of something else.
    cell = next(cell for cell in cells_in(row) if cell.box.right >= box.right)
    if any(map(str.isalnum, "".join(word.text for word in cell.words if word.box.left >= box.right))):
        return None
    beneath = under(box, below)
    match = _NUMBER.match(beneath.text) if beneath else None
    if beneath is None or match is None or not _is_number(match["number"]) or has_date(Row(beneath.words, 0)):
        return None
    return Field(match["number"], match["number"], beneath.box, beneath.confidence)


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _DIGITS_MIN and re.fullmatch(r"20\d\d|\d{4}-\d\d-\d\d", text) is None


def _field(row: Row, start: int, end: int) -> Field[str]:
    text = row.text[start:end]
    return Field(text, text, row.box_between(start, end), row.confidence_between(start, end))
