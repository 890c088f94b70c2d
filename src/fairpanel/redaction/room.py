"""Room: how far the black of a mark may go, so that the words around it that stay can still be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from fairpanel.kit.page import Box, Page
from fairpanel.redaction.marks import Mark

# Boxes of neighbouring rows overlap where paper is bent; so much of a mark's height at most is left to the other row.
_LEFT_TO_OTHERS: Final = 0.15
# From here on nothing is near: no margin is as wide.
_NEAR_HEIGHTS: Final = 0.5


def with_room(marks: Iterable[Mark], page: Page) -> tuple[Mark, ...]:
    """The marks, each with its room among the words of `page` of which nothing goes."""
    marks = tuple(marks)
    touched = {(mark.row, span.word) for mark in marks for span in mark.spans}
    kept = [
        word.box
        for number, row in enumerate(page.rows)
        for place, word in enumerate(row)
        if (number, place) not in touched
    ]
    return tuple(replace(mark, room=_room(mark.box, kept)) for mark in marks)


def _room(box: Box, kept: Collection[Box]) -> Box | None:
    near = round(_NEAR_HEIGHTS * box.height)
    left, top, right, bottom = box.left - near, box.top - near, box.right + near, box.bottom + near
    around = [one for one in kept if one.left < right and one.right > left and one.top < bottom and one.bottom > top]
    if not around:
        return None
    highest, lowest = box.top + _LEFT_TO_OTHERS * box.height, box.bottom - _LEFT_TO_OTHERS * box.height
    for one in around:
        middle = (one.top + one.bottom) / 2
        if box.top < middle < box.bottom:
            # In the same row: half of what is between them.
            if one.left >= box.right:
                right = min(right, max(box.right, (box.right + one.left) // 2))
            elif one.right <= box.left:
                left = max(left, min(box.left, -(-(box.left + one.right) // 2)))
        elif one.left < box.right and one.right > box.left:
            if middle <= box.top:
                top = max(top, min(int(highest), -(-(box.top + one.bottom) // 2)))
            else:
                bottom = min(bottom, max(-int(-lowest), (box.bottom + one.top) // 2))
    return Box(left, top, right, bottom)
