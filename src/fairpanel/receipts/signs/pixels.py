"""Signs in the pixels of a photograph: digits that were copied, paper that was painted over, a page that was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box
from fairpanel.reading import Reading
from fairpanel.receipts.signs.glyphs import Grey, glyphs_in, ink_of, twins, words_with_digits
from fairpanel.receipts.values import Doubt, Sign

Pixels = NDArray[np.uint8]

# docs/explanation/signs.md shows how far real digits are from each other, and copied ones.
UNLIKE_MAX: Final = 0.042
# A camera gives hardly two digits that are alike; a drawing gives many.
_DRAWN_FROM: Final = 0.3
_DRAWN_GLYPHS_MIN: Final = 12
# So much of the paper around the amount is of one exact shade, and so little around most other words.
FLAT_FROM: Final = 0.26
_FLAT_ELSEWHERE_MAX: Final = 0.01
_WORDS_MIN: Final = 4
_HEIGHT_PX_MIN: Final = 20
# White that is as white as can be has no grain on any picture.
_WHITE_FROM: Final = 250
_FLAT_PX: Final = 5
# More places than these a person does not look at.
_COPIED_SHOWN_MAX: Final = 6


def signs_in_pixels(pixels: Pixels, reading: Reading) -> Iterator[Sign]:
    """What the pixels (height x width x 3) of an upright photograph say, given what was read on it."""
    words = words_with_digits(reading.page)
    if not words:
        return
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    glyphs = glyphs_in(grey, words)
    pairs = twins(grey, glyphs, unlike_max=UNLIKE_MAX)
    alike = sorted({number for one, another, _ in pairs for number in (one, another)})
    if len(glyphs) >= _DRAWN_GLYPHS_MIN and len(alike) >= _DRAWN_FROM * len(glyphs):
        yield Sign(Doubt.DRAWN_PAGE, Box.around(word.box for word in words), len(alike) / len(glyphs))
        return
    flat = [share for word in words if (share := flatness(grey, word.box)) is not None]
    if len(flat) < _WORDS_MIN or float(np.median(flat)) > _FLAT_ELSEWHERE_MAX:
        # A picture that was smoothed, or is of paper as white as can be: it says nothing of this.
        return
    if pairs:
        strength = 1 - min(unlike for _, _, unlike in pairs) / UNLIKE_MAX
        for number in sorted({glyphs[number].word for number in alike})[:_COPIED_SHOWN_MAX]:
            yield Sign(Doubt.COPIED_DIGITS, words[number].box, strength)
    for field in (reading.total, reading.date):
        share = None if field is None else flatness(grey, field.box)
        if field is not None and share is not None and share >= FLAT_FROM:
            yield Sign(Doubt.PAINTED_OVER, field.box, share)


def flatness(grey: Grey, box: Box) -> float | None:
    """The share of the paper in this box on which five pixels by five are of one exact shade, and not pure white."""
    part = grey[max(box.top, 0) : box.bottom, max(box.left, 0) : box.right]
    if min(part.shape) < _HEIGHT_PX_MIN:
        return None
    square = np.ones((_FLAT_PX, _FLAT_PX), np.uint8)
    paper = cv2.dilate(ink_of(part), square) == 0
    if not paper.any():
        return None
    same = (cv2.dilate(part, square) == cv2.erode(part, square)) & (part < _WHITE_FROM)
    return float((same & paper).sum() / paper.sum())
