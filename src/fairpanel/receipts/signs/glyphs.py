"""The digits of a picture one by one, and how alike two of them are in their pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box, Page, Word

Grey = NDArray[np.uint8]

# Smaller or paler ones look alike whatever they are.
HEIGHT_PX_MIN: Final = 14
_CONTRAST_MIN: Final = 48
# No receipt has more; a page that does is not compared to the last one.
_GLYPHS_MAX: Final = 1500
_TALL_FROM: Final = 0.45
_WIDE_FROM, _WIDE_TO = 0.3, 1.1
_MARGIN_PX: Final = 2
_COARSE: Final = (8, 12)
_COARSE_MAX: Final = 0.14
NOT_ALIKE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed sign, and the number of the word that it stands in."""

    box: Box
    word: int


def words_with_digits(page: Page) -> list[Word]:
    """Where amounts, days and numbers stand."""
    return [word for row in page.rows for word in row if any(map(str.isdigit, word.text))]


def glyphs_in(grey: Grey, words: Iterable[Word]) -> list[Glyph]:
    """The signs in these words that are large and dark enough to be compared."""
    found = [glyph for number, word in enumerate(words) for glyph in _glyphs(grey, word.box, number)]
    return found[:_GLYPHS_MAX]


def _glyphs(grey: Grey, box: Box, number: int) -> list[Glyph]:
    height, width = grey.shape
    left, top = max(box.left - _MARGIN_PX, 0), max(box.top - _MARGIN_PX, 0)
    part = grey[top : min(box.bottom + _MARGIN_PX, height), left : min(box.right + _MARGIN_PX, width)]
    if min(part.shape) < HEIGHT_PX_MIN or int(part.max()) - int(part.min()) < _CONTRAST_MIN:
        return []
    ink = ink_of(part)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = []
    for x, y, wide, high, _area in stats[1:].tolist():
        is_whole = x > 0 and y > 0 and x + wide < part.shape[1] and y + high < part.shape[0]
        is_tall = high >= max(HEIGHT_PX_MIN, _TALL_FROM * part.shape[0])
        if is_whole and is_tall and _WIDE_FROM * high <= wide <= _WIDE_TO * high:
            found.append(Glyph(Box(left + x, top + y, left + x + wide, top + y + high), number))
    return found


def ink_of(part: Grey) -> Grey:
    """255 where the part is darker than its paper."""
    return np.asarray(cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], np.uint8)


def twins(grey: Grey, glyphs: list[Glyph], *, unlike_max: float) -> list[tuple[int, int, float]]:
    """Pairs of glyphs in different words that differ by at most so much, by their numbers, and by how much.

    0 is alike in every pixel; 1 is as far apart as ink and paper.
    """
    if not glyphs:
        return []
    coarse = np.stack([_coarse(grey, glyph.box) for glyph in glyphs])
    sides = np.array([(glyph.box.width, glyph.box.height) for glyph in glyphs])
    words = np.array([glyph.word for glyph in glyphs])
    found = []
    for one in range(len(glyphs) - 1):
        others = slice(one + 1, None)
        near = (np.abs(sides[others] - sides[one]) <= 1).all(axis=1) & (words[others] != words[one])
        near &= np.sqrt(((coarse[others] - coarse[one]) ** 2).mean(axis=1)) <= _COARSE_MAX
        for another in (np.flatnonzero(near) + one + 1).tolist():
            unlike = _unlike(grey, glyphs[one].box, glyphs[another].box)
            if unlike <= unlike_max:
                found.append((one, another, unlike))
    return found


def _coarse(grey: Grey, box: Box) -> NDArray[np.float32]:
    part = grey[box.top : box.bottom, box.left : box.right]
    small = cv2.resize(part, _COARSE, interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    return np.asarray((small - small.min()) / max(float(np.ptp(small)), 1.0), np.float32)


def _unlike(grey: Grey, one: Box, another: Box) -> float:
    """The root mean square of the difference at the best whole shift, in shares of the contrast of ink and paper."""
    part = grey[one.top : one.bottom, one.left : one.right].astype(np.float32)
    high, wide = part.shape
    contrast = float(np.ptp(part))
    around = grey[max(another.top - 1, 0) : another.top + high + 1, max(another.left - 1, 0) : another.left + wide + 1]
    if contrast < _CONTRAST_MIN or around.shape[0] < high or around.shape[1] < wide:
        return NOT_ALIKE
    apart = cv2.matchTemplate(around.astype(np.float32), part, cv2.TM_SQDIFF)
    return float(np.sqrt(max(apart.min(), 0.0) / part.size)) / contrast
