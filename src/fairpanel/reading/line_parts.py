"""Takes one row of a receipt's lines apart: what it is, how many, what one costs, and what the row adds to the sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fairpanel.reading.amounts import Amount, with_digits
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.mending import mended_thing
from fairpanel.reading.print_rows import Row

LETTERS_MIN: Final = 2
_CENT: Final = Decimal("0.01")
# As printed, and as the reader takes them: `1b` and `ib` are pounds.
_UNITS: Final = {
    "KG": "kg", "KILO": "kg", "KILOS": "kg", "G": "g", "GR": "g", "L": "l", "LTR": "l", "LITER": "l", "LITRES": "l",
    "LB": "lb", "LBS": "lb", "1B": "lb", "IB": "lb", "OZ": "oz", "GAL": "gal", "GALLON": "gal",
}  # fmt: skip
_PIECES: Final = (
    "STK", "STCK", "ST", "PZ", "UN", "UNI", "UNIT", "UD", "UDS", "PCS", "PC", "EA", "PK", "PKT", "NOS", "CTN", "BTL",
)  # fmt: skip
_UNIT: Final = "|".join(sorted((*_UNITS, *_PIECES), key=len, reverse=True))
_MONEY: Final = r"(?:EUR|GBP|USD|RM|[$£€])"
_NUMBER: Final = r"\d{1,4}(?:[.,]\d{2,4})"
# `2 x 1,50`, `2 @ 1.50`, `2 STK x 0,75`, `0,162 kg x 1,15 EUR/kg`, `(2 @ 8.50)`.
_COUNT_BEFORE: Final = re.compile(
    rf"\(?(?<![\d.,/])(?P<count>\d{{1,4}}(?:[.,]\d{{1,3}})?)\s?(?P<unit>{_UNIT})?\.?\s?(?:[X*@]|A\s)\s?\W{{0,3}}"
    rf"{_MONEY}?\s?(?P<each>{_NUMBER})(?!\d|\s?(?:ML|CL|DL|L|KG|GR?|OZ)(?![A-Z]))\s?{_MONEY}?\s?(?:/\s?(?:1?{_UNIT})(?![A-Z]))?\s?\)?"
)
# `0,89 x 2`, `1,50 EUR/kg x 2`: the count behind the price of one.
_COUNT_BEHIND: Final = re.compile(
    rf"(?<![\d.,])(?P<each>{_NUMBER})\s?{_MONEY}?\s?(?:/?\s?(?P<unit>{_UNIT})\.?)?\s?[X*@]\s?(?P<count>\d{{1,3}})(?![\d.,])"
)
# `(2 08.50)`: an @ that the reader took for a nought, a B or an 8. Only arithmetic tells.
_COUNT_UNSURE: Final = re.compile(rf"\((?P<count>\d{{1,2}})\s?[0BQ8GE]\s?(?P<each>{_NUMBER})\)(?P<unit>)")
_COUNT_FIRST: Final = re.compile(
    r"^\W{0,2}(?P<count>\d{1,3})(?:\s?[X*](?:\s+|(?=[^\d\s]))|\s?\.{2,}\s?|\s+(?=[^\d\s]))"
)
_COUNT_GLUED: Final = re.compile(r"^(?P<count>\d{1,2})(?=[A-Za-z]{3,})")
# What the reader makes of a lone 1.
_ONE_MISREAD: Final = re.compile(r"^[Il|i!]\s+(?=[A-Za-z])")
_COUNT_LAST: Final = re.compile(rf"(?:^|\s)(?P<count>\d{{1,3}}(?:[.,]\d{{3}})?)\s?(?P<unit>{_UNIT})?\s*X?\s*$")
_WEIGHT_LAST: Final = re.compile(r"\s(?P<count>\d{1,3}[.,]\d{3})\s?(?P<unit>KG|KILOS?|LBS?|LTR|L)\.?\s*$")
# `2,00 Bread`: a count with the decimals of a weight.
_WHOLE: Final = re.compile(r"^\W{0,2}(?P<count>\d{1,3})[.,]0{2,3}\s+(?=[^\W\d_]{2})")
# An article number: 8 to 14 digits are a GTIN; shorter ones stand behind a flag.
_ARTICLE_NUMBER: Final = re.compile(r"^\W*\d{8,14}\s+(?=.*[A-Za-z]{2})|\s\d{8,14}(?:\s\d{3,6})?$")
_FLAG: Final = re.compile(r"^([A-Z])\1{0,5}\s+(?=\d{3,}\s?[A-Z])")
_WORDS: Final = re.compile(rf"(?!(?:{_UNIT}|EUR|RM|USD|GBP)\b)\b[A-Z]{{3,}}")
# `28:00`: the same price once more, its point misread.
_COLON_PRICE: Final = re.compile(r"\s(?P<count>\d{1,3})?\s?(?P<each>\d{1,4}[:;]\d{2})\s*$")
_WHOLE_NUMBER: Final = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,])")
_SIGN_LAST: Final = re.compile(r"(?:^|\s)(?:RM|EUR|GBP|USD|CHF|MYR|SGD|Rs\.?)\s?:?\s*$")
_EDGES: Final = " .:*-$€£¥=_|~>"


@dataclass(frozen=True, slots=True)
class Part:
    """A row taken apart. `price` is None where the row only counts, or only says what it is."""

    text: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    price: Amount | None

    @property
    def has_text(self) -> bool:
        """Whether it says what was bought."""
        return letters_in(self.text) >= LETTERS_MIN

    @property
    def counted(self) -> tuple[Decimal, Decimal] | None:
        """How many, and what one costs, where it says both."""
        return None if self.quantity is None or self.unit_price is None else (self.quantity, self.unit_price)


def letters_in(text: str) -> int:
    """How many letters there are."""
    return sum(map(str.isalpha, text))


def fits(counted: tuple[Decimal, Decimal], price: Decimal) -> bool:
    """Whether so many of that price come to `price`, to the cent."""
    quantity, unit_price = counted
    return abs(abs(quantity * unit_price) - abs(price)) <= _CENT


def taken_apart(entry: Labelled, *, counts_first: bool) -> Part:
    """The parts of a row; `counts_first` tells that the lines of this page begin with a count."""
    row = entry.row
    reckoned = _reckoned(row, entry.amounts)
    outside = [amount for amount in entry.amounts if not (reckoned and _is_within(amount, reckoned))]
    price = outside[-1] if outside else None
    if reckoned is not None:
        if price is not None and price.start < reckoned.start() and not row.text[reckoned.end() :].strip(_EDGES):
            # `3.00  2 x 1.50`: the sum stands first.
            text, rest = row.text[: price.start], ""
        elif price is None:
            text, rest = row.text[: reckoned.start()], ""
        else:
            text, rest = row.text[: reckoned.start()], row.text[reckoned.end() : price.start]
        said = text if letters_in(text) >= LETTERS_MIN else rest
        return Part(tidy(said), _number(reckoned), _unit_of(reckoned), _each(reckoned), price)
    if price is None:
        return said_by(row.text, counts_first=counts_first)
    return _with_columns(row, entry.amounts, price, counts_first=counts_first)


def said_by(text: str, *, counts_first: bool) -> Part:
    """A text without a price: what it says, and a count where it begins with one."""
    quantity, text = _leading_count(text, counts_first=counts_first)
    return Part(tidy(text), quantity, "", None, None)


def tidy(text: str) -> str:
    """What was bought, without the number of the article, flags and marks around it, misread letters set right."""
    text = _FLAG.sub("", text.strip(_EDGES))
    text = _ARTICLE_NUMBER.sub("", text).strip(_EDGES)
    if text.upper() in _PIECES:
        return ""
    return mended_thing(text.removesuffix("(").rstrip(_EDGES))


def _with_columns(row: Row, amounts: Sequence[Amount], price: Amount, *, counts_first: bool) -> Part:
    """A row of columns: count, text, count, price of one, price; of the counts one, or none, is there."""
    whole, start = _before_the_text(row, amounts, price)
    ones = [
        amount for amount in amounts if amount is not price and amount.start >= start and not _is_in_text(amount, price)
    ]
    text = _before(ones[0] if ones else price)[start:]
    quantity, text = (whole, text) if whole is not None else _leading_count(text, counts_first=counts_first)
    if ones:
        return _with_price_of_one(text, quantity, ones, price)
    if weight := _WEIGHT_LAST.search(_folded_end(text)):
        return Part(tidy(text[: weight.start()]), _number(weight), _unit_of(weight), None, price)
    if (colon := _COLON_PRICE.search(text)) and fits(_colon_counted(colon), price.value):
        quantity, each = _colon_counted(colon)
        return Part(tidy(text[: colon.start()]), quantity, "", each, price)
    return Part(tidy(text), quantity, "", None, price)


def _before_the_text(row: Row, amounts: Sequence[Amount], price: Amount) -> tuple[Decimal | None, int]:
    """A whole count with decimals before the text, and where the text begins; the price may stand there once more."""
    if whole := _WHOLE.match(row.folded[: price.start]):
        return _number(whole), whole.end()
    first = amounts[0]
    is_price = first is not price and first.value == price.value and not row.text[: first.start].strip(_EDGES)
    return None, first.end if is_price else 0


def _with_price_of_one(text: str, quantity: Decimal | None, ones: Sequence[Amount], price: Amount) -> Part:
    """What the amounts between text and price are: the price of one, a discount on it, or what the glass holds."""
    last = _COUNT_LAST.search(_folded_end(text))
    for one in ones:
        if last and fits((_number(last), one.value), price.value):
            return Part(tidy(text[: last.start()]), _number(last), _unit_of(last), one.value, price)
        if fits((quantity or Decimal(1), one.value), price.value):
            return Part(tidy(text), quantity, "", one.value, price)
        for count in _WHOLE_NUMBER.findall(price.row.text[one.end : price.start]):
            if fits((Decimal(count), one.value), price.value):
                return Part(tidy(text), Decimal(count), "", one.value, price)
    named = letters_in(tidy(text)) >= LETTERS_MIN
    if named and (quantity is not None or _stands_with_text(ones[0], price)):
        # `Juice 0,25   2,50`: so much is in it.
        whole = _before(price)
        return Part(tidy(whole[whole.index(text) :] if text else text), quantity, "", None, price)
    return Part(tidy(text), quantity, "", ones[0].value, price)


def _colon_counted(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    return Decimal(match["count"] or 1), Decimal(re.sub("[:;]", ".", match["each"]))


def _before(amount: Amount) -> str:
    """The row's text before an amount and its sign, also one that was misread: `S2.99`."""
    text = amount.row.text[: amount.start]
    if text[-1:].isalpha() and not text[-2:-1].isalpha():
        text = text[:-1]
    return _SIGN_LAST.sub("", text)


