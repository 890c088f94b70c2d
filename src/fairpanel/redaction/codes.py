"""Codes: the bars and squares on a picture that machines read, whatever they say."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box
from fairpanel.redaction.marks import Kind, Mark

# Large enough for the squares of a long receipt's code, small enough to be quick.
_SIDE_PX_MAX: Final = 1600
# What a detector calls a code is at least so large; specks are none.
_SIDE_PX_MIN: Final = 24
# The quiet zone around a code, in parts of its side.
_MARGIN: Final = 0.06


def find_codes(pixels: NDArray[np.uint8]) -> tuple[Mark, ...]:
    """Every bar code and square code on a picture (height x width x 3), read or not.

    They can hold a number of a card or a member, or the whole receipt signed, so all of them go.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE_PX_MAX / max(height, width))
    # Of a strip a pixel high one is left.
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    squares, bars = cv2.QRCodeDetector().detectMulti(grey), cv2.barcode.BarcodeDetector().detect(grey)
    corners = [quad for is_found, quads in (squares, bars) if is_found and quads is not None for quad in quads]
    boxes = (_around(np.asarray(quad, dtype=np.float64) / scale, width=width, height=height) for quad in corners)
    return tuple(Mark(Kind.CODE, box, None, ()) for box in boxes if min(box.width, box.height) >= _SIDE_PX_MIN)


def _around(quad: NDArray[np.float64], *, width: int, height: int) -> Box:
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    margin = _MARGIN * max(right - left, bottom - top)
    return Box(
        max(0, int(left - margin)), max(0, int(top - margin)),
        min(width, int(right + margin) + 1), min(height, int(bottom + margin) + 1),
    )  # fmt: skip
