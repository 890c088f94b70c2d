"""Finds the shop's telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.heads import HEAD_ROWS
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|20\d\d-\d\d")
PHONE: Final = re.compile(r"(?<![\d.,/])(?:\+|00)?\(?\d[\d\s()./-]{6,17}\d(?![\d,/])")
# A row of a tax table: rate, net and tax beside each other.
_AMOUNTS: Final = re.compile(r"\d+[.,]\d\d(?:\s+\d+[.,]\d\d)+")
DIGITS_OF_A_PHONE: Final = range(7, 16)


def find_phone(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's telephone: a labelled number, or an unlabelled one in the head of the page."""
    unlabelled: Field[str] | None = None
    for row in rows:
        label = vocabulary.find("labels.phone", row.folded)
        for match in PHONE.finditer(row.folded, label.end() if label else 0):
            digits = sum(map(str.isdigit, match.group()))
            if digits not in DIGITS_OF_A_PHONE or (not label and _is_figures(match.group())):
                continue
            start, end = match.span()
            text = row.text[start:end].strip()
            between = row.folded[label.end() if label else 0 : start]
            if vocabulary.find("labels.not_phone", between):
                continue
            found = Field(text, text, row.box_between(start, end), row.confidence_between(start, end))
            if label:
                return found
            alone = not any(map(str.isalpha, row.folded.replace(match.group(), "")))
            # Tills number their receipts as 1234/5 678/9.
            marked = re.search(r"[\s()-]", text) and text.count("/") < 2  # noqa: PLR2004
            if unlabelled is None and row.index < HEAD_ROWS * 2 and alone and marked and digits >= 9:  # noqa: PLR2004
                unlabelled = found
    return unlabelled


def _is_figures(text: str) -> bool:
    """Whether the digits are a date, or amounts beside each other."""
    return bool(_DATE.search(text) or _AMOUNTS.fullmatch(text))
