"""The words that orders by mail are written with, out of `words.toml`, and how to find them in a row."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from fairpanel.reading.print_rows import Row


def find(name: str, folded: str) -> re.Match[str] | None:
    """The first phrase of the list `name` in folded text, the longest where several begin there."""
    return _pattern(name).search(folded)


def begins(name: str, folded: str) -> re.Match[str] | None:
    """The phrase of the list `name` with which folded text begins, passing over signs before it."""
    found = _pattern(name).search(folded)
    return found if found and not any(map(str.isalnum, folded[: found.start()])) else None


def is_listed(name: str, folded: str) -> bool:
    """Whether folded text is one phrase of the list `name` and no more but signs."""
    found = begins(name, folded)
    return found is not None and not any(map(str.isalnum, folded[found.end() :]))


def speaks_of(name: str, row: Row) -> bool:
    """Whether a phrase of the list `name` stands in the row."""
    return find(name, row.folded) is not None


@cache
def phrases(name: str) -> frozenset[str]:
    """What the list `name` holds."""
    table = _table()[name]
    return frozenset(phrase for listed in table.values() for phrase in listed)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    longest_first = sorted(phrases(name), key=lambda phrase: (-len(phrase), phrase))
    bodies = (r"[^A-Z0-9]{1,3}".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(bodies)})(?![A-Z])")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("fairpanel.reading.documents").joinpath("words.toml").read_text(encoding="utf-8"))
