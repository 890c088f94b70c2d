"""A picture that lies on its side or upside-down is turned before it is read, and comes back turned."""

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairpanel.kit.page import Box, Page
from fairpanel.reading import Hints, Picture, drawing, extract, open_picture, see
from fairpanel.reading.turning import turned

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COUNTRY = "DE"
Drawn = tuple[Picture, drawing.Truth]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    one = drawing.draw(seed=102, now=NOW, country=COUNTRY)
    return open_picture(one.jpeg), one.truth


def quarters_left(picture: Picture, quarters: int) -> Picture:
    return Picture(np.ascontiguousarray(np.rot90(picture.pixels, quarters)), picture.source)


def a_little(picture: Picture, degrees: float) -> Picture:
    height, width = picture.pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    pixels = cv2.warpAffine(picture.pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return Picture(np.asarray(pixels, np.uint8), picture.source)


def total_of(page: Page) -> object:
    total = extract(page, Hints(region=COUNTRY)).total
    return total and total.value


def test_a_picture_the_right_way_up_is_given_back_as_it_is(drawn: Drawn) -> None:
    picture, _ = drawn

    upright, _ = see(picture)

    assert upright is picture


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_is_turned_back_and_read(drawn: Drawn, quarters: int) -> None:
    picture, truth = drawn
    place = truth.box("total")
    assert place

    upright, page = see(quarters_left(picture, quarters))
    total = extract(page, Hints(region=COUNTRY)).total

    assert np.array_equal(upright.pixels, picture.pixels)
    assert (page.height, page.width) == picture.pixels.shape[:2]
    assert total
    assert total.value == truth.total
    together = Box.around([total.box, place])
    assert together.width * together.height < 4 * place.width * place.height


@pytest.mark.parametrize("degrees", [-8, 8])
@pytest.mark.parametrize("quarters", [0, 2])
def test_a_few_degrees_more_change_nothing(drawn: Drawn, degrees: float, quarters: int) -> None:
    picture, truth = drawn
    askew = a_little(picture, degrees)

    upright, page = see(quarters_left(askew, quarters))

    assert np.array_equal(upright.pixels, askew.pixels)
    assert total_of(page) == truth.total


def test_a_picture_without_print_is_left_as_it_lies() -> None:
    blank = Picture(np.full((300, 200, 3), 255, np.uint8), "png")

    upright, page = see(blank)

    assert upright is blank
    assert (page.width, page.height, page.rows) == (200, 300, ())


@given(
    pixels=arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9))), quarters=st.integers(0, 7), data=st.data()
)
def test_a_point_stays_on_its_pixel(pixels: np.ndarray, quarters: int, data: st.DataObject) -> None:
    height, width = pixels.shape
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    middle = np.array([x + 0.5, y + 0.5], np.float32)

    across, down = turned(middle, quarters, (width, height))

    assert np.rot90(pixels, quarters)[int(down), int(across)] == pixels[y, x]
