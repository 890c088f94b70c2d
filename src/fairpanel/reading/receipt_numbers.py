"""Finds the number that the shop gave the receipt: behind a word for it, never a date, an amount or a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

_DIGITS_MIN: Final = 3
_LENGTH_MAX: Final = 40
_MARK: Final = r"(?:\s?/\s?DATE)?\s?(?:(?:NO|NR|NUM|NUMBER|NUMERO|N)?\s?[.:#°º]+|(?:NO|NR|NUM|NUMBER|NUMERO)\b)"
# Not `120.00`, `12:30` or `15.11.2017`: a figure goes on behind a point or a colon.
_VALUE: Final = r"[\s.:#°º-]{0,4}(?P<value>[A-Z0-9]+(?:[/-][A-Z0-9]+)*)(?![.,:]\d)(?![/-]?[A-Z0-9])"
_AFTER_CLEAR_WORD: Final = re.compile(rf"(?:{_MARK})?{_VALUE}")
_AFTER_COMMON_WORD: Final = re.compile(rf"{_MARK}{_VALUE}")
_DATE: Final = re.compile(r"\d{1,4}([/-])(?:\d{1,2}|[A-Z]{3,9})\1\d{2,4}")
_SHARE_OF_COMMON_WORD: Final = 0.8


def find_number(rows: Sequence[Row]) -> Field[str] | None:
    """The receipt's number as printed, without spaces and in capitals; None where no word for it is found.

    Words like `Receipt`, `Bill`, `Bon` or `Ticket` come before words like `Check`, `Order` or `Ref`, which also stand
    before other numbers and so need a mark (`#`, `No`, a colon) behind them.
    """
    return next(_found(rows, "labels.number", _AFTER_CLEAR_WORD, 1.0), None) or next(
        _found(rows, "labels.weaker_number", _AFTER_COMMON_WORD, _SHARE_OF_COMMON_WORD), None
    )


def _found(rows: Sequence[Row], words: str, pattern: re.Pattern[str], share: float) -> Iterator[Field[str]]:
    for row in rows:
        for label in vocabulary.find_all(words, row.folded):
            match = pattern.match(row.folded, label.end())
            if match is None or not _is_number(match["value"]):
                continue
            start, end = match.span("value")
            sure = row.confidence_between(start, end) * share
            yield Field(match["value"], row.text[start:end], row.box_between(start, end), sure)


def _is_number(value: str) -> bool:
    digits = sum(map(str.isdigit, value))
    return digits >= _DIGITS_MIN and len(value) <= _LENGTH_MAX and not _DATE.fullmatch(value)
