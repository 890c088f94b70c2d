"""How hard a receipt is to read: what paper, hand, light and camera do to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wear(StrEnum):
    """`scan` is flat and clean, `photo` is what a panelist sends, `hard` is what an operator has to look at."""

    SCAN = "scan"
    PHOTO = "photo"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Marks:
    """The figures behind a level. Shares are from 0 to 1, lengths in millimetres of paper unless named otherwise.

    `turn_degrees`, `lean` (perspective, a share of the picture's side), `curl`, `blur_pixels` and `noise` (grey levels
    of 255) are the most that happens; `quality` is JPEG's, lowest and highest; `gap_pixels_min` is the least width of a
    printed character, in pixels.
    """

    turn_degrees: float
    lean: float
    curl: float
    folds: int
    crumple: float
    fading: float
    shadow: float
    blur_pixels: float
    noise: float
    quality: tuple[int, int]
    gap_pixels_min: float


MARKS = {
    Wear.SCAN: Marks(0.4, 0.0, 0.0, 0, 0.0, 0.08, 0.0, 0.4, 1.5, (88, 95), 11.0),
    Wear.PHOTO: Marks(3.5, 0.028, 1.6, 2, 0.6, 0.28, 0.32, 0.8, 4.5, (72, 92), 10.5),
    Wear.HARD: Marks(11.0, 0.075, 4.5, 4, 1.6, 0.62, 0.62, 2.2, 11.0, (34, 66), 6.5),
}
