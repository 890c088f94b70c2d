"""The brands that the directory lists, loaded from `shops.jsonl.gz` when the first of them is asked for."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz.distance import OSA

from fairpanel.reading.directory.names import host_key_of, key_of

_GRAM: Final = 3
# Shorter names differ by too little to be found when misread.
_FUZZY_FROM: Final = 6
_LETTERS_PER_MISREAD: Final = 5
_MISREAD_MAX: Final = 2
_LOST_FROM: Final = 8
_NEAREST: Final = 12


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand of shops.

    `kinds` are words of the programme (`grocery`, `fuel`, ...), the main one first; `countries` are ISO 3166 codes in
    small letters, empty where the brand may be anywhere. `is_plain`: the name is made of words of a dictionary.
    """

    name: str
    wikidata: str | None
    kinds: tuple[str, ...]
    countries: frozenset[str]
    is_plain: bool
    key: str


@dataclass(frozen=True)
class Directory:
    """All brands, by the key of each spelling of their names, and by the key of each of their web hosts."""

    by_key: Mapping[str, Sequence[Brand]]
    by_host: Mapping[str, Brand]
    _keys: Sequence[str]
    _keys_with: Mapping[str, Sequence[int]]

    def alike(self, key: str) -> Iterator[tuple[str, int]]:
        """Keys that `key` may be a misreading of, each with how many letters are amiss, at most one in five."""
        misread_max = min(_MISREAD_MAX, len(key) // _LETTERS_PER_MISREAD)
        if len(key) < _FUZZY_FROM:
            return
        shared: dict[int, int] = defaultdict(int)
        for gram in _grams(key):
            for number in self._keys_with.get(gram, ()):
                shared[number] += 1
        # A letter amiss takes at most three of a key's runs of three with it.
        least = len(key) - _GRAM * misread_max
        near = sorted(((count, number) for number, count in shared.items() if count >= least), reverse=True)
        for _, number in near[:_NEAREST]:
            known = self._keys[number]
            # Letters are taken for others more often than lost: only a long name may lack one, and nothing else.
            lost_max = 1 if len(key) >= _LOST_FROM else 0
            longer = abs(len(key) - len(known))
            distance = OSA.distance(key, known, score_cutoff=misread_max)
            if 0 < distance <= misread_max and longer <= lost_max and not (longer and distance > 1):
                yield known, distance


@cache
def directory() -> Directory:
    """The directory that comes with the package."""
    by_key: dict[str, list[Brand]] = defaultdict(list)
    by_host: dict[str, Brand] = {}
    for name, spellings, wikidata, kinds, countries, hosts, is_plain in _rows():
        key = key_of(name)
        brand = Brand(name, wikidata or None, tuple(kinds), frozenset(countries.split()), bool(is_plain), key)
        for spelled in dict.fromkeys([key, *map(key_of, spellings)]):
            by_key[spelled].append(brand)
        by_host.update((host_key_of(host), brand) for host in hosts)
    keys = [key for key in by_key if len(key) >= _FUZZY_FROM - 1]
    keys_with: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        for gram in _grams(key):
            keys_with[gram].append(number)
    return Directory(by_key, by_host, keys, keys_with)


def _grams(key: str) -> set[str]:
    """The runs of three letters in `key`, with its beginning and end marked."""
    marked = f" {key} "
    return {marked[at : at + _GRAM] for at in range(len(marked) - _GRAM + 1)}


def _rows() -> Iterator[list[Any]]:
    packed = files("fairpanel.reading.directory").joinpath("shops.jsonl.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    if json.loads(lines[0])["format"] != 1:
        raise ValueError("shops.jsonl.gz has a format that this version cannot read; compile it anew.")
    return map(json.loads, lines[1:])
