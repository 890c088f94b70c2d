"""What is wrong with a picture is told at a glance, and a good one is left alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fairpanel.kit.page import Box
from fairpanel.reading import Fault, Picture, drawing, judge_picture, open_picture

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FAR = 0.17
Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def drawn() -> drawing.Drawn:
    return drawing.draw(seed=102, now=NOW, country="DE")


@pytest.fixture(scope="module")
def pixels(drawn: drawing.Drawn) -> Pixels:
    """A good photograph, a little greyer than paper that the camera saw as white."""
    return np.asarray(open_picture(drawn.jpeg).pixels * 0.9, np.uint8)


def faults_of(pixels: NDArray[np.generic]) -> list[Fault]:
    picture = Picture(np.ascontiguousarray(pixels, np.uint8), "jpeg")
    return [flaw.fault for flaw in judge_picture(picture).flaws]


def smeared(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 3.5), np.uint8)


def in_the_dark(pixels: Pixels) -> Pixels:
    return np.asarray(pixels * 0.2, np.uint8)


def with_a_reflection(pixels: Pixels) -> Pixels:
    shown = pixels.copy()
    height, width = shown.shape[:2]
    cv2.circle(shown, (width // 2, height // 2), width // 5, (255, 255, 255), -1)
    return shown


def two_of_them(pixels: Pixels) -> Pixels:
    return np.hstack([pixels, pixels])


@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_a_good_picture_is_left_alone_whichever_way_it_lies(pixels: Pixels, quarters: int) -> None:
    assert faults_of(np.rot90(pixels, quarters)) == []


@pytest.mark.parametrize(
    ("worsen", "fault"),
    [
        (smeared, Fault.BLURRED),
        (in_the_dark, Fault.TOO_DARK),
        (with_a_reflection, Fault.GLARE),
        (two_of_them, Fault.SEVERAL),
    ],
)
def test_what_is_wrong_is_named(pixels: Pixels, worsen: Callable[[Pixels], Pixels], fault: Fault) -> None:
    assert faults_of(worsen(pixels)) == [fault]


@pytest.mark.parametrize("is_left", [True, False])
def test_print_that_a_side_cuts_through_is_told(drawn: drawing.Drawn, pixels: Pixels, *, is_left: bool) -> None:
    printed = Box.around(row.box for row in drawn.truth.rows)
    quarter = printed.width // 4

    cut = pixels[:, printed.left + quarter :] if is_left else pixels[:, : printed.right - quarter]

    assert faults_of(cut) == [Fault.CUT_OFF]


def test_print_too_small_to_read_is_told(pixels: Pixels) -> None:
    far = cv2.resize(pixels, None, fx=FAR, fy=FAR, interpolation=cv2.INTER_AREA)

    assert faults_of(far) == [Fault.TOO_SMALL]


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (480, 640)])
def test_where_nothing_is_printed_no_receipt_is_seen(size: tuple[int, int]) -> None:
    verdict = judge_picture(Picture(np.full((*size, 3), 200, np.uint8), "png"))

    assert [(flaw.fault, flaw.confidence) for flaw in verdict.flaws] == [(Fault.NO_PRINT, 1.0)]
    assert not verdict.is_good
