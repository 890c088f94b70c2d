"""The words that receipts are printed with, out of `vocabulary.toml`, and how to find them in a row."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

# From this many letters on a phrase is known even where the space after it was lost.
_SURE_FROM_LETTERS: Final = 5
_LOST_ZERO: Final = re.compile(r"(?<=[A-Z])0(?=[A-Z])")


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
        for match in pattern.finditer(_LOST_ZERO.sub("O", folded))
        for phrase in (_plain(match.group()),)
        if phrase in meanings
    ]


def find(name: str, folded: str) -> re.Match[str] | None:
    """The first phrase of the list `name` (`address`, `labels.date`, ...) in a row's folded text."""
    return _list(name).search(_LOST_ZERO.sub("O", folded))


def find_all(name: str, folded: str) -> Iterator[re.Match[str]]:
    """Every phrase of the list `name` in a row's folded text."""
    return _list(name).finditer(_LOST_ZERO.sub("O", folded))


def without(name: str, folded: str) -> str:
    """A row's folded text with the phrases of the list `name` taken out."""
    return _list(name).sub("", folded)


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
        sure = len(_plain(phrase)) >= _SURE_FROM_LETTERS
        alternatives.append(body if sure else body + r"(?![A-Z])")
    return re.compile(rf"(?<![A-Z])(?:{'|'.join(alternatives)})")


def _plain(phrase: str) -> str:
    return re.sub(r"\W", "", phrase)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("fairpanel.reading").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
