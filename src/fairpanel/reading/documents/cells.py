"""Reads a row as cells: words that stand close together, with wider gaps between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fairpanel.kit.page import Box, Word
from fairpanel.reading.print_rows import Row

# A gap this many times as wide as the print is high parts two cells; a space is narrower.
_GAP: Final = 0.6


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together in one row, of which there is at least one."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around them."""
        return Box.around(word.box for word in self.words)

    @property
    def confidence(self) -> float:
        """How sure the recogniser is of the least sure."""
        return min(word.confidence for word in self.words)


def cells_in(row: Row) -> list[Cell]:
    """The cells of a row from left to right."""
    parts: list[list[Word]] = []
    for word in sorted(row.words, key=lambda word: word.box.left):
        if parts and word.box.left - parts[-1][-1].box.right < _GAP * max(word.box.height, 1):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [Cell(tuple(part)) for part in parts]


def under(box: Box, row: Row) -> Cell | None:
    """The cell of `row` that stands under `box`, sharing some of its width."""
    return next((cell for cell in cells_in(row) if _shared(cell.box, box) > 0), None)


def nearest(box: Box, boxes: Sequence[Box]) -> int:
    """Which of `boxes` shares most of its width with `box`, or else lies closest to it sideways."""
    return max(range(len(boxes)), key=lambda place: _shared(boxes[place], box))


def _shared(one: Box, other: Box) -> int:
    """How many pixels of width two boxes share; negative where they lie apart."""
    return min(one.right, other.right) - max(one.left, other.left)
