"""Telephone numbers, the shop's own too: who reads a receipt needs none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phonenumbers import Leniency, PhoneNumberMatcher

from fairpanel.redaction.figures import digits_in, figures
from fairpanel.redaction.labels import between, is_kept, labels
from fairpanel.redaction.lines import GONE, Line, Match
from fairpanel.redaction.marks import Kind

_NUMBER = re.compile(r"[+(\[]{0,2}\d(?:[ ().\-/+]{0,3}\d){4,14}(?!\d)")
_ANOTHER = re.compile(r"[ ,;/&|]{1,4}(?=[+(\[]{0,2}\d(?:[ ().\-/+]{0,3}\d){6,14}(?!\d))")
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+ ?|00 ?)[1-9](?:[ ().\-/]{0,3}\d){7,13}(?!\d)")
_DIGITS_MIN_UNLABELLED = 7
_PARTED = re.compile(r"\d[ ().\-/]+\d")


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:
    """Telephone numbers on these lines: after a word that announces one, or in the form of one of these regions.

    `regions` are ISO 3166 codes in capitals.
    """
    for place, line in enumerate(lines):
        numbers = figures(line.text)
        below = lines[place + 1] if place + 1 < len(lines) else None
        for start, end in _international(numbers):
            yield Match(Kind.PHONE, line.row, start, end)
        for label in labels("phone", "sure").finditer(line.text):
            found = list(_after(numbers, label.end()))
            for start, end in found:
                yield Match(Kind.PHONE, line.row, start, end)
            if not found and below and not digits_in(numbers[label.end() :]) and GONE not in numbers[label.end() :]:
                for start, end in _after(figures(below.text), 0):
                    yield Match(Kind.PHONE, below.row, start, end)
        for start, end in _in_form(numbers, regions):
            yield Match(Kind.PHONE, line.row, start, end)


def _after(numbers: str, start: int) -> Iterator[tuple[int, int]]:
    skipped = between().match(numbers, start)
    begin = skipped.end() if skipped else start
    # A bracket or a plus is part of the number, but was skipped as a sign.
    while begin > start and numbers[begin - 1] in "+([":
        begin -= 1
    found = _NUMBER.match(numbers, begin)
    while found:
        yield found.span()
        more = _ANOTHER.match(numbers, found.end())
        found = _NUMBER.match(numbers, more.end()) if more else None


def _international(numbers: str) -> Iterator[tuple[int, int]]:
    for found in _INTERNATIONAL.finditer(numbers):
        if not is_kept(numbers, found.start()) and (found[0].startswith("+") or _PARTED.search(found[0])):
            yield found.span()


def _in_form(numbers: str, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Numbers grouped as the region groups them: digits in one piece could be anything."""
    if digits_in(numbers) < _DIGITS_MIN_UNLABELLED:
        return
    for region in regions:
        for found in PhoneNumberMatcher(numbers, region, leniency=Leniency.STRICT_GROUPING):
            if _PARTED.search(found.raw_string) and not is_kept(numbers, found.start):
                yield found.start, found.end
