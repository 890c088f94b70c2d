"""The names that the lists of medicines know, loaded from `names.txt.gz` when the first of them is asked for."""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import OSA

_FORMAT: Final = 2
_GRAM: Final = 3
_FUZZY_FROM: Final = 6
_FUZZY_SURE_FROM: Final = 8
_NEAREST: Final = 8
# Of a longer name a till prints the beginning: `PARACETAM. 500`.
_CUT_FROM: Final = 6
_LEFT_OUT_MAX: Final = 6


class Name(Enum):
    """How much a name says: a medicine by itself, only at a pharmacy, or only with more beside it."""

    SURE = "s"
    MIDDLE = "m"
    WEAK = "w"


@dataclass(frozen=True)
class Lexicon:
    """All names by their keys (see `keys.key_of`)."""

    by_key: Mapping[str, Name]
    _sorted: Sequence[str]
    _fuzzy: Sequence[str]
    _fuzzy_with: Mapping[str, Sequence[int]]

    def named(self, key: str) -> Name | None:
        """What a key says: of the name itself, or of a long name with one letter misread."""
        known = self.by_key.get(key)
        if known or len(key) < _FUZZY_FROM or not self._is_misread(key):
            return known
        return Name.SURE if len(key) >= _FUZZY_SURE_FROM else Name.MIDDLE

    def begins(self, key: str) -> bool:
        """Whether the key is the beginning of a name that is sure, as a till with short rows prints it."""
        if len(key) < _CUT_FROM:
            return False
        at = bisect_left(self._sorted, key)
        return at < len(self._sorted) and (
            self._sorted[at].startswith(key) and len(self._sorted[at]) - len(key) <= _LEFT_OUT_MAX
        )

    def _is_misread(self, key: str) -> bool:
        shared: dict[int, int] = defaultdict(int)
        for gram in _grams(key):
            for number in self._fuzzy_with.get(gram, ()):
                shared[number] += 1
        # A letter amiss takes at most three of a key's runs of three with it.
        least = len(key) - _GRAM
        near = sorted(((count, number) for number, count in shared.items() if count >= least), reverse=True)
        return any(OSA.distance(key, self._fuzzy[number], score_cutoff=1) == 1 for _count, number in near[:_NEAREST])


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    return load(files("fairpanel.redaction.medicines").joinpath("names.txt.gz").read_bytes())


def load(packed: bytes) -> Lexicon:
    """The lexicon that a compiled file holds."""
    head, *rows = gzip.decompress(packed).decode().splitlines()
    if json.loads(head)["format"] != _FORMAT:
        raise ValueError("names.txt.gz has a format that this version cannot read; compile it anew.")
    by_key: dict[str, Name] = {}
    fuzzy: list[str] = []
    for row in rows:
        key, flags = row.split(" ")
        by_key[key] = Name(flags[0])
        if "f" in flags:
            fuzzy.append(key)
    fuzzy_with: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(fuzzy):
        for gram in _grams(key):
            fuzzy_with[gram].append(number)
    sure = sorted(key for key, name in by_key.items() if name is Name.SURE)
    return Lexicon(by_key, sure, fuzzy, fuzzy_with)


def _grams(key: str) -> set[str]:
    """The runs of three letters in `key`, with its beginning and end marked."""
    marked = f" {key} "
    return {marked[at : at + _GRAM] for at in range(len(marked) - _GRAM + 1)}
