"""A picture made smaller keeps thin strokes, and its size is the one that was asked for."""

import numpy as np
import pytest

from fairpanel.reading.scaling import resized


@pytest.mark.parametrize("size", [(200, 100), (101, 51), (37, 29), (1, 1), (800, 300)])
def test_a_picture_has_the_size_asked_for(size: tuple[int, int]) -> None:
    smaller = resized(np.full((201, 403, 3), 90, np.uint8), size)

    assert smaller.shape == (size[1], size[0], 3)
    assert (smaller == 90).all()


def test_every_thin_stroke_leaves_its_ink() -> None:
    pixels = np.full((640, 4000, 3), 255, np.uint8)
    pixels[:, 5::37] = 0

    smaller = resized(pixels, (430, 70))

    ink = 255.0 - smaller.mean(axis=(0, 2))
    assert ink.sum() == pytest.approx(len(range(5, 4000, 37)) / 4000 * 430 * 255, rel=0.1)
