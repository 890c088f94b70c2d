"""The boxes of the truth lie where the print is seen in the picture."""

import io
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from fairpanel.kit.page import Box
from fairpanel.reading.drawing import Wear, draw
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.ink import Place, Strip
from fairpanel.reading.drawing.scene import Photograph, photograph
from fairpanel.reading.drawing.wear import MARKS

NOW = datetime(2026, 11, 1, 12, 0)  # noqa: DTZ001 - a till prints the time of its own wall


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("wear", list(Wear))
@pytest.mark.parametrize("spot", [Place(60, 100, 260, 150), Place(700, 1900, 880, 1960), Place(420, 1000, 560, 1080)])
def test_a_patch_of_print_is_seen_where_its_box_says(spot: Place, wear: Wear, seed: int) -> None:
    ink = np.zeros((2100, 950), np.uint8)
    bare = _taken(ink, wear, seed)
    ink[round(spot.top) : round(spot.bottom), round(spot.left) : round(spot.right)] = 255

    printed = _taken(ink, wear, seed)

    changed = np.argwhere(_grey(bare) - _grey(printed) > 18)
    low, high = np.percentile(changed, [0.5, 99.5], axis=0)
    assert _overlap(Box(int(low[1]), int(low[0]), int(high[1]) + 1, int(high[0]) + 1), printed.place(spot)) > 0.75


@pytest.mark.parametrize("wear", list(Wear))
def test_every_box_has_a_size_and_lies_in_the_picture(wear: Wear) -> None:
    drawn = draw(seed=21, now=NOW, country="IT", include=["card-number", "account-number", "weighed"], wear=wear)

    truth = drawn.truth
    boxes = [f.box for f in truth.fields] + [r.box for r in truth.rows] + [s.box for s in truth.sensitive]
    boxes += [box for line in truth.lines for box in (line.box, line.text_box, line.price_box)]
    assert all(0 <= box.left < box.right <= drawn.width for box in boxes)
    assert all(0 <= box.top < box.bottom <= drawn.height for box in boxes)


def _taken(ink: npt.NDArray[np.uint8], wear: Wear, seed: int) -> Photograph:
    return photograph(Strip(ink, (), (), 18.0), MARKS[wear], Chance(seed, "scene"))


def _grey(picture: Photograph) -> npt.NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(picture.jpeg)).convert("L")).astype(np.int16)


def _overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0, wide) * max(0, high)
    return shared / (one.width * one.height + other.width * other.height - shared)
