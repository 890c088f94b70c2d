"""International account numbers (ISO 13616), also with a misread character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from schwifty import registry
from stdnum.iso7064 import mod_97_10

from fairpanel.redaction.figures import digits_in, spare
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

_BEGINNING = re.compile(r"(?<![a-z0-9])(?=.?[a-z])[a-z0|5817]{2}[0-9osilbzdq]{2}")
_GROUPS = re.compile(r"[a-z0-9](?:[ \-]?[a-z0-9*])*")
_LETTERS = str.maketrans("015827|", "oisbzti")
_DIGITS = str.maketrans("osilbzdatgq", "05118204790")
# Without a check sum that fits, an IBAN is told by its country, its length and its digits. The shortest are as long
# as a product's number with a word before it, so they need the check sum.
_LENGTH_MIN_UNCHECKED = 18
_DIGITS_SHARE_MIN = 0.6


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """IBANs on these lines, of any country."""
    for line in lines:
        text = spare(line.text)
        for beginning in _BEGINNING.finditer(text):
            end = _end(text, beginning.start())
            if end is not None:
                yield Match(Kind.ACCOUNT, line.row, beginning.start(), end)


def _end(text: str, start: int) -> int | None:
    length = _lengths().get(text[start : start + 2].translate(_LETTERS))
    groups = _GROUPS.match(text, start)
    if length is None or groups is None:
        return None
    places = [place for place in range(start, groups.end()) if text[place].isalnum() or text[place] == "*"]
    squeezed = "".join(text[place] for place in places)
    if len(squeezed) >= length and _checks(squeezed[:length]):
        return places[length - 1] + 1
    # A character too few or too many is what OCR does to long numbers.
    for read in (length, length - 1, length + 1):
        if (
            _LENGTH_MIN_UNCHECKED <= read <= len(squeezed)
            and _ends_a_word(text, places[read - 1] + 1)
            and digits_in(squeezed[2:read]) >= _DIGITS_SHARE_MIN * (read - 2)
        ):
            return places[read - 1] + 1
    return None


def _checks(squeezed: str) -> bool:
    turned = squeezed[4:] + squeezed[:2].translate(_LETTERS) + squeezed[2:4].translate(_DIGITS)
    return turned.isalnum() and turned.isascii() and bool(mod_97_10.is_valid(turned.upper()))


def _ends_a_word(text: str, place: int) -> bool:
    return not text[place : place + 1].isalnum()


@cache
def _lengths() -> dict[str, int]:
    return {code.lower(): registry.get_iban_spec(code).iban_length for code in registry.get_countries()}
