"""Reads a picture: turns it upright, finds the print, reads the words, and puts them into printed rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.detection import find_runs, is_upright
from fairpanel.reading.eyes import eyes
from fairpanel.reading.glance import Glance, glance, shrunken
from fairpanel.reading.limits import within_limits
from fairpanel.reading.models import Script
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.picture import Picture
from fairpanel.reading.rows import rows_of
from fairpanel.reading.scaling import Pixels
from fairpanel.reading.turning import read_either_way_up, turned, turned_over

# So high should a run of print stand for the detector; for the reader higher, since half the print is smaller.
_SEEN_HEIGHT_PX: Final = 26
_READ_HEIGHT_PX: Final = 80
# Where print stands as high as this in the coarse look already, a second one finds no more.
_SEEN_WELL_FROM_PX, _SEEN_WELL_TO_PX = 20, 40
_MARGIN_PRINT_HEIGHTS: Final = 6
# Cropping pays where it leaves less than this share of the picture.
_CROPPED_FROM: Final = 0.7
# The print of a picture is never seen larger than this many times, nor the whole larger than this.
_ENLARGED_MAX: Final = 3.0
_SEEN_SIDE_MAX_PX: Final = 2400


def recognise(picture: Picture, script: Script = Script.LATIN) -> Page:
    """The words on `picture`, printed in `script`, in printed rows from top to bottom.

    Their boxes lie in the pixels of the picture that `see` gives, which is the same one if it is the right way up.
    """
    return see(picture, script)[1]


@within_limits()
def see(picture: Picture, script: Script = Script.LATIN) -> tuple[Picture, Page]:
    """`picture` turned so that its print stands upright, and the words on it with their boxes in the turned pixels.

    A picture that is the right way up is given back as it is. Reads with one thread; calls from several threads wait
    for each other.
    """
    with eyes(script) as using:
        view = _look(picture.pixels, using.find)
        runs = view.runs if view.runs is not None else find_runs(view.pixels, using.find, scale=view.seen_scale)
        # Where print stands on end, its first letter is taken to be the uppermost.
        runs = np.where(is_upright(runs)[:, None, None], runs[:, [1, 2, 3, 0]], runs)
        pieces, is_over = read_either_way_up(view.pixels, runs, using.read, using.characters)
    corners = (runs / view.scale + view.origin).astype(np.float32)
    quarters = view.quarters
    if is_over:
        corners = turned(turned_over(corners), 2, view.whole)
        quarters += 2
    width, height = view.whole
    words = [
        [Word(piece.text, _box(run, piece.start, piece.end, view.whole), piece.confidence) for piece in row]
        for run, row in zip(corners.tolist(), pieces, strict=True)
    ]
    return _turned_picture(picture, quarters), Page(width, height, rows_of(corners, words))


def _turned_picture(picture: Picture, quarters: int) -> Picture:
    if quarters == 0:
        return picture
    return replace(picture, pixels=np.ascontiguousarray(np.rot90(picture.pixels, quarters)))


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """The part of a picture that holds print: `pixels` (blue, green, red) are its part from `origin` on, resized.

    Before that the picture was turned to the left by so many `quarters`; `whole` is its width and height since then.
    `scale` is how much larger than in the picture they are, `seen_scale` how much larger the detector should see them.
    `runs` are the print on them (runs x 4 x 2 corners) where the coarse look saw it well enough.
    """

    quarters: int
    whole: tuple[int, int]
    pixels: Pixels
    origin: NDArray[np.float32]
    scale: float
    seen_scale: float
    runs: Floats | None


def _look(pixels: Pixels, find: Network) -> _View:
    """Turn what lies on its side, crop to the print, and bring that to the height that detector and reader want."""
    seen = glance(pixels, find)
    height, width = seen.pixels.shape[:2]
    if not len(seen.runs):
        return _view(seen, (0, 0, width, height), _SEEN_HEIGHT_PX * max(height, width) / _SEEN_SIDE_MAX_PX)
    print_height = float(np.median(seen.heights))
    # Wide enough for a shop's sign, which is too large for the coarse look.
    margin = _MARGIN_PRINT_HEIGHTS * print_height
    left, top = np.maximum(seen.runs.min(axis=(0, 1)) - margin, 0).astype(int).tolist()
    right, bottom = np.minimum(seen.runs.max(axis=(0, 1)) + margin, [width, height]).astype(int).tolist()
    worth_it = (right - left) * (bottom - top) < _CROPPED_FROM * width * height
    return _view(seen, (left, top, right, bottom) if worth_it else (0, 0, width, height), print_height)


def _view(whole: Glance, part: tuple[int, int, int, int], print_height: float) -> _View:
    left, top, right, bottom = part
    longest = max(right - left, bottom - top)
    seen = min(_SEEN_HEIGHT_PX / print_height, _ENLARGED_MAX, _SEEN_SIDE_MAX_PX / longest)
    scale = min(1.0, max(seen, _READ_HEIGHT_PX / print_height))
    origin = np.array([left, top], np.float32)
    is_seen_well = len(whole.runs) and _SEEN_WELL_FROM_PX <= print_height * whole.scale <= _SEEN_WELL_TO_PX
    return _View(
        runs=(whole.runs - origin) * np.float32(scale) if is_seen_well else None,
        quarters=whole.quarters,
        whole=(whole.pixels.shape[1], whole.pixels.shape[0]),
        pixels=shrunken(whole.pixels[top:bottom, left:right], scale),
        origin=origin,
        scale=scale,
        seen_scale=seen / scale,
    )


def _box(run: Sequence[Sequence[float]], start: float, end: float, limits: tuple[int, int]) -> Box:
    """The upright box around the part of a slanted run between two shares of its length."""
    (left_x, left_y), (right_x, right_y), (low_right_x, low_right_y), (low_left_x, low_left_y) = run
    across = [a + share * (b - a) for a, b in ((left_x, right_x), (low_left_x, low_right_x)) for share in (start, end)]
    down = [a + share * (b - a) for a, b in ((left_y, right_y), (low_left_y, low_right_y)) for share in (start, end)]
    width, height = limits
    return Box(
        min(max(math.floor(min(across)), 0), width),
        min(max(math.floor(min(down)), 0), height),
        min(max(math.ceil(max(across)), 0), width),
        min(max(math.ceil(max(down)), 0), height),
    )
