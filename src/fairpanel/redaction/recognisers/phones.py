"""Telephone numbers, the shop's own too: who reads a receipt needs none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phonenumbers import Leniency, NumberParseException, PhoneNumberMatcher, is_valid_number, parse

from fairpanel.redaction.figures import digits_in, has_money
from fairpanel.redaction.labels import between, is_kept, labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, Kind

_GAP = r"[ ().,\-/+]{0,3}"
_NUMBER = re.compile(rf"[+(\[]{{0,2}}\d(?:{_GAP}\d){{4,14}}(?!\d)")
_ANOTHER = re.compile(rf"[ ,;/&|]{{1,4}}(?=[+(\[]{{0,2}}\d(?:{_GAP}\d){{5,14}}(?!\d))")
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?P<prefix>\+ ?|00 ?)(?P<rest>[1-9]\d?\d?(?:{_GAP}\d){{6,13}})(?!\d)")
_DIGITS_MIN_UNLABELLED = 7
_IN_ONE_PIECE = re.compile(r"\W*(?P<number>\d{10,11})\W*")
_HEAD_ROWS_MAX = 8
_TOWN = re.compile(
    r"(?<!\d)\d{5}(?:-\d{4})?,? [a-z]{3,}|[a-z]{3,},? [a-z]{2},? \d{5}(?!\d)|(?<!\d)\d{4} ?[a-z]{2} [a-z]{3,}"
)
_PARTED = re.compile(r"\d[ ().\-/]+\d")


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:
    """Telephone numbers on these lines: after a word that announces one, or in the form of one of these regions.

    `regions` are ISO 3166 codes in capitals.
    """
    for place, line in enumerate(lines):
        numbers = line.figures
        for start, end in (*_international(numbers), *_in_form(numbers, regions)):
            yield Match(Kind.PHONE, line.row, start, end)
            for also in _more(numbers, end):
                yield Match(Kind.PHONE, line.row, *also)
        if _is_beside_an_address(lines, place) and _is_of_a_region(numbers, regions):
            yield Match(Kind.PHONE, line.row, 0, len(line.text))
        for label in labels("phone", "sure").finditer(line.text):
            found = list(_after(numbers, label.end()))
            for start, end in found:
                yield Match(Kind.PHONE, line.row, start, end)
            rest = numbers[label.end() :]
            if not found and place + 1 < len(lines) and not digits_in(rest) and GONE not in rest:
                for start, end in _after(lines[place + 1].figures, 0):
                    yield Match(Kind.PHONE, lines[place + 1].row, start, end)


def _is_beside_an_address(lines: Sequence[Line], place: int) -> bool:
    """Whether a row at the top stands right above or below one of an address, before anything is sold."""
    if place >= _HEAD_ROWS_MAX or any(has_money(line.text) for line in lines[: place + 1]):
        return False
    return any(
        (digits_in(near.text) and labels("address", "streets").search(near.text)) or _TOWN.search(near.text)
        for near in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    )


def _is_of_a_region(numbers: str, regions: Sequence[str]) -> bool:
    """Whether the row is nothing but a number in one piece that one of these regions gives out."""
    found = _IN_ONE_PIECE.fullmatch(numbers)
    return found is not None and any(_is_valid(found["number"], region) for region in regions)


def _is_valid(number: str, region: str) -> bool:
    try:
        return is_valid_number(parse(number, region))
    except NumberParseException:
        return False


def _after(numbers: str, start: int) -> Iterator[tuple[int, int]]:
    skipped = between().match(numbers, start)
    begin = skipped.end() if skipped else start
    # A bracket or a plus is part of the number, but was skipped as a sign.
    while begin > start and numbers[begin - 1] in "+([":
        begin -= 1
    found = _NUMBER.match(numbers, begin)
    if found:
        yield found.span()
        yield from _more(numbers, found.end())


def _more(numbers: str, end: int) -> Iterator[tuple[int, int]]:
    """Further numbers in a list of them: "04-3912177/3912175"."""
    while (gap := _ANOTHER.match(numbers, end)) and (found := _NUMBER.match(numbers, gap.end())):
        yield found.span()
        end = found.end()


def _international(numbers: str) -> Iterator[tuple[int, int]]:
    for found in _INTERNATIONAL.finditer(numbers):
        # Two noughts begin numbers of receipts too, so behind them there must be a number that a country gives out.
        if found["prefix"].startswith("+") or (_PARTED.search(found["rest"]) and _is_given_out(found["rest"])):
            yield found.span()


def _is_given_out(rest: str) -> bool:
    try:
        return is_valid_number(parse(f"+{rest}"))
    except NumberParseException:
        return False


def _in_form(numbers: str, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Numbers grouped as the region groups them: digits in one piece could be anything."""
    if digits_in(numbers) < _DIGITS_MIN_UNLABELLED:
        return
    for region in regions:
        for found in PhoneNumberMatcher(numbers, region, leniency=Leniency.STRICT_GROUPING):
            if _PARTED.search(found.raw_string) and not is_kept(numbers, found.start):
                yield found.start, found.end
