"""Sets right what a reader of print mistakes in names and addresses: a nought for an O, one letter of a known word.

Only names and addresses are mended, never amounts, dates or numbers: there a nought is a nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from rapidfuzz.distance import Hamming

from fairpanel.reading import vocabulary
from fairpanel.reading.print_rows import fold

# Beside a digit and no letter these are digits; between two letters and two the others are letters: in SW1A 0AA, a
# postcode, neither stands so.
_MENDED: Final = (
    (re.compile(r"(?<=\d)[Oo](?![A-Za-z])|(?<![A-Za-z])[Oo](?=\d)"), "0"),
    (re.compile(r"(?<=\d)[Il|](?![A-Za-z])|(?<=\d)[Il|](?=\d)"), "1"),
    (re.compile(r"(?<=[A-Z]\.)1(?=\.?[A-Z])|(?<=[A-Z]{2})1(?=[A-Z]{2})"), "I"),
    (re.compile(r"(?<=[a-z])1(?=[a-z])"), "l"),
    (re.compile(r"(?<=[a-z])0(?=[a-z])"), "o"),
    (re.compile(r"(?<=[A-Z]{2})0(?=[A-Z]{2})"), "O"),
    (re.compile(r"(?<=[a-z])!(?=[\s,.]|$)"), "i"),
    # No word begins with a small l and one of these.
    (re.compile(r"\bl(?=[bcdfghjkmnpqrstvwxz][a-z])"), "I"),
)
_WORD: Final = re.compile(r"[^\W_][\w/]*")
_KNOWN_LETTERS_MIN: Final = 5
_TWO_MISREAD_FROM: Final = 8
# Pairs that one eye takes for the other.
_ALIKE: Final = str.maketrans("0138569", "OIBBSGG")


def mended_name(text: str) -> str:
    """A shop's name with the letters set right that can only be meant, also those of its company's form."""
    return _mended(text, _known("company"))


def mended_address(text: str) -> str:
    """An address with the letters set right that can only be meant, also those of streets' and places' words."""
    return _mended(text, _known("address", "places"))


def _mended(text: str, known: frozenset[str]) -> str:
    for pattern, meant in _MENDED:
        text = pattern.sub(meant, text)
    return _WORD.sub(lambda match: _set_right(match.group(), known), text)


def _set_right(word: str, known: frozenset[str]) -> str:
    folded = fold(word)
    if folded in known or folded.isdigit():
        return word
    alike = folded.translate(_ALIKE)
    found = next((other for other in sorted(known) if alike == other.translate(_ALIKE) and len(other) > 2), None)  # noqa: PLR2004
    if found is None and len(folded) >= _KNOWN_LETTERS_MIN and folded.isalpha():
        misread_max = 2 if len(folded) >= _TWO_MISREAD_FROM else 1
        near = [(Hamming.distance(folded, other), other) for other in known if len(other) == len(folded)]
        found = min(
            # The first letter is rarely misread, and in a short word it tells one from the other.
            (
                (far, other)
                for far, other in near
                if far <= misread_max and (far == 1 < misread_max or folded[0] == other[0])
            ),
            default=(0, None),
        )[1]
    if found is None:
        return word
    return found if word.isupper() or not word[-1].islower() else found.capitalize()


@cache
def _known(*lists: str) -> frozenset[str]:
    phrases: Iterable[str] = (phrase for name in lists for phrase in vocabulary.words(name))
    return frozenset(word for phrase in phrases for word in fold(phrase).split() if word.isalpha() or "/" in word)
