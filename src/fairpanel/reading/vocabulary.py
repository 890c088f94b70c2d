"""The words that receipts are printed with, out of `vocabulary.toml`, and how to find them in a row."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz.distance import Hamming

# A phrase ends with its word, or where the space before one of these was lost.
_END: Final = r"(?![A-Z])|(?=(?:RM|EUR|USD|GBP|MYR|GST|VAT|TVA|IVA|BTW|TAX|INC|EXC|DUE|AMOUNT|SALES|PAID|TTC)[^A-Z]*)"
_LOST_ZERO: Final = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
# A word may have one letter misread, one of this many letters two.
_TWO_MISREAD_FROM: Final = 9
_WORD: Final = re.compile(r"[A-Z0-9/|!]{5,}")


@dataclass(frozen=True, slots=True)
class Label:
    """A phrase found in a row: its `meaning` (`total`, `tax`, ...), as listed, and where it stands in the row."""

    meaning: str
    phrase: str
    start: int
    end: int


def labels_in(folded: str) -> list[Label]:
    """The labels of amounts in a row's folded text, from left to right; the longest phrase wins."""
    pattern, meanings = _labels()
    return [
        Label(meanings[phrase], phrase, match.start(), match.end())
        for match in pattern.finditer(set_right(folded))
        for phrase in (_plain(match.group()),)
        if phrase in meanings
    ]


def find(name: str, folded: str) -> re.Match[str] | None:
    """The first phrase of the list `name` (`address`, `labels.date`, ...) in a row's folded text."""
    return _list(name).search(_LOST_ZERO.sub("O", folded))


def find_all(name: str, folded: str) -> Iterator[re.Match[str]]:
    """Every phrase of the list `name` in a row's folded text."""
    return _list(name).finditer(_LOST_ZERO.sub("O", folded))


def find_keys(name: str, folded: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Every phrase of the table `name` in a row's folded text, with the key under which it is listed."""
    text = _LOST_ZERO.sub("O", folded)
    for key, pattern in _by_key(name).items():
        for match in pattern.finditer(text):
            yield key, match


def without(name: str, folded: str) -> str:
    """A row's folded text with the phrases of the list `name` taken out."""
    return _list(name).sub("", folded)


@cache
def words(name: str) -> tuple[str, ...]:
    """What the list `name` holds, the longest first."""
    return tuple(sorted(_spelled([_section(name)]), key=len, reverse=True))


def is_listed(name: str, phrase: str) -> bool:
    """Whether `phrase` is one of the list `name`."""
    return _plain(phrase) in _phrases(name)


@cache
def months() -> dict[str, int]:
    """The number of the month for each of its names, and for the three and four letters they are shortened to."""
    return {
        name[:length]: number
        for names in _table()["months"].values()
        for number, name in reversed(list(enumerate(names, 1)))
        for length in (3, 4, len(name))
        # MAR, JUN and the like begin two months in no language.
    }


@cache
def currency_signs() -> dict[str, str]:
    """The ISO 4217 code for each sign or code that stands before or behind an amount."""
    return dict(_table()["currency_signs"])


@lru_cache(maxsize=4096)
def set_right(folded: str) -> str:
    """A row's folded text with misread letters of known words set right, of the same length: `TOTA/ SA1ES`."""
    return _WORD.sub(lambda match: _set_right(match.group()), _LOST_ZERO.sub("O", folded))


@lru_cache(maxsize=4096)
def _set_right(word: str) -> str:
    known = _words().get(len(word), ())
    letters = sum(map(str.isalpha, word))
    if word in known or letters < len(word) - 2:
        return word
    misread_max = 2 if len(word) >= _TWO_MISREAD_FROM else 1
    near = [
        (distance, other)
        for other in known
        if (distance := Hamming.distance(word, other)) <= misread_max
        # PETALING is a town, BETALING a payment: the first letter is rarely misread.
        and (word[0] == other[0] or not word[0].isalpha())
    ]
    return min(near)[1] if near else word


@cache
def _words() -> dict[int, tuple[str, ...]]:
    """The words worth setting right, by their length."""
    by_length: dict[int, list[str]] = {}
    for word in _spelled([_section("often_misread")]):
        by_length.setdefault(len(word), []).append(word)
    return {length: tuple(sorted(words)) for length, words in by_length.items()}


def find_currencies(folded: str) -> Iterator[re.Match[str]]:
    """Every sign or code of money in a row's folded text."""
    return _currencies().finditer(folded)


@cache
def _currencies() -> re.Pattern[str]:
    signs = sorted(currency_signs(), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Z]){sign}(?![A-Z])" if sign.isalpha() else re.escape(sign) for sign in signs))


@cache
def currency_of_region() -> dict[str, str]:
    """The ISO 4217 code of what is paid with in a country of ISO 3166."""
    return dict(_table()["currency_of_region"])


# Labels of amounts; the other lists under `labels` mark dates and telephones.
_AMOUNT_LABELS: Final = (
    "other", "total", "subtotal", "tax", "tip", "charge", "rounding", "tendered", "change", "discount",
)  # fmt: skip


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    meanings: dict[str, str] = {}
    for meaning in _AMOUNT_LABELS:
        for phrase in _phrases(f"labels.{meaning}"):
            meanings.setdefault(phrase, meaning)
    return _pattern(_spelled(_table()["labels"][meaning] for meaning in _AMOUNT_LABELS)), meanings


@cache
def _list(name: str) -> re.Pattern[str]:
    return _pattern(_spelled([_section(name)]))


@cache
def _by_key(name: str) -> dict[str, re.Pattern[str]]:
    return {key: _pattern(phrases) for key, phrases in _section(name).items()}


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(_plain(phrase) for phrase in _spelled([_section(name)]))


def _section(name: str) -> dict[str, list[str]]:
    table = _table()
    for key in name.split("."):
        table = table[key]
    return table


def _spelled(sections: Iterable[dict[str, list[str]]]) -> list[str]:
    return [phrase for section in sections for phrases in section.values() for phrase in phrases]


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    alternatives = []
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        body = r"\W*".join(map(re.escape, phrase.split()))
        alternatives.append(body)
    return re.compile(rf"(?<![A-Z])(?:{'|'.join(alternatives)})(?:{_END})")


def _plain(phrase: str) -> str:
    return re.sub(r"\W", "", phrase)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("fairpanel.reading").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
