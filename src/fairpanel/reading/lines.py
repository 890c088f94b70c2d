"""Finds what was bought: the lines between the head of the receipt and its total, each with text and price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.line_parts import LETTERS_MIN, Part, begins_with_count, fits, letters_in, said_by, taken_apart
from fairpanel.reading.line_sums import Found, reconciled
from fairpanel.reading.line_zone import MOMENT, heads_columns, lines_may_stand, says_something
from fairpanel.reading.print_rows import Row
from fairpanel.reading.totals import Sums
from fairpanel.reading.values import Line, LineKind

_NO_LINE: Final = frozenset({"total", "subtotal", "tax", "tip", "tendered", "change", "rounding", "other", "charge"})
# A rate stands before a tax.
_BEGINS_WITH_RATE: Final = re.compile(r"^\W*\d{1,2}(?:[.,]\d{1,4})?\s?%")
_LINES_NUMBERED_FROM: Final = 3
# Where words ran into each other nobody knows how wide the first one is.
_LETTERS_OF_A_WORD_MAX: Final = 12
_WORDS_OF_A_FULL_ROW: Final = 2


def find_lines(labelled: Sequence[Labelled], *, sums: Sums | None) -> tuple[Line, ...]:
    """The lines bought, from top to bottom, down to the first sum of them or to the total of `sums`.

    Where the page's sums say what the lines have to come to, they decide what is doubtful.
    """
    zone = lines_may_stand(labelled, sums)
    counts_first = _counts_stand_first(zone)
    found = _Lines(counts_first=counts_first, text_below=_text_stands_below(zone, counts_first=counts_first))
    for entry in zone:
        found.take(entry)
    lines = reconciled(found.lines, labelled, sums)
    return tuple(each.line for each in _without_line_numbers(lines))


def _counts_stand_first(zone: Sequence[Labelled]) -> bool:
    """Whether the lines of the page begin with a count: most of those with a price do."""
    priced = [
        entry for entry in zone if entry.amounts and not entry.meaning and letters_in(entry.row.text) >= LETTERS_MIN
    ]
    counted = sum(begins_with_count(entry.row) for entry in priced)
    return counted * 2 >= len(priced) and counted > 0


def _text_stands_below(zone: Sequence[Labelled], *, counts_first: bool) -> bool:
    """Whether what was bought stands below its price: where prices without text begin and a text ends the lines."""
    kinds = ""
    for entry in zone:
        if entry.meaning:
            continue
        if not entry.amounts:
            kinds += "t" if _is_text(entry.row) else ""
        else:
            kinds += "P" if taken_apart(entry, counts_first=counts_first).has_text else "n"
    body = kinds[kinds.find("n") :] if "n" in kinds else ""
    return (
        "P" not in body
        and len(re.findall("nt", body)) == body.count("n")
        and not kinds[: len(kinds) - len(body)].endswith("t")
    )


def _is_text(row: Row) -> bool:
    return says_something(row) and not heads_columns(row) and not MOMENT.search(row.text)


class _Lines:
    """The lines so far, and what waits to be completed by the next row."""

    def __init__(self, *, counts_first: bool, text_below: bool) -> None:
        self.lines: list[Found] = []
        self._counts_first, self._text_below = counts_first, text_below
        self._text_above: Row | None = None
        self._count_above: Part | None = None
        self._price_above: tuple[Labelled, Part] | None = None

    def take(self, entry: Labelled) -> None:
        """Take the next row: a line, the price of the text above, the count of a line, or text that waits."""
        if entry.meaning in _NO_LINE or (entry.amounts and _BEGINS_WITH_RATE.match(entry.row.text)):
            self._text_above = None
            return
        part = taken_apart(entry, counts_first=self._counts_first)
        if part.price is None:
            self._take_text(entry, part)
            return
        if entry.meaning == "discount" and not part.price.value:
            return
        above, self._text_above = self._text_above, None
        if part.has_text:
            self._add(entry, part, [entry.row])
        elif self._text_below:
            self._price_above = (entry, part)
        elif above is not None:
            said = said_by(above.text, counts_first=True)
            self._add(entry, replace(part, text=said.text, quantity=part.quantity or said.quantity), [above, entry.row])

    def _take_text(self, entry: Labelled, part: Part) -> None:
        if part.counted is not None:
            self._add_count(part)
            if part.has_text:
                self._text_above = entry.row
        elif self._price_above is not None and _is_text(entry.row):
            (priced, numbers), self._price_above = self._price_above, None
            self._add(priced, replace(numbers, text=part.text), [priced.row, entry.row])
        elif self.lines and _runs_on(self.lines[-1], entry.row):
            self.lines[-1] = self.lines[-1].with_more(entry.row, part.text)
        elif _is_text(entry.row):
            self._text_above = entry.row
        elif says_something(entry.row):
            self._text_above = None

    def _add(self, entry: Labelled, part: Part, rows: Sequence[Row]) -> None:
        price = part.price
        if price is None:
            return
        value = price.value
        quantity, unit, unit_price = part.quantity, part.unit, part.unit_price
        counted = self._count_above
        if counted and counted.counted and unit_price is None and fits(counted.counted, value):
            quantity, unit, unit_price = counted.quantity, counted.unit, counted.unit_price
        self._count_above = None
        words = [word for row in rows for word in row.words]
        value = -value if entry.meaning == "discount" and value > 0 else value
        line = Line(
            text=part.text,
            quantity=quantity,
            unit_price=unit_price,
            price=value,
            box=Box.around(word.box for word in words),
            confidence=min(word.confidence for word in words),
            unit=unit,
            kind=_kind(entry, value),
        )
        counts_first = begins_with_count(entry.row)
        self.lines.append(Found(line, entry, price, tuple(rows), is_numbered=counts_first and unit_price is None))

    def _add_count(self, part: Part) -> None:
        """`2 x 1.50` in a row of its own: of the line above, if that costs so much, or else of the next."""
        last = self.lines[-1].line if self.lines else None
        if last and part.counted and last.unit_price is None and fits(part.counted, last.price):
            found = self.lines[-1]
            self.lines[-1] = replace(
                found, line=replace(last, quantity=part.quantity, unit=part.unit, unit_price=part.unit_price)
            )
        else:
            self._count_above = part


def _kind(entry: Labelled, price: Decimal) -> LineKind:
    if vocabulary.find("deposits.returned", entry.row.folded) and price < 0:
        return LineKind.DEPOSIT_RETURN
    if vocabulary.find("deposits.paid", entry.row.folded):
        return LineKind.DEPOSIT if price > 0 else LineKind.DEPOSIT_RETURN
    return LineKind.DISCOUNT if price < 0 else LineKind.ITEM


def _runs_on(above: Found, row: Row) -> bool:
    """Whether a row goes on with the text of the line above: its first word had no room before what stands there."""
    line = above.rows[-1]
    if (
        len(above.rows) > 1
        or amounts_in(row)
        or not _is_text(row)
        or row.index != line.index + 1
        or vocabulary.labels_in(row.folded)
    ):
        return False
    until = above.price.box.left
    if above.line.unit_price is not None and line is above.price.row:
        until = min([until, *(amount.box.left for amount in above.entry.amounts)])
    said = [word for word in line.words if word.box.right <= until]
    first = row.words[0]
    letters = len(first.text)
    if len(said) < _WORDS_OF_A_FULL_ROW or letters > _LETTERS_OF_A_WORD_MAX:
        return False
    letter = first.box.width / max(letters, 1)
    lefts = [word.box.left for word in said[:2]]
    starts_alike = min(abs(first.box.left - left) for left in lefts) < 2 * letter
    return starts_alike and first.box.width + letter > until - said[-1].box.right


def _without_line_numbers(lines: Sequence[Found]) -> list[Found]:
    """The lines without counts that only number them: 1, 2, 3 and so on down the page."""
    numbers = [each.line.quantity for each in lines if each.is_numbered]
    is_numbering = len(numbers) >= _LINES_NUMBERED_FROM and numbers == list(range(1, len(numbers) + 1))
    return [
        replace(each, line=replace(each.line, quantity=None)) if is_numbering and each.is_numbered else each
        for each in lines
    ]