def _stands_with_text(amount: Amount, price: Amount) -> bool:
    """Whether an amount stands nearer to the words before it than to the price behind: no column of its own."""
    words = amount.row.words_between(0, amount.start - 1) if amount.start > 1 else ()
    if not words:
        return False
    return 2 * (amount.box.left - words[-1].box.right) < price.box.left - amount.box.right


def _leading_count(text: str, *, counts_first: bool) -> tuple[Decimal | None, str]:
    if match := _COUNT_FIRST.match(text.upper() if len(text.upper()) == len(text) else text):
        return _number(match), text[match.end() :]
    if counts_first:
        if match := _COUNT_GLUED.match(text):
            return _number(match), text[match.end() :]
        if match := _ONE_MISREAD.match(text):
            return Decimal(1), text[match.end() :]
    return None, text


def begins_with_count(row: Row) -> bool:
    """Whether the row begins with a count of its own."""
    return _COUNT_FIRST.match(row.folded) is not None


def _reckoned(row: Row, amounts: Sequence[Amount]) -> re.Match[str] | None:
    """Where the row reckons: so many times so much."""
    text = with_digits(row.folded)
    if before := _COUNT_BEFORE.search(text):
        return before
    if behind := _COUNT_BEHIND.search(text):
        return behind
    unsure = _COUNT_UNSURE.search(text)
    if unsure and amounts and fits((_number(unsure), _each(unsure)), amounts[-1].value):
        return unsure
    return None


def _is_within(amount: Amount, match: re.Match[str]) -> bool:
    return amount.start < match.end() and amount.end > match.start()


def _is_in_text(amount: Amount, price: Amount) -> bool:
    """Whether the sum is part of what the thing is called, as in `deposit 0.25 euro`: words stand behind it."""
    return _WORDS.search(amount.row.folded, amount.end, price.start) is not None


def _folded_end(text: str) -> str:
    upper = text.upper()
    return upper if len(upper) == len(text) else text


def _unit_of(match: re.Match[str]) -> str:
    return _UNITS.get(match["unit"] or "", "")


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match["count"].replace(",", "."))


def _each(match: re.Match[str]) -> Decimal:
    return Decimal(match["each"].replace(",", "."))
