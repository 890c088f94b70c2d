"""Where two pages show the same rows of print, and in which order several pages follow each other. Pure.

The alignment is that of overlaps in sequencing: a local alignment (Smith and Waterman, 1981) of the rows of two pages
that has to begin near the top of the lower page and to end near the bottom of the upper one. The best order is found
over all orders (Held and Karp, 1962), since ten pages are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from fairpanel.reading.print_rows import Row

# Rows that are alike by less say different things: "1.99 A" and "1.49 A" are alike by .83.
_ALIKE_FROM: Final = 0.75
_SKIP_COST: Final = 0.3
# At the edge of a picture rows are cut or bent, so that the first and the last few may be read as anything: at most so
# many, and of a short page not more than this share, lest its end be taken for its beginning; but always the one row
# that the edge of the picture may have cut.
_EDGE_ROWS: Final = 4
_EDGE_SHARE: Final = 0.2
# One long row or two short ones that are alike can be chance; this much cannot.
_PROVEN_FROM: Final = 0.55
_PROVEN_ROWS: Final = 2
# A page whose rows stand almost all on another one shows nothing new.
_CONTAINED_FROM: Final = 0.9
_SHORT_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rows of an upper page that are rows of a lower one: pairs of their indices, from top to bottom."""

    pairs: tuple[tuple[int, int], ...]
    score: float

    @property
    def proven(self) -> bool:
        """Whether so much alike cannot be chance."""
        return len(self.pairs) >= _PROVEN_ROWS and self.score >= _PROVEN_FROM


_NONE: Final = Overlap((), 0.0)


def overlap(upper: Sequence[Row], lower: Sequence[Row]) -> Overlap:
    """The rows at the end of `upper` that are the rows at the beginning of `lower`; no pairs where there are none."""
    return _aligned(upper, lower, anywhere=False)


def contains(whole: Sequence[Row], part: Sequence[Row]) -> bool:
    """Whether `part` shows nothing that does not stand on `whole`, as where the same place was taken twice."""
    if not part:
        return True
    found = _aligned(whole, part, anywhere=True)
    return found.proven and len(found.pairs) >= _CONTAINED_FROM * len(part)


def order(pages: Sequence[Sequence[Row]]) -> tuple[list[int], list[Overlap]]:
    """The order of the pages from top to bottom, and the overlap of each with the next, proven or not.

    Takes time and memory that double with each page: for ten pages a hundredth of a second.
    """
    count = len(pages)
    between = {(a, b): overlap(pages[a], pages[b]) for a in range(count) for b in range(count) if a != b}
    best: dict[tuple[int, int], tuple[float, int]] = {(1 << last, last): (0.0, -1) for last in range(count)}
    for visited in range(1, 1 << count):
        for last in range(count):
            if (visited, last) not in best:
                continue
            score = best[visited, last][0]
            for following in range(count):
                if visited >> following & 1:
                    continue
                link = between[last, following]
                # What is not proven counts for nothing, so that chance decides no order.
                reached = score + (link.score if link.proven else 0.0)
                key = (visited | 1 << following, following)
                if key not in best or reached > best[key][0]:
                    best[key] = (reached, last)
    visited = (1 << count) - 1
    last = max(range(count), key=lambda page: best[visited, page][0])
    path = []
    while last >= 0:
        path.append(last)
        before = best[visited, last][1]
        visited, last = visited & ~(1 << last), before
    path.reverse()
    return path, [between[a, b] for a, b in pairwise(path)]


def _aligned(upper: Sequence[Row], lower: Sequence[Row], *, anywhere: bool) -> Overlap:
    if not upper or not lower:
        return _NONE
    gain = _gains(upper, lower)
    above, below = gain.shape
    scores = np.zeros((above + 1, below + 1))
    steps = np.zeros((above + 1, below + 1), np.int8)
    head, tail = (below, above) if anywhere else (_edge(below), _edge(above))
    scores[0, head + 1 :] = -np.inf
    for i in range(1, above + 1):
        for j in range(1, below + 1):
            options = (
                0.0 if j <= head else -np.inf,
                scores[i - 1, j - 1] + gain[i - 1, j - 1],
                scores[i - 1, j] - _SKIP_COST,
                scores[i, j - 1] - _SKIP_COST,
            )
            steps[i, j] = int(np.argmax(options))
            scores[i, j] = options[steps[i, j]]
    ends = scores[above - tail :]
    flat = int(np.argmax(ends))
    i, j = divmod(flat, below + 1)
    i += above - tail
    score = float(scores[i, j])
    pairs = []
    while i > 0 and j > 0 and steps[i, j] != 0:
        step = steps[i, j]
        if step == 1:
            if gain[i - 1, j - 1] > 0:
                pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif step == 2:  # noqa: PLR2004  # the third option above
            i -= 1
        else:
            j -= 1
    return Overlap(tuple(reversed(pairs)), score) if score > 0 else _NONE


def _edge(rows: int) -> int:
    return min(_EDGE_ROWS, max(1, int(rows * _EDGE_SHARE)), rows // 2)


def _gains(upper: Sequence[Row], lower: Sequence[Row]) -> NDArray[np.float64]:
    """What it speaks for an overlap that two rows are one: from -1 to 0.25, less for rows of a few characters."""
    texts = [[row.folded.replace(" ", "") for row in rows] for rows in (upper, lower)]
    alike = cdist(texts[0], texts[1], scorer=fuzz.ratio, dtype=np.float64) / 100
    gains = np.where(alike >= _ALIKE_FROM, alike - _ALIKE_FROM + 0.05, alike - 1)
    short = np.minimum.outer(*(np.array([len(text) for text in side]) for side in texts)) < _SHORT_ROW
    return np.asarray(np.where(short & (gains > 0), gains / 4, gains))
