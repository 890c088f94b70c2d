"""Finds what was bought: the lines between the head of the receipt and its total, each with text and price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading.amounts import Amount
from fairpanel.reading.print_rows import Row
from fairpanel.reading.totals import Labelled
from fairpanel.reading.values import Line

_LETTERS_MIN: Final = 2
# `2 x`, `2 @`, `2 STK x`, `0,162 kg x`: a count before a price for one.
_COUNT_BEFORE: Final = re.compile(
    r"(?P<count>\d{1,4}(?:[.,]\d{1,3})?)\s?(?:KG|G|L|LB|LBS|OZ|STK|ST|PZ|UN|UD|PCS?|EA)?\.?\s?(?:[X×*@]|À|A\s)\s?\W{0,3}$"
)
_COUNT_BEHIND: Final = re.compile(r"^\s?(?:/?\s?(?:KG|LB|L|EUR/KG|ST|STK|EA)\.?)?\s?[X×*]\s?(?P<count>\d{1,3})(?!\d)")
_LEADING_COUNT: Final = re.compile(r"^\W{0,2}(?P<count>\d{1,2})\s?[X×*]?\s+(?=[^\d\s])")
_TRAILING_MARK: Final = re.compile(r"[\s*]+(?:[A-Z]|[A-Z]{2}|\d)?\s*$")
_NO_LINE: Final = frozenset({"total", "subtotal", "tax", "tip", "tendered", "change", "rounding", "other"})
_ENDS: Final = frozenset({"total", "subtotal", "tendered", "change", "tax"})


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text whose price has not come yet."""

    row: Row
    text: str


def find_lines(labelled: Sequence[Labelled], *, until: Box | None) -> tuple[Line, ...]:
    """The lines bought, from top to bottom, down to the first sum of them or to `until`, the box of the total."""
    lines: list[Line] = []
    waiting: _Waiting | None = None
    counted: tuple[Decimal, Decimal] | None = None
    for entry in labelled:
        row = entry.row
        if until is not None and row.box.top >= until.top:
            break
        if lines and entry.meaning in _ENDS and entry.amounts:
            break
        if entry.meaning in _NO_LINE:
            waiting = None
            continue
        if not entry.amounts:
            text = row.text.strip()
            waiting = _Waiting(row, text) if sum(map(str.isalpha, text)) > _LETTERS_MIN else None
            continue
        price = entry.amounts[-1]
        text = row.text[: _text_end(entry)].strip(" .:*-$€£")
        quantity, unit_price = _counted(entry)
        text = _without_count(text)
        has_text = sum(map(str.isalpha, text)) >= _LETTERS_MIN
        if quantity is not None and not has_text:
            if len(entry.amounts) > 1 and waiting is not None:
                # Text above, then `2 x 1.50   3.00`.
                lines.append(_line(waiting.text, quantity, unit_price, price, [waiting.row, row]))
                waiting = None
            elif lines and unit_price is not None and _is_of(lines[-1], quantity, unit_price):
                # `2 x 1.50` below the line it explains.
                lines[-1] = replace(lines[-1], quantity=quantity, unit_price=unit_price)
            elif unit_price is not None:
                counted = (quantity, unit_price)
            continue
        if not has_text:
            if waiting is not None:
                lines.append(_line(waiting.text, None, None, price, [waiting.row, row]))
            waiting = None
            continue
        if counted is not None and quantity is None and _fits(counted, price.value):
            quantity, unit_price = counted
        counted = None
        if quantity is None and (match := _LEADING_COUNT.match(row.folded)):
            quantity, text = Decimal(match["count"]), row.text[match.end() : _text_end(entry)].strip(" .:*-$€£")
        value = price.value
        if entry.meaning == "discount" and value > 0:
            value = -value
        lines.append(replace(_line(text, quantity, unit_price, price, [row]), price=value))
        waiting = None
    return tuple(lines)


def _text_end(entry: Labelled) -> int:
    """Where the text before the prices ends, the sign of the first of them not counted."""
    return re.search(r"[-$€£\s]*$", entry.row.text[: entry.amounts[0].start]).start()  # type: ignore[union-attr] # matches the empty text too


def _counted(entry: Labelled) -> tuple[Decimal | None, Decimal | None]:
    """Count and price of one, where the row says `2 x 1.50` or `1,50 x 2`."""
    row = entry.row
    first = entry.amounts[0]
    before = _COUNT_BEFORE.search(row.folded[: first.start])
    if before:
        return Decimal(before["count"].replace(",", ".")), first.value
    behind = _COUNT_BEHIND.match(row.folded[first.end :])
    if behind:
        return Decimal(behind["count"]), first.value
    return None, None


def _without_count(text: str) -> str:
    match = _COUNT_BEFORE.search(text.upper())
    return text[: match.start()].strip() if match else text


def _is_of(line: Line, quantity: Decimal, unit_price: Decimal) -> bool:
    return _fits((quantity, unit_price), line.price)


def _fits(counted: tuple[Decimal, Decimal], price: Decimal) -> bool:
    quantity, unit_price = counted
    return abs(quantity * unit_price - price) <= Decimal("0.01")


def _line(text: str, quantity: Decimal | None, unit_price: Decimal | None, price: Amount, rows: Sequence[Row]) -> Line:
    words = [word for row in rows for word in row.words]
    return Line(
        text=text,
        quantity=quantity,
        unit_price=unit_price,
        price=price.value,
        box=Box.around(word.box for word in words),
        confidence=min(word.confidence for word in words),
    )
