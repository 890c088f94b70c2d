"""Passes over what a mail programme sets above a mail that it forwards, and learns from it who wrote that and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fairpanel.kit.page import Page
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.documents import words
from fairpanel.reading.documents.mail import Sender, sender_from
from fairpanel.reading.extraction import extract
from fairpanel.reading.print_rows import Row, rows_on
from fairpanel.reading.values import Hints

_HEADERS: Final = ("header_from", "header_date", "header_other")
_HEADERS_MIN: Final = 3
_HEADER_ROWS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded: its page, and what the lines above it say of its sender and its day."""

    page: Page
    sender: Sender | None
    sent: dt.date | None


def without_forwarding(page: Page) -> Forwarded | None:
    """What stands under the last forwarding lines on `page`; None where there are none, or no amount under them."""
    rows = rows_on(page)
    end = len(rows)
    for place in range(len(rows) - 1, -1, -1):
        if amounts_in(rows[place]):
            break
        end = place
    for place in range(end - 1, -1, -1):
        header = _headers_from(rows, place)
        if any(_header(row) == "header_from" for row in header):
            return _forwarded(page, rows, header)
    return None


def _headers_from(rows: Sequence[Row], place: int) -> list[Row]:
    """The unbroken lines `From: ...`, `Date: ...` that begin at `place`; none where they are too few."""
    if _header(rows[place]) is None:
        return []
    block: list[Row] = []
    misses = 0
    for row in rows[place : place + _HEADER_ROWS_MAX]:
        if _header(row):
            block.append(row)
        else:
            # A long list of recipients goes on in the next line.
            misses += 1
            if misses > 1 or amounts_in(row):
                break
    return block if len(block) >= _HEADERS_MIN else []


def _header(row: Row) -> str | None:
    text = row.folded.lstrip("*>|- ")
    for name in _HEADERS:
        label = words.begins(name, text)
        if label and text[label.end() :].lstrip("* ").startswith(":"):
            return name
    return None


def _forwarded(page: Page, rows: Sequence[Row], header: Sequence[Row]) -> Forwarded:
    last = header[-1].index
    sender = next(sender_from(row.text.partition(":")[2]) for row in header if _header(row) == "header_from")
    dated = [row for row in header if _header(row) == "header_date"]
    found = extract(Page(page.width, page.height, tuple(row.words for row in dated)), Hints()).date if dated else None
    below = Page(page.width, page.height, tuple(row.words for row in rows[last + 1 :]))
    return Forwarded(below, sender, found.value if found else None)
