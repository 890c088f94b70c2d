"""Words on a page and where they stand: what reading finds and redaction takes away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels of the upright picture; the origin is its upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`, of which there is at least one."""
        sides = [(b.left, b.top, b.right, b.bottom) for b in boxes]
        lefts, tops, rights, bottoms = zip(*sides, strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters as read: one word, or several that the recogniser did not part.

    `confidence` is from 0 to 1, as the recogniser gives it.
    """

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """What was read on one upright picture of `width` by `height` pixels.

    `rows` are the printed rows from top to bottom, each with its words from left to right.
    """

    width: int
    height: int
    rows: tuple[tuple[Word, ...], ...]
