"""Finds what was bought: the lines between the head of the receipt and its total, each with text and price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount, amounts_in
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.line_parts import LETTERS_MIN, Part, begins_with_count, fits, letters_in, said_by, taken_apart
from fairpanel.reading.line_sums import Found, reconciled
from fairpanel.reading.print_rows import Row
from fairpanel.reading.totals import Sums
from fairpanel.reading.values import Line, LineKind

_NO_LINE: Final = frozenset({"total", "subtotal", "tax", "tip", "tendered", "change", "rounding", "other", "charge"})
_ENDS: Final = frozenset({"total", "subtotal", "tendered", "change", "tax"})
# A label that is so small a part of its row's text is part of a name, as in `TOTAL ADVANCED TOOTHPASTE`.
_LABEL_SHARE_MIN: Final = 0.5
_MOMENT: Final = re.compile(
    r"\d{1,2}\s?[:.]\s?\d{2}\s?[AP]M\b|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}:\d{2}|\d{3}[-.\s]\d{4}\b"
)
_BRACKETED: Final = re.compile(r"\(\s?[$£€]?\s?(\d+[.,]\d{2})\s?\)\W*$")
# `12,901`: the code of the tax that stands behind the price ran into it.
_GLUED_CODE: Final = re.compile(r"(?<![\d.,])(\d{1,4}[.,]\d{2})(\d)\s*$")
_CODE_BEHIND: Final = re.compile(r"^\s+(\d)\s*$")
_UNITS_AND_MONEY: Final = re.compile(r"\b(?:KG|G|L|LTR|STK|ST|EUR|EURO|USD|GBP|RM)\b")
# A rate stands before a tax.
_BEGINS_WITH_RATE: Final = re.compile(r"^\W*\d{1,2}(?:[.,]\d{1,4})?\s?%")
_PRINTS_CODES_FROM: Final = 3
_DIGITS_WITH_CENTS: Final = 3
_CENTS: Final = re.compile(r"[.,]\s?\d{2}$")
_LINES_NUMBERED_FROM: Final = 3
# Where words ran into each other nobody knows how wide the first one is.
_LETTERS_OF_A_WORD_MAX: Final = 12
_WORDS_OF_A_FULL_ROW: Final = 2
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")


def find_lines(labelled: Sequence[Labelled], *, sums: Sums | None) -> tuple[Line, ...]:
    """The lines bought, from top to bottom, down to the first sum of them or to the total of `sums`.

    Where the page's sums say what the lines have to come to, they decide what is doubtful.
    """
    entries = _with_prices(_below_the_heading(labelled))
    zone = _zone(entries, _end_of(entries, sums))
    counts_first = _counts_stand_first(zone)
    found = _Lines(counts_first=counts_first, text_below=_text_stands_below(zone, counts_first=counts_first))
    for entry in zone:
        found.take(entry)
    lines = reconciled(found.lines, labelled, sums)
    return tuple(each.line for each in _without_line_numbers(lines))


def _below_the_heading(labelled: Sequence[Labelled]) -> Sequence[Labelled]:
    """The rows below what stands over the columns of the lines, where it is there and amounts follow."""
    heads = [
        place for place, entry in enumerate(labelled) if not entry.amounts and _heads_columns(entry.row, words_min=2)
    ]
    first_sum = next(
        (at for at, entry in enumerate(labelled) if entry.amounts and entry.meaning in _ENDS), len(labelled)
    )
    heads = [place for place in heads if place < first_sum and any(e.amounts for e in labelled[place:first_sum])]
    above = labelled[: heads[-1]] if heads else ()
    # Of a table that runs over two pages the heading stands twice.
    return labelled[heads[-1] + 1 :] if heads and sum(bool(e.amounts) for e in above) <= 1 else labelled


def _with_prices(labelled: Sequence[Labelled]) -> list[Labelled]:
    """The rows, with what only the other rows show to be a sum, or a sum without its point."""
    codes = [
        behind[1]
        for entry in labelled
        if entry.amounts and (behind := _CODE_BEHIND.match(entry.row.text[entry.amounts[-1].end :]))
    ]
    amounts = [amount for entry in labelled for amount in entry.amounts]
    with_cents = sum(bool(_CENTS.search(amount.text)) for amount in amounts)
    return [
        _with_price(
            entry,
            codes=codes if len(codes) >= _PRINTS_CODES_FROM else [],
            cents=with_cents > max(_PRINTS_CODES_FROM, len(amounts) // 2),
        )
        for entry in labelled
    ]


def _with_price(entry: Labelled, *, codes: Sequence[str], cents: bool) -> Labelled:
    row = entry.row
    if entry.amounts:
        if not entry.meaning and _MOMENT.search(row.text) and not _ends_in_price(entry):
            return replace(entry, amounts=())
        last = entry.amounts[-1]
        if cents and _lacks_point(last) and len(last.text) >= _DIGITS_WITH_CENTS:
            # `$395` where all others have cents.
            return replace(entry, amounts=(*entry.amounts[:-1], replace(last, value=last.value / 100)))
        return entry
    if entry.meaning == "discount" and (off := _BRACKETED.search(row.text)):
        return replace(entry, amounts=(Amount(-_decimal(off[1]), None, row, off.start(1), off.end(1)),))
    if (glued := _GLUED_CODE.search(row.text)) and glued[2] in codes:
        return replace(entry, amounts=(Amount(_decimal(glued[1]), None, row, glued.start(1), glued.end(1)),))
    return entry


def _lacks_point(amount: Amount) -> bool:
    return amount.text.isdigit()


def _ends_in_price(entry: Labelled) -> bool:
    """Whether an amount stands apart from the day, the hour or the number that the row holds too."""
    moments = list(_MOMENT.finditer(entry.row.text))
    price = entry.amounts[-1]
    beside = all(price.end <= moment.start() or price.start >= moment.end() for moment in moments)
    between = entry.row.text[max(m.end() for m in moments) : price.start] if price.start >= moments[-1].end() else ""
    return beside and letters_in(between) >= LETTERS_MIN


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _end_of(labelled: Sequence[Labelled], sums: Sums | None) -> Box | None:
    """Where the total stands, if it is one: where a picture is cut off, it may be one of the lines."""
    if sums is None or sums.total is None:
        return None
    box = sums.total.box
    entry = next((entry for entry in labelled if any(amount.box == box for amount in entry.amounts)), None)
    if entry is None or entry.meaning or sums.adds_up or not _says_something(entry.row):
        return box
    above = [e.amounts[-1].value for e in labelled if e.amounts and e.row.index < entry.row.index]
    goes_on = any(e.amounts and not e.meaning and e.row.index > entry.row.index for e in labelled)
    return box if not goes_on or (above and sums.total.value >= sum(above)) else None


def _zone(labelled: Sequence[Labelled], until: Box | None) -> list[Labelled]:
    """The rows in which lines may stand: down to the first sum below the first of them."""
    zone: list[Labelled] = []
    prices: list[Decimal] = []
    for entry in labelled:
        price = entry.amounts[-1].value if entry.amounts else None
        if until is not None and entry.row.box.top >= until.top:
            break
        if price is not None and _is_sum(entry, prices, labelled):
            if not _is_sum_of_a_part(entry, prices, labelled):
                break
            prices = []
            continue
        if price is not None:
            if entry.meaning in _ENDS and prices:
                entry = replace(entry, meaning="", phrase="")  # noqa: PLW2901
            if not entry.meaning:
                prices.append(price)
        zone.append(entry)
    return zone


def _is_sum(entry: Labelled, prices: Sequence[Decimal], labelled: Sequence[Labelled]) -> bool:
    """Whether a row with a price is the first of the sums below lines with `prices`."""
    if not prices:
        return False
    value = entry.amounts[-1].value
    if entry.meaning in {"total", "subtotal"}:
        more = [other.amounts[-1].value for other in _sums_below(entry, labelled)]
        if not more or _is_label(entry):
            return value >= 0
        return value == sum(prices) or value >= max(more)
    if not entry.meaning and vocabulary.is_listed("sums_of_kinds", re.sub(r"[^A-Z]", "", entry.row.folded)):
        return value >= max(prices) and len(prices) > 1
    return entry.meaning in _ENDS


def _is_sum_of_a_part(entry: Labelled, prices: Sequence[Decimal], labelled: Sequence[Labelled]) -> bool:
    """Whether lines of another rate go on below, which a sum of their own then closes."""
    if entry.amounts[-1].value != sum(prices):
        return False
    more: list[Decimal] = []
    for other in labelled:
        if other.row.index <= entry.row.index or not other.amounts:
            continue
        value = other.amounts[-1].value
        if other.meaning in {"total", "subtotal"}:
            return bool(more) and value == sum(more)
        if not other.meaning and _says_something(other.row):
            more.append(value)
    return False


def _sums_below(entry: Labelled, labelled: Sequence[Labelled]) -> list[Labelled]:
    return [
        other
        for other in labelled
        if other.row.index > entry.row.index and other.meaning in {"total", "subtotal"} and other.amounts
    ]


def _is_label(entry: Labelled) -> bool:
    letters = letters_in(_IN_BRACKETS.sub("", entry.row.text[: entry.amounts[0].start]))
    return letters_in(entry.phrase) >= _LABEL_SHARE_MIN * letters


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
    return _says_something(row) and not _heads_columns(row) and not _MOMENT.search(row.text)


def _says_something(row: Row) -> bool:
    """Whether it says more than units and money: `kg EUR/kg EUR` stands over a weight."""
    return letters_in(_UNITS_AND_MONEY.sub("", row.folded)) > LETTERS_MIN


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
        elif _says_something(entry.row):
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


def _heads_columns(row: Row, *, words_min: int = 1) -> bool:
    """Whether the row only says what stands in the columns below: `Item Qty Price`."""
    words = [word for word in re.split(r"[^A-Z]+", row.folded) if len(word) > 1]
    return len(words) >= words_min and sum(vocabulary.is_listed("columns", word) for word in words) > len(words) / 2
