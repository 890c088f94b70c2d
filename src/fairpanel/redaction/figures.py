"""Figures: a line in which misread digits are mended, and prices, dates and times are out of the way."""

from __future__ import annotations

import re

from fairpanel.redaction.marks import GONE

# A token with three digits of which most are digits is a number; what OCR took for letters in it are digits too. So is
# a shorter one beside a number, or behind signs that hide digits.
_TOKEN = re.compile(r"[^\s:#\x00]+")
_MISREAD = str.maketrans("oqdilzatsbg|", "000112475861")
_MISREAD_LETTERS = frozenset("oqdilzatsbgx")
_DIGITS_OF_A_NUMBER = 3
_BESIDE_A_NUMBER = re.compile(r"\d\d[ )/-]{1,3}\Z"), re.compile(r"[ (/-]{1,3}\d\d")
_BEHIND_HIDING = re.compile(r"[*#x]{3}[ -]?\Z")

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
# Whatever stands beside it, this is a day.
_DATE = rf"(?<!\d)(?:{_YEAR}[./-]{_MONTH}[./-]{_DAY}|{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_MONTH}[./-]{_DAY}[./-]{_YEAR})"
_SHORT_DATE = r"\d{1,2}[./-]\d{1,2}[./-]\d{2}"
_MONEY = r"\d{1,3}(?:[.,' ]\d{3})+[.,]\d{2}|\d+[.,]\d{2}|\d+, \d{2}"
_KEPT = re.compile(
    rf"{_DATE}(?:{_TIME}|(?!\d))|(?<![\d/])(?<!\d[.,-])(?:{_SHORT_DATE}|{_TIME}|{_MONEY})(?!\d|[.,/-]\d)"
)

_DATED = re.compile(rf"{_DATE}|(?<![\d/]){_SHORT_DATE}(?!\d)")
_AMOUNT = re.compile(rf"(?<![\d.,])(?:{_MONEY})(?![\d%]| %)")


def figures(text: str) -> str:
    """A line's text, of the same length, ready to be searched for numbers.

    What is a price, a date or a time by its shape is replaced by `GONE`: no number goes across it.
    """
    kept = spare(text)
    return _TOKEN.sub(lambda token: _mended(token, kept), kept)


def spare(text: str) -> str:
    """The text with `GONE` in place of all that is a price, a date or a time by its shape."""
    return _KEPT.sub(lambda found: GONE * len(found[0]), text)


def has_money(text: str) -> bool:
    """Whether an amount stands there; a day is none."""
    return _AMOUNT.search(_DATED.sub(GONE, text)) is not None


def _mended(token: re.Match[str], text: str) -> str:
    letters = [character for character in token[0] if character.isalpha() and character != "x"]
    digits = digits_in(token[0])
    if digits < max(1, len(letters)) or not _MISREAD_LETTERS.issuperset(letters):
        return token[0]
    before, after = _BESIDE_A_NUMBER
    near = before.search(text, max(0, token.start() - 5), token.start()) or after.match(text, token.end())
    hiding = "***" in token[0] or "xxx" in token[0] or _BEHIND_HIDING.search(text, 0, token.start())
    return token[0].translate(_MISREAD) if digits >= _DIGITS_OF_A_NUMBER or near or hiding else token[0]


def digits_in(text: str) -> int:
    """How many digits there are."""
    return sum(character.isdigit() for character in text)
