"""Finds what was bought: the lines between the head of the receipt and its total, each with text and price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Line

_LETTERS_MIN: Final = 2
_CENT: Final = Decimal("0.01")
_UNIT: Final = r"(?:KG|G|L|LTR|LB|LBS|OZ|STK|ST|PZ|UN|UD|UDS|PCS?|EA)"
_TIMES: Final = "[X*@]"
# `2 x`, `2 @`, `2 STK x`, `0,162 kg x`: a count before the price of one.
_COUNT_BEFORE: Final = re.compile(
    rf"\(?(?P<count>\d{{1,4}}(?:[.,]\d{{1,3}})?)\s?{_UNIT}?\.?\s?(?:{_TIMES}|A\s)\s?\W{{0,3}}$"
)
# `1,50 x 2`, `1,50 EUR/kg x 2`: a count behind it.
_COUNT_BEHIND: Final = re.compile(rf"^\s?(?:(?:EUR)?\s?/?\s?{_UNIT}\.?)?\s?{_TIMES}\s?(?P<count>\d{{1,3}})(?!\d)")
_COUNT_FIRST: Final = re.compile(rf"^\W{{0,2}}(?P<count>\d{{1,2}})\s?{_TIMES}?\s+(?=[^\d\s])")
_COUNT_LAST: Final = re.compile(r"\s(?P<count>\d{1,3})\s*$")
# An article number: 8 to 14 digits are a GTIN.
_ARTICLE_NUMBER: Final = re.compile(r"^\W*\d{8,14}\s+(?=.*[A-Za-z]{2})")
_WORDS: Final = re.compile(rf"(?!(?:{_UNIT[3:-1]}|EUR|RM|USD|GBP)\b)\b[A-Z]{{3,}}")
_EDGES: Final = " .:*-$€£¥="
_NO_LINE: Final = frozenset({"total", "subtotal", "tax", "tip", "tendered", "change", "rounding", "other"})
_ENDS: Final = frozenset({"total", "subtotal", "tendered", "change", "tax"})


@dataclass(frozen=True, slots=True)
class _Priced:
    """A row with a price, taken apart: text, count and price of one where it says them, and what it adds."""

    text: str
    quantity: Decimal | None
    unit_price: Decimal | None
    price: Amount

    @property
    def has_text(self) -> bool:
        return sum(map(str.isalpha, self.text)) >= _LETTERS_MIN


def find_lines(labelled: Sequence[Labelled], *, until: Box | None) -> tuple[Line, ...]:
    """The lines bought, from top to bottom, down to the first sum of them or to `until`, the box of the total."""
    found = _Lines()
    for entry in labelled:
        if until is not None and entry.row.box.top >= until.top:
            break
        if found.lines and entry.meaning in _ENDS and entry.amounts:
            break
        if entry.meaning in _NO_LINE:
            found.forget()
        elif not entry.amounts:
            found.wait_for_price(entry.row)
        else:
            found.add(entry)
        if found.last_is_sum():
            found.lines.pop()
            break
    return tuple(found.lines)


class _Lines:
    """The lines so far, and what waits to be completed by the next row."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._text_above: Row | None = None
        self._count_above: tuple[Decimal, Decimal] | None = None

    def forget(self) -> None:
        """Let go of what waits: the row between belongs to no line."""
        self._text_above = None

    def wait_for_price(self, row: Row) -> None:
        """Keep a row of text whose price may stand in the next one."""
        is_text = sum(map(str.isalpha, row.text)) > _LETTERS_MIN and not _heads_columns(row)
        self._text_above = row if is_text else None

    def add(self, entry: Labelled) -> None:
        """Take a row with a price: a line, the price of the text above, or the count of a line."""
        row, part = entry.row, _taken_apart(entry)
        above, self._text_above = self._text_above, None
        counts = part.quantity is not None and part.unit_price is not None
        if part.has_text:
            self._add_line(entry, part, [row])
        elif counts and len(entry.amounts) == 1:
            self._add_count((part.quantity or Decimal(1), part.unit_price or Decimal(0)))
        elif above is not None:
            self._add_line(entry, replace(part, text=_tidy(above.text)), [above, row])

    def _add_line(self, entry: Labelled, part: _Priced, rows: Sequence[Row]) -> None:
        quantity, unit_price = part.quantity, part.unit_price
        if self._count_above and quantity is None and _fits(self._count_above, part.price.value):
            quantity, unit_price = self._count_above
        self._count_above = None
        price = part.price.value
        words = [word for row in rows for word in row.words]
        self.lines.append(
            Line(
                text=part.text,
                quantity=quantity,
                unit_price=unit_price,
                price=-price if entry.meaning == "discount" and price > 0 else price,
                box=Box.around(word.box for word in words),
                confidence=min(word.confidence for word in words),
            )
        )

    def _add_count(self, counted: tuple[Decimal, Decimal]) -> None:
        """`2 x 1.50` in a row of its own: of the line above, if that costs so much, or else of the next."""
        if self.lines and _fits(counted, self.lines[-1].price):
            self.lines[-1] = replace(self.lines[-1], quantity=counted[0], unit_price=counted[1])
        else:
            self._count_above = counted

    def last_is_sum(self) -> bool:
        """Whether the last line is the sum of those above: a total with a name that we do not know."""
        *above, last = [line.price for line in self.lines] or [Decimal(0)]
        return len(above) > 1 and sum(above) == last


def _heads_columns(row: Row) -> bool:
    """Whether the row only says what stands in the columns below: `Item Qty Price`."""
    words = [word for word in re.split(r"[^A-Z]+", row.folded) if len(word) > 1]
    return bool(words) and sum(vocabulary.is_listed("columns", word) for word in words) > len(words) / 2


def _taken_apart(entry: Labelled) -> _Priced:
    row, price = entry.row, entry.amounts[-1]
    first = next(amount for amount in entry.amounts if not _is_in_text(amount, price))
    before = _COUNT_BEFORE.search(row.folded[: first.start])
    behind = _COUNT_BEHIND.match(row.folded[first.end :])
    if before:
        return _Priced(_tidy(row.text[: before.start()]), _number(before), first.value, price)
    text_end = first.start
    if behind:
        return _Priced(_tidy(row.text[:text_end]), _number(behind), first.value, price)
    quantity = unit_price = None
    if (
        first is not price
        and (last := _COUNT_LAST.search(row.text[:text_end]))
        and _fits((_number(last), first.value), price.value)
    ):
        quantity, unit_price, text_end = _number(last), first.value, last.start()
    text = row.text[:text_end]
    if leading := _COUNT_FIRST.match(row.folded[:text_end]):
        quantity, text = quantity or _number(leading), text[leading.end() :]
    return _Priced(_tidy(text), quantity, unit_price, price)


def _is_in_text(amount: Amount, price: Amount) -> bool:
    """Whether the sum is part of what the thing is called, as in `deposit 0.25 euro`: words stand behind it."""
    return amount is not price and _WORDS.search(amount.row.folded, amount.end, price.start) is not None


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match["count"].replace(",", "."))


def _tidy(text: str) -> str:
    return _ARTICLE_NUMBER.sub("", text.strip(_EDGES)).strip(_EDGES)


def _fits(counted: tuple[Decimal, Decimal], price: Decimal) -> bool:
    quantity, unit_price = counted
    return abs(quantity * unit_price - price) <= _CENT
