"""One printed row as text in which every character still knows where on the page it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from fairpanel.kit.page import Box, Page, Word


@dataclass(frozen=True)
class Row:
    """The words of one printed row; `index` counts rows from the top of the page, from 0."""

    words: tuple[Word, ...]
    index: int

    @cached_property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        """The text in capitals without accents, character for character as long as `text`."""
        return fold(self.text)

    @cached_property
    def box(self) -> Box:
        """The box around the whole row."""
        return Box.around(word.box for word in self.words)

    @cached_property
    def height(self) -> float:
        """How high its print stands, in pixels and at least one: the middle of its words' heights."""
        heights = sorted(word.box.height for word in self.words)
        return max(float(heights[len(heights) // 2]), 1.0)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold any character of `text[start:end]`."""
        found, at = [], 0
        for word in self.words:
            if at < end and at + len(word.text) > start:
                found.append(word)
            at += len(word.text) + 1
        return tuple(found)

    def box_between(self, start: int, end: int) -> Box:
        """The box around the words that hold `text[start:end]`."""
        return Box.around(word.box for word in self.words_between(start, end))

    def confidence_between(self, start: int, end: int) -> float:
        """How sure the recogniser is of the least sure of those words."""
        return min(word.confidence for word in self.words_between(start, end))


def rows_on(page: Page) -> list[Row]:
    """The page's rows that hold anything."""
    return [Row(words, index) for index, words in enumerate(row for row in page.rows if any(w.text for w in row))]


# Marks that print has several of, and the one that patterns know.
_ONE_OF_EACH: Final = {
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{ACUTE ACCENT}": "'",
    "\N{MULTIPLICATION SIGN}": "X",
    "\N{FULLWIDTH YEN SIGN}": "\N{YEN SIGN}",
}


def fold(text: str) -> str:
    """`text` in capitals without accents, with one kind of dash and quotation mark, of the same length."""
    return "".join(map(_folded, text))


def around(rows: Iterable[Row]) -> Box:
    """The box around all of `rows`, of which there is at least one."""
    return Box.around(row.box for row in rows)


def _folded(character: str) -> str:
    plain = _ONE_OF_EACH.get(character, character)
    # The capital of a sharp s is two letters.
    return unicodedata.normalize("NFD", plain)[0].upper()[0]
