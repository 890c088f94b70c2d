"""Blacking out: the picture without what must go, and a file of it without anything but the pixels."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fairpanel.kit.page import Box
from fairpanel.redaction.marks import Mark

Pixels = NDArray[np.uint8]

# How far a box is widened to each side, in heights of its print. Boxes of OCR end inside the print; bench/redaction.py
# measures how much of it is covered.
MARGIN_HEIGHTS: Final = 0.35
MARGIN_PX_MIN: Final = 3
JPEG_QUALITY: Final = 85


def black_out(pixels: Pixels, marks: Iterable[Mark]) -> Pixels:
    """A copy of the picture (height x width x 3) in which every mark is black, with a margin around it."""
    blacked = pixels.copy()
    height, width = pixels.shape[:2]
    for mark in marks:
        box = widened(mark.box, width=width, height=height)
        blacked[box.top : box.bottom, box.left : box.right] = 0
    return blacked


def widened(box: Box, *, width: int, height: int) -> Box:
    """The box with its margin, as far as a picture of `width` by `height` pixels goes."""
    margin = max(MARGIN_PX_MIN, round(box.height * MARGIN_HEIGHTS))
    return Box(
        max(0, box.left - margin),
        max(0, box.top - margin),
        min(width, box.right + margin),
        min(height, box.bottom + margin),
    )


def encode_jpeg(pixels: Pixels) -> bytes:
    """A JPEG of the picture (red, green, blue) that holds no metadata: no place, no time, no device, no thumbnail."""
    file = BytesIO()
    Image.fromarray(pixels, "RGB").save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()
