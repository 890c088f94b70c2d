"""Lines: a row's words joined into plain text, each character of which knows the word it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from fairpanel.kit.page import Word
from fairpanel.redaction.figures import figures
from fairpanel.redaction.marks import GONE, Kind, Span

# Dashes and the sign of multiplication as they are typed.
_SIGNS = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00d7": "x"}

_PLACEHOLDER = re.compile("|".join(re.escape(kind.placeholder) for kind in Kind))


@dataclass(frozen=True)
class Line:
    """One row as recognisers see it: small letters, no accents, words parted by one space.

    `origins` holds for each character of `text` its word and its place in that word; None for the spaces between.
    """

    row: int
    text: str
    origins: tuple[tuple[int, int] | None, ...]

    @classmethod
    def of(cls, row: int, words: Sequence[Word], gone: Collection[Span] = ()) -> Line:
        """The line of a row without the spans that are `gone`."""
        characters: list[str] = []
        origins: list[tuple[int, int] | None] = []
        for index, word in enumerate(words):
            if index:
                characters.append(" ")
                origins.append(None)
            out = [(span.start, span.end) for span in gone if span.word == index]
            for place, character in _without(word.text, out):
                characters.append(character)
                origins.append((index, place))
        return cls(row, "".join(characters), tuple(origins))

    @cached_property
    def figures(self) -> str:
        """The text ready to be searched for numbers, see `figures`."""
        return figures(self.text)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where the characters from `start` up to `end` stand in the words."""
        places = [origin for origin in self.origins[start:end] if origin is not None]
        return tuple(
            Span(word, run[0][1], run[-1][1] + 1)
            for word, run in ((word, list(run)) for word, run in groupby(places, key=lambda place: place[0]))
        )


@dataclass(frozen=True, slots=True)
class Match:
    """The characters from `start` up to `end` of a line's text, and what they are."""

    kind: Kind
    row: int
    start: int
    end: int


def plain(text: str) -> str:
    """`text` in small letters without accents, character by character: it keeps its length."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character == GONE:
        return GONE
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " "
    return _SIGNS.get(character) or unicodedata.normalize("NFKD", character)[0].lower()[0]


def _without(text: str, out: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
    """The characters of `text` with their places; each stretch that is out, or is a placeholder, as one `GONE`."""
    stretches = sorted([*out, *(found.span() for found in _PLACEHOLDER.finditer(text))])
    left: list[tuple[int, str]] = []
    place = 0
    for start, end in stretches:
        left += zip(range(place, start), plain(text[place:start]), strict=True)
        left.append((start, GONE))
        place = max(place, end)
    left += zip(range(place, len(text)), plain(text[place:]), strict=True)
    return left
