"""Finds where print stands in a picture: one slanted rectangle around each run of words."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.reading.limits import look_at_the_time
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.scaling import Pixels, resized

# As PP-OCR's own settings: Liao et al., Real-time scene text detection with differentiable binarization, 2020.
_INK_PROBABILITY_MIN: Final = 0.3
_RUN_PROBABILITY_MIN: Final = 0.5
# The network is taught to see print shrunken; this much of area over girth gives the letters back.
_GROWTH: Final = 1.6
_SIDE_MIN_PX: Final = 3
_UPRIGHT_FROM: Final = 2.0
_RUNS_MAX: Final = 1000
# The network halves its input five times.
_MULTIPLE_PX: Final = 32
_LEVELS: Final = np.arange(256, dtype=np.float32) / np.float32(127.5) - 1
_across, _down = itemgetter(0), itemgetter(1)


def find_runs(pixels: Pixels, network: Network, *, scale: float) -> Floats:
    """The runs of print in `pixels` (blue, green, red), seen at `scale` times their size.

    Gives runs x 4 x 2: the corners of each in pixels, clockwise from the upper left as the words run.
    """
    look_at_the_time()
    height, width = pixels.shape[:2]
    seen = (_to_multiple(width * scale), _to_multiple(height * scale))
    probability = network(_levels(resized(pixels, seen)))[0, 0]
    ink = cv2.dilate((probability > _INK_PROBABILITY_MIN).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [run for contour in contours[:_RUNS_MAX] if (run := _run(contour, probability)) is not None]
    if not found:
        return np.zeros((0, 4, 2), np.float32)
    corners = np.array(found, np.float32) * np.array([width / seen[0], height / seen[1]], np.float32)
    limits = np.array([width - 1, height - 1], np.float32)
    return np.clip(corners, 0, limits).astype(np.float32)


def is_upright(runs: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which of `runs` (runs x 4 x 2 corners) stand on end: so much higher than wide that they are no single letter."""
    across = np.linalg.norm(runs[:, [0, 3]] - runs[:, [1, 2]], axis=2).max(axis=1)
    down = np.linalg.norm(runs[:, [0, 1]] - runs[:, [3, 2]], axis=2).max(axis=1)
    return np.asarray(down >= across * _UPRIGHT_FROM)


def _to_multiple(side_px: float) -> int:
    return max(_MULTIPLE_PX, round(side_px / _MULTIPLE_PX) * _MULTIPLE_PX)


def _levels(pixels: Pixels) -> Floats:
    """The colours as the networks take them: one plane each, from -1 to 1."""
    planes = np.empty((1, 3, *pixels.shape[:2]), np.float32)
    for plane, colour in zip(planes[0], cv2.split(pixels), strict=True):
        cv2.LUT(colour, _LEVELS, plane)
    return planes


def _run(contour: cv2.typing.MatLike, probability: Floats) -> list[list[float]] | None:
    """The corners of the rectangle around one blot of ink, or None where it is too small or too faint."""
    centre, (along, across), angle = cv2.minAreaRect(contour)
    if min(along, across) < _SIDE_MIN_PX:
        return None
    if _mean_inside(cv2.boxPoints((centre, (along, across), angle)), probability) < _RUN_PROBABILITY_MIN:
        return None
    growth = along * across * _GROWTH / (along + across)
    return _clockwise(cv2.boxPoints((centre, (along + growth, across + growth), angle)).tolist())


def _mean_inside(corners: cv2.typing.MatLike, probability: Floats) -> float:
    height, width = probability.shape
    across, down = zip(*corners.tolist(), strict=True)
    left, right = _clipped(math.floor(min(across)), width - 1), _clipped(math.ceil(max(across)), width - 1)
    top, bottom = _clipped(math.floor(min(down)), height - 1), _clipped(math.ceil(max(down)), height - 1)
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillConvexPoly(mask, (corners - (left, top)).astype(np.int32), 1)
    return float(cv2.mean(probability[top : bottom + 1, left : right + 1], mask)[0])


def _clipped(place: int, last: int) -> int:
    return min(max(place, 0), last)


def _clockwise(corners: list[list[float]]) -> list[list[float]]:
    """Upper left, upper right, lower right, lower left of a rectangle whose words run from left to right."""
    one, other, another, last = sorted(corners, key=_across)
    upper_left, lower_left = sorted((one, other), key=_down)
    upper_right, lower_right = sorted((another, last), key=_down)
    return [upper_left, upper_right, lower_right, lower_left]
