"""Which way up a picture lies, told by the print on it: the shape of its runs, and how surely a few of them read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fairpanel.reading.detection import is_upright
from fairpanel.reading.networks import Floats, Network
from fairpanel.reading.recognition import Piece, read_runs, without_doubtful_accents
from fairpanel.reading.scaling import Pixels

# So many runs are read first, in one go of the network.
_TRIED: Final = 6
# Not the longest, which may be a rule or a bar code, but longer than most: a short number also reads turned over.
_TRIED_FROM_SHARE: Final = 0.75
# Upside-down print reads at .4 to .85; print as sure as this needs no second look.
_SURE_FROM: Final = 0.93


def lies_on_its_side(runs: Floats) -> bool:
    """Whether most of the print (by length; runs x 4 x 2 corners) runs down the picture instead of across it."""
    lengths = np.linalg.norm(runs[:, 0] - runs[:, 2], axis=1)
    on_end = is_upright(runs)
    lying = is_upright(runs[:, [1, 2, 3, 0]])
    return bool(lengths[on_end].sum() > lengths[lying].sum())


def turned(points: Floats, quarters: int, size: tuple[int, int]) -> Floats:
    """Where `points` (... x 2) of a picture of width and height `size` lie once `numpy.rot90` has turned it."""
    width, height = size
    for _ in range(quarters % 4):
        points = np.stack([points[..., 1], width - points[..., 0]], axis=-1)
        width, height = height, width
    return points


def turned_over(runs: Floats) -> Floats:
    """The same runs (runs x 4 x 2 corners), taken to be printed upside-down."""
    return np.ascontiguousarray(runs[:, [2, 3, 0, 1]])


def read_either_way_up(
    pixels: Pixels, runs: Floats, network: Network, characters: Sequence[str]
) -> tuple[list[tuple[Piece, ...]], bool]:
    """What `read_runs` gives, and whether the print is upside-down: then it is read turned over.

    A few runs are read first. Only where they are not read surely are they read turned over too, so print that stands
    upright costs nothing.
    """
    tried = telling_runs(runs)
    pieces: list[tuple[Piece, ...]] = [()] * len(runs)
    is_over = False
    first = read_runs(pixels, runs[tried], network, characters)
    if sureness(first) < _SURE_FROM:
        over = read_runs(pixels, turned_over(runs[tried]), network, characters)
        if sureness(over) > sureness(first):
            is_over, first, runs = True, over, turned_over(runs)
    rest = np.setdiff1d(np.arange(len(runs)), tried)
    read = [*first, *read_runs(pixels, runs[rest], network, characters)]
    for index, row in zip([*tried, *rest], read, strict=True):
        pieces[index] = row
    return without_doubtful_accents(pieces), is_over


def telling_runs(runs: Floats) -> NDArray[np.int64]:
    """The indices of the few runs that are read to tell which way up they are."""
    across = np.linalg.norm(runs[:, 0] - runs[:, 1], axis=1)
    down = np.maximum(np.linalg.norm(runs[:, 0] - runs[:, 3], axis=1), 1)
    order = np.argsort(across / down)
    start = max(0, min(round(len(order) * _TRIED_FROM_SHARE), len(order) - _TRIED))
    return order[start : start + _TRIED]


def sureness(read: Sequence[Sequence[Piece]]) -> float:
    """How surely runs were read, from 0 to 1: the mean over their characters, nothing read counting as one at 0."""
    weights = [(piece.confidence, len(piece.text)) for row in read for piece in row] + [
        (0.0, 1) for row in read if not row
    ]
    return sum(sure * length for sure, length in weights) / max(1, sum(length for _, length in weights))
