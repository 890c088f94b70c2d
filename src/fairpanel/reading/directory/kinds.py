"""The kind of shop that the words on a receipt speak of, where its name says nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

_HEAD_ROWS: Final = 8
_NAME_IN_HEAD, _SIGN = 3.0, 1.0
_POINTS_MIN: Final = 2.0
# How far the first must lie before the second, and what doubt is left where nothing speaks against it.
_LEAD_MIN: Final = 1.5
_DOUBT: Final = 0.7
_WORD: Final = re.compile(r"[A-Z0-9]+")


def find_kind(rows: Sequence[Row]) -> Field[str] | None:
    """The kind of shop (`grocery`, `restaurant`, ...) that the words speak of, or None rather than a guess.

    A name of the kind in the head of the page (`APOTHEKE`) is enough; else two different signs are (`TABLE`, `TIP`).
    """
    points: dict[str, float] = {}
    seen: dict[str, tuple[Row, int, int]] = {}
    said: set[str] = set()
    bought = False
    for row in rows:
        # Further down than this, COFFEE and PIZZA are things bought.
        bought = bought or row.index >= _HEAD_ROWS or bool(amounts_in(row))
        for word, start, end in _listed_in(row):
            if word in said:
                continue
            said.add(word)
            for kind, is_name in _words()[word]:
                if is_name and bought:
                    continue
                points[kind] = points.get(kind, 0.0) + (_NAME_IN_HEAD if is_name else _SIGN)
                seen.setdefault(kind, (row, start, end))
    ranked = sorted(((count, kind) for kind, count in points.items()), reverse=True)
    if not ranked or ranked[0][0] < _POINTS_MIN:
        return None
    most, kind = ranked[0]
    if len(ranked) > 1 and most < _LEAD_MIN * ranked[1][0]:
        return None
    row, start, end = seen[kind]
    confidence = most / (sum(points.values()) + _DOUBT) * row.confidence_between(start, end)
    return Field(kind, row.text[start:end], row.box_between(start, end), confidence)


def _listed_in(row: Row) -> Iterator[tuple[str, int, int]]:
    """The words and phrases in the row that speak of a kind, the longest first, and where they stand."""
    words = [(match.group(), *match.span()) for match in _WORD.finditer(row.folded)]
    at = 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            phrase = " ".join(word for word, _, _ in words[at : at + length])
            if phrase in _words():
                yield phrase, words[at][1], words[at + length - 1][2]
                at += length - 1
                break
        at += 1


@cache
def _words() -> dict[str, list[tuple[str, bool]]]:
    """For every word listed the kinds it speaks of, and whether it names them."""
    table = tomllib.loads(files("fairpanel.reading.directory").joinpath("kinds.toml").read_text(encoding="utf-8"))
    meanings: dict[str, list[tuple[str, bool]]] = {}
    for kind, lists in table.items():
        for word in lists["names"]:
            meanings.setdefault(word, []).append((kind, True))
        for word in lists["signs"]:
            meanings.setdefault(word, []).append((kind, False))
    return meanings


@cache
def _longest() -> int:
    return max(len(phrase.split()) for phrase in _words())
