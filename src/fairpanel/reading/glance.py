"""The first, coarse look at a picture: where print stands on it, how high it is, and whether it lies on its side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from fairpanel.reading.detection import find_runs
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.scaling import Pixels, resized
from fairpanel.reading.turning import lies_on_its_side, turned

# Enough to see a receipt's print by, and quickly done.
_SIDE_PX: Final = 640


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """What was seen of `pixels` (red, green, blue), which are the picture turned to the left by so many `quarters`.

    `small` is what was looked at (blue, green, red), `scale` times as large. `runs` (runs x 4 x 2 corners in `pixels`)
    are the print, level but for a few degrees or upside-down.
    """

    pixels: Pixels
    small: Pixels
    quarters: int
    runs: Floats
    scale: float

    @property
    def heights(self) -> Floats:
        """How high each run of print stands, in pixels of the picture."""
        return np.asarray(np.linalg.norm(self.runs[:, 3] - self.runs[:, 0], axis=1), np.float32)


def glance(pixels: Pixels, find: Network) -> Glance:
    """Look once at `pixels` (red, green, blue), and turn what lies on its side."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE_PX / max(height, width))
    small = shrunken(pixels, scale)
    runs = find_runs(small, find, scale=1.0) / np.float32(scale)
    if not lies_on_its_side(runs):
        return Glance(pixels, small, 0, runs, scale)
    runs = turned(runs[:, [1, 2, 3, 0]], 1, (width, height))
    return Glance(np.ascontiguousarray(np.rot90(pixels)), np.ascontiguousarray(np.rot90(small)), 1, runs, scale)


def shrunken(pixels: Pixels, scale: float) -> Pixels:
    """The picture `scale` times as large, at most as large as it is, with the colours in OpenCV's order."""
    if scale < 1:
        # Of a strip a pixel high one is left.
        width, height = (max(1, round(side * scale)) for side in (pixels.shape[1], pixels.shape[0]))
        pixels = resized(pixels, (width, height))
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)
