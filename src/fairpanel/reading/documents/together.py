"""Keeps one reading of each order, where a mail tells of the same order in several places."""

from __future__ import annotations

from collections.abc import Sequence

from fairpanel.reading.documents.sheets import Sheet
from fairpanel.reading.values import Kind, Reading


def distinct(sheets: Sequence[Sheet], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of the `readings` of `sheets` one for each order, the fullest; what is no order only where nothing is one."""
    orders = [pair for pair in zip(sheets, readings, strict=True) if pair[1].kind is Kind.RECEIPT]
    kept: list[tuple[Sheet, Reading]] = []
    for sheet, reading in sorted(orders, key=lambda pair: _fullness(pair[1]), reverse=True):
        if not any(_is_same(sheet, reading, *other) for other in kept):
            kept.append((sheet, reading))
    return tuple(reading for _, reading in sorted(kept, key=orders.index)) or tuple(readings[:1])


def _fullness(reading: Reading) -> tuple[int, int, float]:
    fields = (reading.merchant, reading.date, reading.total, reading.number)
    return sum(field is not None for field in fields), len(reading.lines), reading.confidence


def _is_same(sheet: Sheet, reading: Reading, other_sheet: Sheet, other: Reading) -> bool:
    """Whether two readings are of one order: a mail and its invoice share the sum, if not the number."""
    if reading.total is None or other.total is None or reading.total.value != other.total.value:
        return False
    if sheet.origin is not other_sheet.origin:
        return True
    return reading.number is not None and other.number is not None and reading.number.value == other.number.value
