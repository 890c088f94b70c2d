"""Sets right what a reader of print mistakes in names and addresses: a nought for an O, a letter of a known word.

Only names and addresses are mended, never amounts, dates or numbers: there a nought is a nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from rapidfuzz.distance import Hamming, Levenshtein

from fairpanel.reading import learned, vocabulary
from fairpanel.reading.print_rows import Row, fold

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
    # A sharp s in a German street.
    (re.compile(r"(?<=[Tt]ra)(?:B|8|ss?B)(?=e\b)"), "ß"),
    # No word begins with a small l and one of these.
    (re.compile(r"\bl(?=[bcdfghjkmnpqrstvwxz][a-z])"), "I"),
)
# In the names of things too, among which `No1` and `B12` stand.
_MENDED_IN_THINGS: Final = (
    (re.compile(r"(?<=[a-z])1(?=1*[a-z])|(?<=[a-z]l)1(?=[a-z])|(?<=[a-z]ll)1(?=[a-z])"), "l"),
    (re.compile(r"(?<=[a-z])11(?![0-9A-Z])"), "ll"),
    (re.compile(r"(?<=[a-z]l)1(?![0-9A-Z])"), "l"),
    (re.compile(r"\b([B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz])1\b"), r"\1l"),
    (re.compile(r"(?<=[A-Z]{2})0(?=[A-Z]{2})"), "O"),
    (re.compile(r"(?<=\d)[0O][Zz]\b"), "OZ"),
    (re.compile(r"(?<=\d)[Oo](?=\d|(?:ML|CL|KG|G|ml|cl|kg|g)\b)"), "0"),
)
_WORD: Final = re.compile(r"[^\W_][\w/]*")
_LETTERS: Final = re.compile(r"[^\W\d_]{4,}")
# A word that the reader is surer of is what is printed, known or not.
_SURE_FROM: Final = 0.98
_LONG_FROM: Final = 9
_KNOWN_LETTERS_MIN: Final = 5
_TWO_MISREAD_FROM: Final = 8
# Pairs that one eye takes for the other.
_ALIKE: Final = str.maketrans("0138569", "OIBBSGG")


def without_slips(row: Row) -> str:
    """The text of a row of names and addresses, with the words that were not read surely set right to known ones."""
    return " ".join(
        _LETTERS.sub(lambda match: _to_known(match.group()), word.text) if word.confidence < _SURE_FROM else word.text
        for word in row.words
    )


def mended_name(text: str) -> str:
    """A shop's name with the letters set right that can only be meant, also those of its company's form."""
    return _mended(text, _known("company"))


def mended_address(text: str) -> str:
    """An address with the letters set right that can only be meant, also those of streets' and places' words."""
    return _mended(text, _known("address", "places"))


def mended_thing(text: str) -> str:
    """What was bought, with the letters set right that can only be meant: `Gri11ed`, `T0MATO`, `1OML`."""
    for pattern, meant in _MENDED_IN_THINGS:
        text = pattern.sub(meant, text)
    return text


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
    return _as_printed(found, word)


def _to_known(word: str) -> str:
    """The one word that was learned and is as good as this one; the word itself where there is none, or several."""
    folded = fold(word)
    known = _learned()
    if folded in known:
        # The accent is a speck of dirt.
        return word if folded == word.upper() else _as_printed(folded, word)
    if len(folded) < _KNOWN_LETTERS_MIN:
        return word
    misread_max = 2 if len(folded) >= _LONG_FROM else 1
    near = sorted(
        (far, other)
        for other in known
        if len(other) >= _KNOWN_LETTERS_MIN
        and abs(len(other) - len(folded)) <= 1
        and (far := Levenshtein.distance(folded, other, score_cutoff=misread_max)) <= misread_max
        and (folded[0] == other[0] or (far == 1 and len(other) == len(folded)))
    )
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return word
    return _as_printed(near[0][1], word)


def _as_printed(known: str, word: str) -> str:
    return known if word.isupper() or not word[-1].islower() else known.capitalize()


@cache
def _learned() -> frozenset[str]:
    return learned.words() | _known("company", "address", "places", "trades")


@cache
def _known(*lists: str) -> frozenset[str]:
    phrases: Iterable[str] = (phrase for name in lists for phrase in vocabulary.words(name))
    return frozenset(word for phrase in phrases for word in fold(phrase).split() if word.isalpha() or "/" in word)
