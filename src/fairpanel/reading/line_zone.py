"""Finds where on a page lines of what was bought may stand: below the heads of columns, above the sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.line_parts import LETTERS_MIN, letters_in
from fairpanel.reading.print_rows import Row
from fairpanel.reading.totals import Sums

_ENDS: Final = frozenset({"total", "subtotal", "tendered", "change", "tax"})
# A label that is so small a part of its row's text is part of a name, as in `TOTAL ADVANCED TOOTHPASTE`.
_LABEL_SHARE_MIN: Final = 0.5
# A day, an hour or a telephone number.
MOMENT: Final = re.compile(
    r"\d{1,2}\s?[:.]\s?\d{2}\s?[AP]M\b|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}:\d{2}|\d{3}[-.\s]\d{4}\b"
)
_BRACKETED: Final = re.compile(r"\(\s?[$£€]?\s?(\d+[.,]\d{2})\s?\)\W*$")
# `12,901`: the code of the tax that stands behind the price ran into it.
_GLUED_CODE: Final = re.compile(r"(?<![\d.,])(\d{1,4}[.,]\d{2})(\d)\s*$")
_CODE_BEHIND: Final = re.compile(r"^\s+(\d)\s*$")
_UNITS_AND_MONEY: Final = re.compile(r"\b(?:KG|G|L|LTR|STK|ST|EUR|EURO|USD|GBP|RM)\b")
_PRINTS_CODES_FROM: Final = 3
_DIGITS_WITH_CENTS: Final = 3
_CENTS: Final = re.compile(r"[.,]\s?\d{2}$")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")


def lines_may_stand(labelled: Sequence[Labelled], sums: Sums | None) -> list[Labelled]:
    """The rows in which lines may stand, with what only the other rows show to be a sum, or one without its point."""
    entries = _with_prices(_below_the_heading(labelled))
    return _zone(entries, _end_of(entries, sums))


def _below_the_heading(labelled: Sequence[Labelled]) -> Sequence[Labelled]:
    """The rows below what stands over the columns of the lines, where it is there and amounts follow."""
    heads = [
        place for place, entry in enumerate(labelled) if not entry.amounts and heads_columns(entry.row, words_min=2)
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
        if not entry.meaning and MOMENT.search(row.text) and not _ends_in_price(entry):
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
    moments = list(MOMENT.finditer(entry.row.text))
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
    if entry is None or entry.meaning or sums.adds_up or not says_something(entry.row):
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
        if not other.meaning and says_something(other.row):
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


def says_something(row: Row) -> bool:
    """Whether it says more than units and money: `kg EUR/kg EUR` stands over a weight."""
    return letters_in(_UNITS_AND_MONEY.sub("", row.folded)) > LETTERS_MIN


def heads_columns(row: Row, *, words_min: int = 1) -> bool:
    """Whether the row only says what stands in the columns below: `Item Qty Price`."""
    words = [word for word in re.split(r"[^A-Z]+", row.folded) if len(word) > 1]
    return len(words) >= words_min and sum(vocabulary.is_listed("columns", word) for word in words) > len(words) / 2
