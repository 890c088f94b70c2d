"""Finds sums of money in a row: decimal point or comma, thousands, signs before and behind, letters read for digits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.print_rows import Row

_LETTER_FOR_DIGIT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "|": "1"})
_NUMBER_WITH_LETTERS: Final = re.compile(r"(?<![A-Z0-9])[\dOIL|]+(?:[.,][\dOIL|]+)*[.,][\dOIL|]{2}(?![A-Z0-9])")
_SIGNS: Final = "|".join(
    sorted((re.escape(sign.upper()) for sign in vocabulary.currency_signs()), key=len, reverse=True)
)
# A thousand and its hundreds, where cents stand behind a comma: 1 234,56.
_SPACED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\s\d{3})+,\d{2}(?!\d)")
_BESIDE_SPACED: Final = re.compile(rf"(?:{_SIGNS})\.?\s?:?\s?$"), re.compile(rf"\s?(?:{_SIGNS})(?![A-Z])")
_PATTERN: Final = re.compile(
    rf"""
    (?P<minus>(?<!\S)-)?
    (?P<sign>(?<![A-Z])(?:{_SIGNS})\.?\s?:?\s?)?
    (?P<minus_behind_sign>(?<=[$£€\sMR])-)?
    (?<!\([$£€]) (?<!\()                          # in brackets stands what is included
    # Rand and pesos are one letter, and a pound is read as one.
    (?(sign) | (?:(?<![\d.,/:A-Z]) | (?<=RM) | (?<=EUR) | (?<=USD) | (?<=TOTAL) | (?<=SUMME) | (?<=\s[REPS])))
    (?P<number>
        \d{{1,3}}(?:[.,']\d{{3}})+[.,]\d{{2}}        # 1,234.56
        | \d{{1,2}}(?:,\d{{2}})+,\d{{3}}\.\d{{2}}      # 1,23,456.00, in India
        | \d+€\d{{2}}                               # 12€50, in France
        | \d+\s?[.,]\s?\d{{2}}                      # 12.34, and 12. 34 as it is sometimes read
        | \d+(?:['.]\d{{3}})*[.,](?=-{{1,2}}(?![\d-])) # 45.- and 12,--
        | (?<=[\sM$£€])\.\d{{2}}                    # .34
        | (?:(?<=[$£€])|(?<=RM))\d+(?!\s?[.,]?\s?\d)  # $12
        | (?:(?<=¥)|(?<=¥\s))\d{{1,3}}(?:,\d{{3}})*(?![,.]?\d) # ¥1,234: yen have no cents
        | \d{{1,3}}(?:,\d{{3}})*(?=\s?円)            # 1,234円
    )
    (?![\d%/] | \s?% | [.,:'-]\d | (?:KG|L|LTR?|G|ML|CL)(?![A-Z]) | \s(?:KG|LTR|ML|CL)(?![A-Z])
        | \s?[AP]M(?![A-Z]))
    (?P<sign_behind>\s?(?:{_SIGNS})(?![A-Z]))?
    (?P<minus_at_end>(?<![.,])\s?-(?!\s?\d))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum printed in row `row`, at `start` to `end` of its text; `currency` is what its sign says, if it has one."""

    value: Decimal
    currency: str | None
    row: Row
    start: int
    end: int

    @property
    def box(self) -> Box:
        """The box around its words."""
        return self.row.box_between(self.start, self.end)

    @property
    def text(self) -> str:
        """As printed."""
        return self.row.text[self.start : self.end]

    @property
    def confidence(self) -> float:
        """How sure the recogniser is of its digits."""
        return self.row.confidence_between(self.start, self.end)


def amounts_in(row: Row) -> list[Amount]:
    """The sums in `row` from left to right. Rates, weights, dates and times are none."""
    text = _with_thousands_joined(with_digits(row.folded))
    return [
        Amount(_value(match), _currency(match), row, match.start("number"), match.end("number"))
        for match in _PATTERN.finditer(text)
    ]


def with_digits(text: str) -> str:
    """Folded `text` with the letters that were read for digits set right: `L4.9O` is 14.90."""
    return _NUMBER_WITH_LETTERS.sub(
        lambda match: (
            match.group().translate(_LETTER_FOR_DIGIT) if any(map(str.isdigit, match.group())) else match.group()
        ),
        text,
    )


def _with_thousands_joined(text: str) -> str:
    """`text` with spaces in numbers made into apostrophes, where a word for a sum or a sign of money stands beside.

    Elsewhere `2 150,00` are two pieces at 150.
    """
    before, behind = _BESIDE_SPACED
    for match in _SPACED.finditer(text):
        start, end = match.span()
        beside = before.search(text[:start]) or behind.match(text, end)
        if beside or (not any(map(str.isdigit, text[:start])) and vocabulary.labels_in(text[:start])):
            text = text[:start] + re.sub(r"\s", "'", match.group()) + text[end:]
    return text


def _value(match: re.Match[str]) -> Decimal:
    digits = re.sub(r"[\s']", "", match["number"]).replace("€", ".")
    cents = re.search(r"[.,](\d{2})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    value = Decimal(f"{whole or 0}.{cents[1]}" if cents else whole)
    return -value if any(match[name] for name in ("minus", "minus_behind_sign", "minus_at_end")) else value


def _currency(match: re.Match[str]) -> str | None:
    sign = re.sub(r"[\s:]|\.$", "", (match["sign"] or match["sign_behind"] or "").strip())
    if not sign and "€" in match["number"]:
        return "EUR"
    return vocabulary.currency_signs().get(sign)


def most_common_currency(amounts: Sequence[Amount]) -> str | None:
    """The currency whose sign stands at most of `amounts`."""
    counted = Counter(amount.currency for amount in amounts if amount.currency)
    return counted.most_common(1)[0][0] if counted else None
