"""Reads a picture: finds the print, reads the words, and puts them into printed rows."""

from __future__ import annotations

import threading
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import models, networks
from fairpanel.reading.detection import Pixels, find_runs, is_upright
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.picture import Picture
from fairpanel.reading.recognition import read_runs
from fairpanel.reading.rows import rows_of

# Larger pictures are seen smaller: print on a receipt that fills the picture is then still tall enough.
_LONG_SIDE_MAX_PX: Final = 2000
_SHORT_SIDE_MIN_PX: Final = 736
_ONE_AT_A_TIME = threading.Lock()


def recognise(picture: Picture) -> Page:
    """The words on `picture` with their boxes in its pixels, in printed rows from top to bottom.

    Reads with one thread; calls from several threads wait for each other.
    """
    height, width = picture.pixels.shape[:2]
    shrink = min(1.0, _LONG_SIDE_MAX_PX / max(height, width))
    seen = _shrunken(picture.pixels, shrink)
    with _ONE_AT_A_TIME:
        find, read, characters = _networks()
        runs = find_runs(seen, find, scale=max(1.0, _SHORT_SIDE_MIN_PX / min(seen.shape[:2])))
        # Where print stands on end, its first letter is taken to be the uppermost.
        runs = np.where(is_upright(runs)[:, None, None], runs[:, [1, 2, 3, 0]], runs)
        pieces = read_runs(seen, runs, read, characters)
    limits = np.array([width, height])
    words = [
        [Word(piece.text, _box(run, piece.start, piece.end, shrink, limits), piece.confidence) for piece in row]
        for run, row in zip(runs, pieces, strict=True)
    ]
    return Page(width, height, rows_of(runs / shrink, words))


@cache
def _networks() -> tuple[Network, Network, tuple[str, ...]]:
    recogniser = models.recogniser()
    return networks.load(models.detector()), networks.load(recogniser.onnx), recogniser.characters


def _shrunken(pixels: Pixels, shrink: float) -> Pixels:
    if shrink < 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _box(run: Floats, start: float, end: float, shrink: float, limits: NDArray[np.int64]) -> Box:
    """The upright box around the part of a slanted run between two shares of its length."""
    upper, lower = (run[a] + np.outer([start, end], run[b] - run[a]) for a, b in ((0, 1), (3, 2)))
    corners = np.concatenate([upper, lower]) / shrink
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, limits).astype(int).tolist()
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), 0, limits).astype(int).tolist()
    return Box(left, top, right, bottom)
