"""Puts words that stand on one printed line into one row, on skewed and gently curled paper too.

Item and price of a line stand far apart, so a tilt of one degree already puts a price beside its neighbour. The long
runs of print tell how the paper runs around them; from that a field of slopes over the page is fitted, and each run is
carried along it to one common edge. There, what stands at the same height stands in one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Word
from fairpanel.reading.networks import Floats

Array = NDArray[np.float64]

# A run this many times as long as it is high shows how the paper runs.
_LONG_FROM: Final = 2.5
_LONG_RUNS_FOR_A_FIELD: Final = 8
_PAIRS_FOR_A_CORRECTION: Final = 6
# Two runs stand in one row when they are shifted by less than this share of the lower one's height.
_SHIFT_MAX: Final = 0.5
# Two runs stand above each other when they share more than this much of the shorter one's length.
_OVERLAP_MAX: Final = 0.35
_ROUNDS_OF_FITTING: Final = 6


def rows_of(runs: Floats, words: Sequence[Sequence[Word]]) -> tuple[tuple[Word, ...], ...]:
    """The words of `runs` (runs x 4 x 2 corners, clockwise from the upper left) as rows from top to bottom.

    `words` holds the words of each run from left to right; a run without words is passed over.
    """
    kept = [index for index, row in enumerate(words) if row]
    if not kept:
        return ()
    corners = runs[kept].astype(np.float64)
    across, down = np.abs(np.median(corners[:, 1] - corners[:, 0], axis=0))
    if down > across:  # the picture lies on its side
        corners = np.stack([corners[..., 1], -corners[..., 0]], axis=-1)
    geometry = _Geometry(corners)
    members = _chain(geometry, geometry.levels)
    levels = _corrected(geometry, members)
    rows = _chain(geometry, levels)
    rows.sort(key=lambda row: float(np.average(levels[row], weights=geometry.lengths[row])))
    return tuple(
        tuple(word for index in sorted(row, key=lambda i: geometry.lefts[i]) for word in words[kept[index]])
        for row in rows
    )


class _Geometry:
    """Runs as numbers: centre, ends, height, and the `levels` at which they meet the common edge."""

    def __init__(self, corners: Array) -> None:
        starts, ends = corners[:, [0, 3]].mean(axis=1), corners[:, [1, 2]].mean(axis=1)
        self.lefts, self.rights = np.minimum(starts[:, 0], ends[:, 0]), np.maximum(starts[:, 0], ends[:, 0])
        self.lengths = np.maximum(self.rights - self.lefts, 1.0)
        self.spans: list[tuple[float, float, float]] = list(
            zip(self.lefts.tolist(), self.rights.tolist(), self.lengths.tolist(), strict=True)
        )
        self.heights = np.maximum(np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1), 1.0)
        self.size = max(float(np.ptp(corners.reshape(-1, 2), axis=0).max()), 1.0)
        centres = corners.mean(axis=1)
        self.x = (centres[:, 0] - np.median(centres[:, 0])) / self.size
        self.y = (centres[:, 1] - np.median(centres[:, 1])) / self.size
        slopes = (ends[:, 1] - starts[:, 1]) / np.where(self.lengths > 1, ends[:, 0] - starts[:, 0], 1.0)
        self.levels: Array = self.y - self._field(slopes)

    def _field(self, slopes: Array) -> Array:
        """How far the paper falls from the common edge to each run: the fitted slope, summed from the edge."""
        long = self.lengths > _LONG_FROM * self.heights
        if not long.any():
            return np.zeros_like(self.x)
        x, y, weights = self.x[long], self.y[long], self.lengths[long]
        if long.sum() < _LONG_RUNS_FOR_A_FIELD:
            order = np.argsort(slopes[long])
            middle = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
            return np.asarray(float(slopes[long][order][middle]) * self.x)
        terms = np.column_stack([np.ones_like(x), x, y])
        level, bend, turn = _fit(terms, slopes[long], weights, scale=0.01)
        return np.asarray(level * self.x + bend * self.x**2 / 2 + turn * self.x * self.y)


def _fit(terms: Array, values: Array, weights: Array, *, scale: float) -> Array:
    """Weighted least squares that outliers beyond `scale` pull on less and less (Cauchy weights), slightly ridged."""
    ridge = np.diag([1e-9, *[1e-3] * (terms.shape[1] - 1)]) * weights.sum()
    trust = weights
    solution = np.zeros(terms.shape[1])
    for _ in range(_ROUNDS_OF_FITTING):
        solution = np.linalg.solve(terms.T @ (terms * trust[:, None]) + ridge, terms.T @ (values * trust))
        trust = weights / (1 + ((values - terms @ solution) / scale) ** 2)
    return solution


def _corrected(geometry: _Geometry, rows: list[list[int]]) -> Array:
    """The levels once more, now that neighbours in a row show what the slopes of single runs missed."""
    pairs = [(a, b) for row in rows for a, b in pairwise(row)]
    if len(pairs) < _PAIRS_FOR_A_CORRECTION:
        return geometry.levels
    left, right = np.array(pairs).T
    x, y = geometry.x, geometry.y
    gap = x[right] - x[left]
    terms = np.column_stack([gap, x[right] ** 2 - x[left] ** 2, gap * (y[left] + y[right]) / 2])
    fall = geometry.levels[right] - geometry.levels[left]
    height = float(np.median(geometry.heights)) / geometry.size
    level, bend, turn = _fit(terms, fall, np.ones(len(pairs)), scale=height / 5)
    return np.asarray(geometry.levels - (level * x + bend * x**2 + turn * x * y))


def _chain(geometry: _Geometry, levels: Array) -> list[list[int]]:
    """Runs joined to rows, the closest in level first, never two that stand above each other."""
    # Single numbers of Python are several times as quick as those of an array.
    heights, places = (geometry.heights / geometry.size).tolist(), levels.tolist()
    highest = max(heights)
    order = np.argsort(levels, kind="stable").tolist()
    links: list[tuple[float, int, int]] = []
    for place, a in enumerate(order):
        for b in order[place + 1 :]:
            shift = places[b] - places[a]
            if shift > highest:
                break
            low = min(heights[a], heights[b])
            # Large and small print in one row share their foot, not their middle.
            feet = abs(shift + (heights[b] - heights[a]) / 2)
            share = min(shift, feet) / low
            if share < _SHIFT_MAX and not _above_each_other(geometry, a, b):
                links.append((share, a, b))
    row_of = list(range(len(places)))
    rows = {index: [index] for index in row_of}
    for _, a, b in sorted(links):
        one, other = row_of[a], row_of[b]
        if one == other or any(_above_each_other(geometry, i, j) for i in rows[one] for j in rows[other]):
            continue
        for index in rows[other]:
            row_of[index] = one
        rows[one] += rows.pop(other)
    return [sorted(row, key=lambda index: geometry.spans[index][0]) for row in rows.values()]


def _above_each_other(geometry: _Geometry, a: int, b: int) -> bool:
    left, right, length = geometry.spans[a]
    other_left, other_right, other_length = geometry.spans[b]
    return min(right, other_right) - max(left, other_left) > _OVERLAP_MAX * min(length, other_length)
