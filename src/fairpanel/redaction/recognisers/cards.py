"""Payment card numbers: whole, with a misread digit, or all but the last digits hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stdnum import luhn

from fairpanel.redaction.figures import digits_in
from fairpanel.redaction.labelled import labelled
from fairpanel.redaction.labels import is_kept, labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

# Ranges of the card schemes (ISO/IEC 7812) and the lengths they use. Numbers of 12 and 13 digits are left out: they
# are products (UPC, EAN).
_SCHEMES = re.compile(
    r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:5[06-9]|6\d)\d{14,17}|35\d{14}"
)
_RUN = re.compile(r"(?<!\d)\d(?:[ \-.]{0,2}\d){13,}(?!\d)")
_GROUP = re.compile(r"\d+")
_PRINTED_GROUPS = ([4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1])
_GROUPS_MAX = 5

# Signs that hide digits, and what OCR makes of them.
_HIDING = r"*x#•●+h"
_HIDDEN = re.compile(rf"(?<![{_HIDING}\d])[{_HIDING}\d]+(?:[ \-.]{{1,2}}[{_HIDING}\d]+)*(?![{_HIDING}\d]|[.,]\d)")
_DOTTED = re.compile(r"(?<![\d.])\d{4,6}\.{3,}\d{3,4}(?![\d.,])")
_HIDING_MIN, _SHOWN_MIN, _SHOWN_MAX, _LENGTH_MIN = 3, 3, 10, 7

_DIGITS_SHOWN_ALONE = 4
_DIGITS_MIN = 8
# Below the word "Visa" stand numbers of the terminal and of the application too.
_DIGITS_MIN_BELOW = 12


def recognise_by_form(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Card numbers in full, and those of which signs hide most digits."""
    for line in lines:
        numbers = line.figures
        for start, end in (*_whole(numbers), *_hidden(numbers)):
            yield Match(Kind.CARD, line.row, start, end)


def recognise_by_label(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Digits after words such as "card no" or "Visa"."""
    yield from labelled(Kind.CARD, labels("card", "sure"), lines, accept=lambda value: digits_in(value) >= _SHOWN_MIN)
    yield from labelled(Kind.CARD, labels("card", "likely"), lines, accept=_is_likely, below=_is_long)


def _is_likely(value: str) -> bool:
    return digits_in(value) >= _DIGITS_MIN or (value.isdigit() and len(value) == _DIGITS_SHOWN_ALONE)


def _is_long(value: str) -> bool:
    digits = digits_in(value)
    return digits >= _DIGITS_MIN_BELOW and not any(character.isalpha() for character in value)


def _whole(numbers: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(numbers):
        if "-" in run[0] and " " not in run[0] and len(_GROUP.findall(run[0])) > _GROUPS_MAX:
            continue  # a code of many groups, of which no four are a card
        groups = [(run.start() + found.start(), run.start() + found.end()) for found in _GROUP.finditer(run[0])]
        for first in range(len(groups)):
            for last in range(first, len(groups)):
                window = groups[first : last + 1]
                digits = "".join(numbers[start:end] for start, end in window)
                if not _SCHEMES.fullmatch(digits):
                    continue
                # In the groups of a card one digit may be misread, so that the check digit need not fit.
                grouped = [end - start for start, end in window] in _PRINTED_GROUPS
                if grouped or (luhn.is_valid(digits) and not is_kept(numbers, window[0][0])):
                    yield window[0][0], window[-1][1]


def _hidden(numbers: str) -> Iterator[tuple[int, int]]:
    for run in _HIDDEN.finditer(numbers):
        hidden = sum(run[0].count(sign) for sign in _HIDING)
        shown = digits_in(run[0])
        in_a_row = re.search(rf"[{_HIDING}]{{{_HIDING_MIN}}}", run[0])
        at_the_edge = re.search(rf"\d{{{_SHOWN_MIN}}}\Z|\A\d{{{_DIGITS_SHOWN_ALONE}}}", run[0])
        if in_a_row and at_the_edge and _SHOWN_MIN <= shown <= _SHOWN_MAX and hidden + shown >= _LENGTH_MIN:
            yield run.span()
    for run in _DOTTED.finditer(numbers):
        yield run.span()
