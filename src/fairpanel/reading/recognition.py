"""Reads the letters in each run of print and parts them into words, each with its own box."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.reading.limits import look_at_the_time
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.print_rows import fold
from fairpanel.reading.scaling import Pixels

_HEIGHT_PX: Final = 48
# Narrower runs are padded to this.
_WIDTH_MIN_PX: Final = 80
# A network is laid out anew for each size it meets: all batches are full, and their widths few.
_WIDTH_STEP_PX: Final = 40
# Wider than a receipt's longest line; wider ones are squeezed into it.
_WIDTH_MAX_PX: Final = 2400
# More in one go is slower.
_BATCH: Final = 6
_CONFIDENCE_MIN: Final = 0.5
# Of the accents that were really printed 19 in 20 are surer; of those that are specks half are less sure.
_ACCENT_SURE_FROM: Final = 0.9
_ACCENTS_OF_A_LANGUAGE: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as it stands in its run: `start` and `end` are shares of the run's length, from 0 to 1.

    `accents` counts the letters that surely bear one; `plain` is the text if those that only may bear one do not.
    """

    text: str
    start: float
    end: float
    confidence: float
    accents: int = 0
    plain: str = ""


def read_runs(pixels: Pixels, runs: Floats, network: Network, characters: Sequence[str]) -> list[tuple[Piece, ...]]:
    """The words in each of `runs` (runs x 4 x 2 corners in `pixels`), an empty tuple where nothing can be read."""
    crops = [straightened(pixels, run) for run in runs]
    read: list[tuple[Piece, ...]] = [()] * len(crops)
    for batch in _batches(crops):
        look_at_the_time()
        widest = max(_WIDTH_MIN_PX, *(crops[index].shape[1] for index in batch))
        width = math.ceil(widest / _WIDTH_STEP_PX) * _WIDTH_STEP_PX
        planes = np.zeros((_BATCH, 3, _HEIGHT_PX, width), np.float32)
        for plane, index in zip(planes, batch, strict=False):
            printed = plane[:, :, : crops[index].shape[1]]
            np.divide(crops[index].transpose(2, 0, 1), np.float32(127.5), out=printed)
            printed -= 1
        seen = network(planes)
        for probabilities, best, index in zip(seen, seen.argmax(axis=2), batch, strict=False):
            read[index] = _pieces(probabilities, best, characters, width / crops[index].shape[1])
    return read


def without_doubtful_accents(rows: Sequence[Sequence[Piece]]) -> list[tuple[Piece, ...]]:
    """The same words without the accents that the network half saw, on a page on which it surely saw none.

    A language that has accents has several on a receipt, and they are read surely: a lone doubtful one is a speck.
    """
    if sum(piece.accents for row in rows for piece in row) >= _ACCENTS_OF_A_LANGUAGE:
        return [tuple(row) for row in rows]
    return [tuple(replace(piece, text=piece.plain) for piece in row) for row in rows]


def straightened(pixels: Pixels, run: Floats) -> Pixels:
    """The run cut out of the picture and laid level, 48 pixels high."""
    across = np.linalg.norm(run[[0, 2]] - run[[1, 3]], axis=1).max()
    down = np.linalg.norm(run[[0, 1]] - run[[3, 2]], axis=1).max()
    width = int(np.clip(np.ceil(across / max(down, 1) * _HEIGHT_PX), 1, _WIDTH_MAX_PX))
    # Print more than twice as high is first laid level as it is: sampled point by point it would lose strokes.
    natural = (round(across), round(down)) if down > 2 * _HEIGHT_PX else (width, _HEIGHT_PX)
    level = _levelled(pixels, run, natural)
    return level if natural[1] == _HEIGHT_PX else _shrunken(level, (width, _HEIGHT_PX))


def _levelled(pixels: Pixels, run: Floats, size: tuple[int, int]) -> Pixels:
    width, height = size
    turn = cv2.getAffineTransform(run[[0, 1, 3]], np.array([[0, 0], [width, 0], [0, height]], np.float32))
    level = cv2.warpAffine(pixels, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, np.uint8)


def _shrunken(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _batches(crops: Sequence[Pixels]) -> Iterator[list[int]]:
    """The indices of crops of like width together, so that little is padding; what fills no batch is narrow."""
    order = sorted(range(len(crops)), key=lambda index: -crops[index].shape[1])
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]


def _pieces(
    probabilities: Floats, best: NDArray[np.intp], characters: Sequence[str], stretch: float
) -> tuple[Piece, ...]:
    """Greedy decoding of connectionist temporal classification (Graves et al., 2006), parted at spaces.

    `best` is the likeliest output at each step.
    """
    fresh = best != 0
    fresh[1:] &= best[1:] != best[:-1]
    (steps,) = np.nonzero(fresh)
    if not len(steps):
        return ()
    chosen = best[steps]
    surenesses = probabilities[steps, chosen]
    if surenesses.mean() < _CONFIDENCE_MIN:
        return ()
    # Where each character stands, in shares of the run; the padding on the right is no part of it.
    places = ((steps + 0.5) / len(probabilities) * stretch).tolist()
    half = median(after - before for before, after in pairwise(places)) / 2 if len(places) > 1 else 0.5
    texts = [characters[output] for output in chosen]
    accented = _accented(tuple(characters))
    bears = accented[chosen]
    surely = (bears & (surenesses >= _ACCENT_SURE_FROM)).tolist()
    plain = list(texts)
    for position in np.flatnonzero(bears & (surenesses < _ACCENT_SURE_FROM)):
        plain[position] = characters[int(np.where(accented, -1, probabilities[steps[position]]).argmax())]
        # The blank stands for nothing; the letter without its accent is then the nearest.
        if not plain[position].isalpha():
            plain[position] = fold(texts[position]) if texts[position].isupper() else fold(texts[position]).lower()
    sure = surenesses.tolist()
    pieces: list[Piece] = []
    start = 0
    for end in range(len(texts) + 1):
        if end < len(texts) and texts[end] != " ":
            continue
        if end > start:
            part = slice(start, end)
            pieces.append(
                Piece(
                    "".join(texts[part]),
                    max(0.0, places[start] - half),
                    min(1.0, places[end - 1] + half),
                    sum(sure[part]) / (end - start),
                    accents=sum(surely[part]),
                    plain="".join(plain[part]),
                )
            )
        start = end + 1
    return tuple(pieces)


@lru_cache(maxsize=4)
def _accented(characters: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of the characters are letters with an accent."""
    return np.array([each.isalpha() and len(unicodedata.normalize("NFD", each)) > 1 for each in characters])
