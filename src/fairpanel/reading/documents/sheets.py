"""What there is to be read of one order: a page, and what its mail states in other ways.

What is stated (in data for machines, in the mail's headers) is set below the page's own rows, in rows of its own. So
everything that a reading can hold stands on the page, where redaction finds it and a person can see it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.documents.orders import StatedOrder
from fairpanel.reading.documents.typesetting import below
from fairpanel.reading.values import Field, Line

# A machine wrote it for machines; a name in a header is written for people.
_BY_DATA: Final = 0.99
_BY_HEADER: Final = 0.95


class Origin(StrEnum):
    """Where the words of a page come from."""

    LETTER = "letter"
    PDF = "pdf"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known beside the page: also `house`, who wrote the mail, when it was `sent`, and the house's `region`."""

    merchant: Field[str] | None = None
    number: Field[str] | None = None
    date: Field[dt.date] | None = None
    currency: Field[str] | None = None
    lines: tuple[Line, ...] = ()
    taxes: tuple[Field[Decimal], ...] = ()
    total: Field[Decimal] | None = None
    house: Field[str] | None = None
    sent: Field[dt.date] | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One order to be read. The first `own_rows` rows of `page` are its own; what is `stated` stands below them."""

    page: Page
    origin: Origin
    own_rows: int
    stated: Stated = field(default_factory=Stated)

    @property
    def own_page(self) -> Page:
        """The page without what was set below it."""
        return replace(self.page, rows=self.page.rows[: self.own_rows])

    def on(self, page: Page) -> Sheet:
        """The same sheet with words of its page replaced, as by `redaction.mask`; what they stated is forgotten."""
        if page == self.page:
            return self
        kept = {name: _unless_changed(getattr(self.stated, name), self.page, page) for name in _STATED}
        return replace(self, page=page, stated=replace(self.stated, **kept))


_STATED: Final = tuple(each.name for each in fields(Stated) if each.name != "region")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who wrote a letter, and when, as far as that is known."""

    house: str | None = None
    sent: dt.date | None = None
    region: str | None = None


def sheet_of(page: Page, origin: Origin, *, order: StatedOrder | None, head: Letterhead) -> Sheet:
    """A sheet of `page` and of what is stated beside it."""
    order = order or StatedOrder()
    lines = order.lines if all(line.price is not None for line in order.lines) else ()
    texts: list[list[str]] = [
        [head.house or ""],
        [head.sent.isoformat() if head.sent else ""],
        [order.merchant or ""],
        [order.number or ""],
        [order.date.isoformat() if order.date else ""],
        ["" if order.tax is None else f"{order.tax:f}"],
        ["" if order.total is None else f"{order.total:f}", order.currency or ""],
        ["-" if order.discount else "", f"{abs(order.discount):f}" if order.discount else ""],
        *([line.text, _figure(line.quantity), _figure(line.unit_price), _figure(line.price)] for line in lines),
    ]
    whole, words = below(page, [row for row in texts if any(row)])
    places = iter(words)
    set_down = [next(places) if any(row) else () for row in texts]
    house, sent, merchant, number, date, tax, total, discount, *things = set_down
    stated = Stated(
        merchant=_stated(order.merchant, merchant),
        number=_stated(order.number, number),
        date=_stated(order.date, date),
        currency=_stated(order.currency, total[-1:]) if order.currency else None,
        lines=tuple(_lines(order, list(zip(lines, things, strict=True)), discount)),
        taxes=tuple(islice(filter(None, [_stated(order.tax, tax)]), 1)),
        total=_stated(order.total, total[:1]),
        house=_stated(head.house, house, _BY_HEADER),
        sent=_stated(head.sent, sent, _BY_HEADER),
        region=head.region,
    )
    return Sheet(whole, origin, len(page.rows), stated)


def _lines(order: StatedOrder, lines: Sequence[tuple[Any, Sequence[Word]]], discount: Sequence[Word]) -> Iterator[Line]:
    for line, words in lines:
        if words:
            box = Box.around(word.box for word in words)
            yield Line(line.text, line.quantity, line.unit_price, line.price, box, _BY_DATA)
    if order.discount and discount and lines:
        box = Box.around(word.box for word in discount)
        yield Line("", None, None, -abs(order.discount), box, _BY_DATA)


def _stated(value: Any, words: Sequence[Word], confidence: float = _BY_DATA) -> Field[Any] | None:
    if value is None or not words:
        return None
    text = " ".join(word.text for word in words)
    return Field(value, text, Box.around(word.box for word in words), confidence)


def _figure(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _unless_changed(value: Any, before: Page, after: Page) -> Any:
    if isinstance(value, tuple):
        return tuple(kept for each in value if (kept := _unless_changed(each, before, after)) is not None)
    if value is None:
        return None
    return value if _words_at(value.box, before) == _words_at(value.box, after) else None


def _words_at(box: Box, page: Page) -> list[str]:
    return [
        word.text
        for row in page.rows
        for word in row
        if word.box.left < box.right
        and box.left < word.box.right
        and word.box.top < box.bottom
        and box.top < word.box.bottom
    ]
