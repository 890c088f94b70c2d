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

# How far a box is widened, in heights of its print. Boxes of our reader hold the print's height and end inside its
# first and last character; so the margin is wide at the sides and narrow towards the rows above and below.
# bench/redaction.py measures what is covered and what is lost.
MARGIN_SIDEWAYS_HEIGHTS: Final = 0.25
MARGIN_UPWARDS_HEIGHTS: Final = 0.07
MARGIN_PX_MIN: Final = 1
JPEG_QUALITY: Final = 85


def black_out(pixels: Pixels, marks: Iterable[Mark]) -> Pixels:
    """A copy of the picture (height x width x 3) in which every mark is black, with a margin around it."""
    blacked = pixels.copy()
    height, width = pixels.shape[:2]
    for mark in marks:
        box = _within(widened(mark.box, width=width, height=height), mark.room)
        blacked[box.top : box.bottom, box.left : box.right] = 0
    return blacked


def widened(box: Box, *, width: int, height: int) -> Box:
    """The box with its margin, as far as a picture of `width` by `height` pixels goes."""
    sideways = max(MARGIN_PX_MIN, round(box.height * MARGIN_SIDEWAYS_HEIGHTS))
    upwards = max(MARGIN_PX_MIN, round(box.height * MARGIN_UPWARDS_HEIGHTS))
    return Box(
        max(0, box.left - sideways),
        max(0, box.top - upwards),
        min(width, box.right + sideways),
        min(height, box.bottom + upwards),
    )


def _within(box: Box, room: Box | None) -> Box:
    if room is None:
        return box
    return Box(
        max(box.left, room.left), max(box.top, room.top), min(box.right, room.right), min(box.bottom, room.bottom)
    )


def encode_jpeg(pixels: Pixels) -> bytes:
    """A JPEG of the picture (red, green, blue) that holds no metadata: no place, no time, no device, no thumbnail."""
    file = BytesIO()
    Image.fromarray(pixels, "RGB").save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()
