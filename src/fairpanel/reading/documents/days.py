"""Finds the day of an order among the days on which it is packed, sent and delivered."""

from __future__ import annotations

from collections.abc import Sequence

from fairpanel.kit.page import Page
from fairpanel.reading.dates import has_date
from fairpanel.reading.documents import words
from fairpanel.reading.extraction import extract
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Hints, Reading


def find_order_day(rows: Sequence[Row], hints: Hints) -> Reading | None:
    """A reading of the rows that say when it was ordered, whose date and time are the order's; None if none do."""
    for place, row in enumerate(rows):
        if not words.speaks_of("order_date", row) or words.speaks_of("other_date", row):
            continue
        said = [row]
        if not has_date(row) and place + 1 < len(rows) and has_date(rows[place + 1]):
            said.append(rows[place + 1])
        if has_date(said[-1]):
            reading = extract(page_with(said), hints)
            if reading.date is not None:
                return reading
    return None


def without_other_days(rows: Sequence[Row]) -> list[Row]:
    """`rows` without those that say when it comes or until when it may be sent back."""
    kept: list[Row] = []
    above: Row | None = None
    for row in rows:
        about = words.speaks_of("other_date", row) or (above is not None and words.speaks_of("other_date", above))
        if not (has_date(row) and about):
            kept.append(row)
        above = row
    return kept


def page_with(rows: Sequence[Row]) -> Page:
    """A page that holds `rows` where they stood."""
    right = max((row.box.right for row in rows), default=1)
    bottom = max((row.box.bottom for row in rows), default=1)
    return Page(right, bottom, tuple(row.words for row in rows))
