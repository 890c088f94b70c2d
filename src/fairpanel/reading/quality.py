"""Judges a picture at a glance, so that it can be taken again while the receipt is still at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np

from fairpanel.reading.eyes import Eyes, eyes
from fairpanel.reading.glance import Glance, glance, shrunken
from fairpanel.reading.networks import Floats
from fairpanel.reading.picture import Picture
from fairpanel.reading.recognition import read_runs, straightened
from fairpanel.reading.scaling import Pixels
from fairpanel.reading.turning import sureness, telling_runs, turned_over

# Even a short receipt has this many runs of print.
_RUNS_MIN: Final = 5
# Runs are looked at no larger than this.
_SAMPLED_HEIGHT_PX: Final = 60
# Of good pictures six runs read at .86 or more; what reads at half that is lost.
_UNSURE, _LOST = 0.8, 0.5
# Smaller print may be read, but not surely.
_SMALL_PX: Final = 14
_SMALL_UNSURE: Final = 0.9
# Edges of good print rise by a quarter of its contrast or more from one pixel to the next, 48 to its height.
_SOFT, _SOFT_SURE = 0.17, 0.07
# The contrast that noise alone makes, in grey levels of 255.
_NOISE_LEVELS: Final = 8.0
_DARK_PAPER, _BLACK_PAPER = 80.0, 20.0
# On paper that the camera saw as white, a reflection cannot be told from paper.
_WHITE_PAPER: Final = 245.0
_BURNT_OUT: Final = 250
_GLARE_SHARE, _GLARE_SHARE_SURE = 0.03, 0.15
# So near the border (in pixels of the glance) print may be cut; it is where its ink stands on the border itself.
_BORDER_PX: Final = 1.5
_CUT_RUNS, _CUT_RUNS_SURE = 3, 8
_INK_ON_BORDER, _PAPER_ON_BORDER = 0.08, 0.15
# Two receipts side by side: each has this many runs, is so many print heights wide, and so far from the other.
_RECEIPT_RUNS_MIN: Final = 8
_RECEIPT_WIDTH_HEIGHTS: Final = 7.0
_APART_HEIGHTS, _APART_HEIGHTS_SURE = 1.0, 4.0
_OVERLAP_HEIGHTS: Final = 5.0


class Fault(StrEnum):
    """What can be wrong with a picture of a receipt."""

    NO_PRINT = "no-print"
    TOO_SMALL = "too-small"
    BLURRED = "blurred"
    TOO_DARK = "too-dark"
    GLARE = "glare"
    CUT_OFF = "cut-off"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault that a picture seems to have. `confidence` is from .5, where it is first told, to 1: an order only."""

    fault: Fault
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What seems wrong with a picture, the surest first; nothing where it is good."""

    flaws: tuple[Flaw, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing seems wrong."""
        return not self.flaws


@dataclass(frozen=True, slots=True)
class _Sample:
    """A few runs, looked at closely: how surely they read, how steep their edges are, how bright their paper is."""

    sureness: float
    steepness: float
    paper: float


def judge_picture(picture: Picture) -> Verdict:
    """What seems wrong with `picture`, told by a coarse look and six runs of print. It is a hint, never a refusal."""
    with eyes() as using:
        seen = glance(picture.pixels, using.find)
        if len(seen.runs) < _RUNS_MIN:
            return Verdict((Flaw(Fault.NO_PRINT, 1 - len(seen.runs) / 2 / _RUNS_MIN),))
        sample = _sample(seen, using)
    flaws = [*_unreadable(seen, sample), *_lit_badly(seen, sample), *_framed_badly(seen)]
    return Verdict(tuple(sorted(flaws, key=lambda flaw: -flaw.confidence)))


def _sample(seen: Glance, using: Eyes) -> _Sample:
    runs = seen.runs[telling_runs(seen.runs)]
    origin = np.floor(runs.min(axis=(0, 1))).astype(int)
    right, bottom = np.ceil(runs.max(axis=(0, 1))).astype(int)
    scale = min(1.0, _SAMPLED_HEIGHT_PX / float(np.median(seen.heights)))
    pixels = shrunken(seen.pixels[origin[1] : bottom + 1, origin[0] : right + 1], scale)
    runs = np.ascontiguousarray((runs - origin) * scale, np.float32)
    sure = sureness(read_runs(pixels, runs, using.read, using.characters))
    if sure < _SMALL_UNSURE:
        # It may be upside-down.
        sure = max(sure, sureness(read_runs(pixels, turned_over(runs), using.read, using.characters)))
    crops = [cv2.cvtColor(straightened(pixels, run), cv2.COLOR_BGR2GRAY).astype(np.float32) for run in runs]
    return _Sample(sure, float(np.median([_steepness(crop) for crop in crops])), _paper(crops))


def _steepness(crop: Floats) -> float:
    """How steeply a run's edges rise from one pixel to the next, as a share of the contrast between ink and paper."""
    ink, paper = np.percentile(crop, [3, 90])
    return float(np.percentile(np.abs(np.diff(crop, axis=1)), 97) / max(paper - ink, _NOISE_LEVELS))


def _paper(crops: list[Floats]) -> float:
    return float(np.median([np.percentile(crop, 90) for crop in crops]))


