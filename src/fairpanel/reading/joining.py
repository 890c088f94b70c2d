"""Several pictures of one long receipt become one picture and one page: in any order, each row once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.overlap import Overlap, contains, order
from fairpanel.reading.picture import PICTURE_PIXELS_MAX, PICTURE_SIDE_PX_MAX, Picture
from fairpanel.reading.print_rows import Row, rows_on
from fairpanel.reading.problems import DoNotJoin, TooManyPictures

PICTURES_MAX: Final = 10

Seen = tuple[Picture, Page]


def join(seen: Sequence[Seen]) -> Seen:
    """One picture with one page from up to ten that `see` gave of one receipt, each overlapping the next.

    A picture that shows nothing new is left out. Raises `TooManyPictures`, and `DoNotJoin` where a piece in between is
    missing.
    """
    if len(seen) > PICTURES_MAX:
        raise TooManyPictures(pictures=len(seen), pictures_max=PICTURES_MAX)
    numbers = _without_doubles([rows_on(page) for _, page in seen])
    if len(numbers) == 1:
        return seen[numbers[0]]
    path, overlaps = order([rows_on(seen[number][1]) for number in numbers])
    ordered = [numbers[index] for index in path]
    for (before, after), found in zip(pairwise(ordered), overlaps, strict=True):
        if not found.proven:
            raise DoNotJoin(before=before + 1, after=after + 1)
    return _joined([seen[number] for number in ordered], overlaps)


def _without_doubles(pages: Sequence[Sequence[Row]]) -> list[int]:
    """The pages that show something that no other one shows; of two that show the same, the first."""
    kept: list[int] = []
    for number in sorted(range(len(pages)), key=lambda n: (-len(pages[n]), n)):
        if not any(contains(pages[other], pages[number]) for other in kept):
            kept.append(number)
    return sorted(kept)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a page lies on the whole: its pixels times `scale`, moved by `right` and `down`; from `top` to `bottom`.

    Of its rows those from `first` up to but not including `end` are kept.
    """

    scale: float
    right: float
    down: float
    first: int
    end: int
    top: float
    bottom: float

    def box(self, box: Box) -> tuple[float, float, float, float]:
        return (
            box.left * self.scale + self.right,
            box.top * self.scale + self.down,
            box.right * self.scale + self.right,
            box.bottom * self.scale + self.down,
        )


def _joined(seen: Sequence[Seen], overlaps: Sequence[Overlap]) -> Seen:
    pages = [rows_on(page) for _, page in seen]
    placed = _placed(seen, pages, overlaps)
    left = min(place.right for place in placed)
    right = max(place.right + page.width * place.scale for place, (_, page) in zip(placed, seen, strict=True))
    top, bottom = placed[0].top, placed[-1].bottom
    area, side = (right - left) * (bottom - top), max(right - left, bottom - top)
    shrink = min(1.0, (PICTURE_PIXELS_MAX / area) ** 0.5, PICTURE_SIDE_PX_MAX / side)
    width, height = int(np.ceil((right - left) * shrink)), int(np.ceil((bottom - top) * shrink))
    pixels = np.full((height, width, 3), 255, np.uint8)
    rows: list[tuple[Word, ...]] = []
    for place, (picture, _), page in zip(placed, seen, pages, strict=True):
        _paste(pixels, picture.pixels, place, left=left, top=top, shrink=shrink)
        for row in page[place.first : place.end]:
            words = []
            for word in row.words:
                sides = np.array(place.box(word.box)) - (left, top, left, top)
                l, t, r, b = np.round(np.clip(sides * shrink, 0, (width, height, width, height))).astype(int).tolist()  # noqa: E741
                words.append(Word(word.text, Box(l, t, r, b), word.confidence))
            rows.append(tuple(words))
    return Picture(pixels, seen[0][0].source), Page(width, height, tuple(rows))


def _placed(seen: Sequence[Seen], pages: Sequence[Sequence[Row]], overlaps: Sequence[Overlap]) -> list[_Placed]:
    """Each page in the pixels of the first, cut from the next one in the middle of what both show."""
    scale, right, down = 1.0, 0.0, 0.0
    first, top = 0, 0.0
    placed = []
    for number, ((_, page), rows) in enumerate(zip(seen, pages, strict=True)):
        if number == len(overlaps):
            placed.append(_Placed(scale, right, down, first, len(rows), top, page.height * scale + down))
            break
        pairs = overlaps[number].pairs
        # Rows that stand before the cut of the page above are not there any more.
        here = [pair for pair in pairs if pair[0] >= first] or list(pairs[-1:])
        own, next_ = here[len(here) // 2]
        cut = (_middle(rows, own - 1, own) if own > first else rows[own].box.top) * scale + down
        placed.append(_Placed(scale, right, down, first, max(own, first), top, cut))
        by, along, under = _fitted([rows[a].box for a, _ in here], [pages[number + 1][b].box for _, b in here])
        scale, right, down = scale * by, along * scale + right, under * scale + down
        first, top = next_, cut
    return placed


def _middle(rows: Sequence[Row], above: int, below: int) -> float:
    return (rows[above].box.bottom + rows[below].box.top) / 2


def _fitted(upper: Sequence[Box], lower: Sequence[Box]) -> tuple[float, float, float]:
    """Scale and shift that bring the boxes of the lower picture onto those of the upper one."""
    by = float(np.median([a.width / max(b.width, 1) for a, b in zip(upper, lower, strict=True)]))
    along = float(np.median([a.left - b.left * by for a, b in zip(upper, lower, strict=True)]))
    under = float(
        np.median([(a.top + a.bottom - (b.top + b.bottom) * by) / 2 for a, b in zip(upper, lower, strict=True)])
    )
    return by, along, under


def _paste(
    onto: NDArray[np.uint8], pixels: NDArray[np.uint8], place: _Placed, *, left: float, top: float, shrink: float
) -> None:
    scale = place.scale * shrink
    moved = np.array([[scale, 0, (place.right - left) * shrink], [0, scale, (place.down - top) * shrink]])
    upper, lower = (round((side - top) * shrink) for side in (place.top, place.bottom))
    height = min(lower, onto.shape[0]) - upper
    if height <= 0:
        return
    moved[1, 2] -= upper
    part = cv2.warpAffine(
        pixels, moved, (onto.shape[1], height), flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255),
    )  # fmt: skip
    onto[upper : upper + height] = part