def _unreadable(seen: Glance, sample: _Sample) -> Iterator[Flaw]:
    """Print that is too small or not sharp."""
    if float(np.median(seen.heights)) < _SMALL_PX and sample.sureness < _SMALL_UNSURE:
        yield Flaw(Fault.TOO_SMALL, _between(sample.sureness, _SMALL_UNSURE, _LOST))
    elif sample.sureness < _UNSURE or sample.steepness < _SOFT:
        unsure = _between(sample.sureness, _UNSURE, _LOST)
        yield Flaw(Fault.BLURRED, max(unsure, _between(sample.steepness, _SOFT, _SOFT_SURE)))


def _lit_badly(seen: Glance, sample: _Sample) -> Iterator[Flaw]:
    if sample.paper < _DARK_PAPER:
        yield Flaw(Fault.TOO_DARK, _between(sample.paper, _DARK_PAPER, _BLACK_PAPER))
    if sample.paper < _WHITE_PAPER and (share := _burnt_out(seen)) > _GLARE_SHARE:
        yield Flaw(Fault.GLARE, _between(share, _GLARE_SHARE, _GLARE_SHARE_SURE))


def _burnt_out(seen: Glance) -> float:
    """The largest white blot among the print, as a share of the part of the picture that holds print."""
    grey = cv2.cvtColor(seen.small, cv2.COLOR_BGR2GRAY)
    within = np.zeros(grey.shape, np.uint8)
    hull = cv2.convexHull(np.ascontiguousarray(seen.runs.reshape(-1, 2) * seen.scale, np.float32))
    cv2.fillConvexPoly(within, hull.astype(np.int32), 1)
    white = ((grey >= _BURNT_OUT) & (within > 0)).astype(np.uint8)
    # The paper between two letters may be white too.
    letter = round(float(np.median(seen.heights)) * seen.scale) | 1
    blots = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((letter, letter), np.uint8))
    )
    sizes = blots[2][1:, cv2.CC_STAT_AREA]
    return float(sizes.max(initial=0) / max(1, int(within.sum())))


def _framed_badly(seen: Glance) -> Iterator[Flaw]:
    cut = _cut_runs(seen)
    if cut >= _CUT_RUNS:
        yield Flaw(Fault.CUT_OFF, _between(cut, _CUT_RUNS, _CUT_RUNS_SURE))
    apart = _apart(seen)
    if apart > _APART_HEIGHTS:
        yield Flaw(Fault.SEVERAL, _between(apart, _APART_HEIGHTS, _APART_HEIGHTS_SURE))


def _cut_runs(seen: Glance) -> int:
    """How many runs the left or the right border cuts through, whichever has more.

    Scans are often trimmed close to their print: only where ink stands on the border is something missing.
    """
    lefts, rights = seen.runs[..., 0].min(axis=1), seen.runs[..., 0].max(axis=1)
    border = _BORDER_PX / seen.scale
    sides = ((lefts < border, 0), (rights > seen.pixels.shape[1] - 1 - border, -1))
    return max(sum(_is_cut(seen.pixels, run, column) for run in seen.runs[near]) for near, column in sides)


def _is_cut(pixels: Pixels, run: Floats, column: int) -> bool:
    """Whether the outermost column of `pixels`, where `run` meets it, is partly ink and partly paper."""
    (left, top), (right, bottom) = run.min(axis=0), run.max(axis=0)
    # Without its slanted ends, where a neighbour may stand.
    inset = (bottom - top) / 5
    part = pixels[int(top + inset) : int(bottom - inset) + 1, max(0, int(left)) : int(right) + 1]
    ink, paper = np.percentile(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), [3, 90])
    edge = cv2.cvtColor(part[:, [column]], cv2.COLOR_RGB2GRAY)
    inked = float((edge < ink + 0.45 * (paper - ink)).mean())
    blank = float((edge > ink + 0.6 * (paper - ink)).mean())
    return inked > _INK_ON_BORDER and blank > _PAPER_ON_BORDER


def _apart(seen: Glance) -> float:
    """How far apart two blocks of print stand that may be a receipt each, in print heights; 0 where there is one."""
    print_height = float(np.median(seen.heights))
    runs = seen.runs[np.argsort(seen.runs[..., 0].min(axis=1))]
    lefts, reached = runs[..., 0].min(axis=1), np.maximum.accumulate(runs[..., 0].max(axis=1))
    firsts = range(_RECEIPT_RUNS_MIN, len(runs) - _RECEIPT_RUNS_MIN + 1)
    first = max(firsts, key=lambda index: float(lefts[index] - reached[index - 1]), default=0)
    if first == 0:
        return 0.0
    blocks = (runs[:first], runs[first:])
    narrower = min(float(np.ptp(block[..., 0])) for block in blocks)
    top = max(float(block[..., 1].min()) for block in blocks)
    bottom = min(float(block[..., 1].max()) for block in blocks)
    if narrower < _RECEIPT_WIDTH_HEIGHTS * print_height or bottom - top < _OVERLAP_HEIGHTS * print_height:
        return 0.0
    return float(lefts[first] - reached[first - 1]) / print_height


def _between(value: float, told: float, sure: float) -> float:
    """.5 where a fault is first told, 1 where it is sure, and evenly between."""
    return 0.5 + 0.5 * min(1.0, max(0.0, (value - told) / (sure - told)))
