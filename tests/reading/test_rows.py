"""Words that stand on one printed line come into one row, however the paper lies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fairpanel.kit.page import Box, Word
from fairpanel.reading.rows import rows_of

ROWS, ROW_PX, HEIGHT_PX = 30, 34, 26


def receipt(
    *, degrees: float = 0, curl_px: float = 0, turned: bool = False
) -> tuple[NDArray[np.float32], list[list[Word]]]:
    """A till roll 600 pixels wide: a name on the left and a price on the right of each of 30 rows.

    `curl_px` is how much further down the middle of the paper lies than its sides.
    """
    runs, words = [], []
    for row in range(ROWS):
        for text, left, right in ((f"name{row}", 20, 260 + 40 * (row % 3)), (f"price{row}", 500, 570)):
            runs.append([(x, bent(x, row * ROW_PX + y, curl_px)) for x, y in corners(left, right)])
            words.append([Word(text, Box(0, 0, 1, 1), 1.0)])
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    laid = np.array(runs) @ turn + 1000
    if turned:
        laid = np.stack([2000 - laid[..., 1], laid[..., 0]], axis=-1)
    return laid.astype(np.float32), words


def corners(left: float, right: float) -> list[tuple[float, float]]:
    return [(left, 0), (right, 0), (right, HEIGHT_PX), (left, HEIGHT_PX)]


def bent(x: float, y: float, curl_px: float) -> float:
    return y - curl_px * ((x - 300) / 300) ** 2


EXPECTED = [[f"name{row}", f"price{row}"] for row in range(ROWS)]


@pytest.mark.parametrize("degrees", [0, 1, -3, 6, -10])
def test_names_and_prices_meet_on_skewed_paper(degrees: float) -> None:
    runs, words = receipt(degrees=degrees)

    rows = rows_of(runs, words)

    assert [[word.text for word in row] for row in rows] == EXPECTED


@pytest.mark.parametrize("curl_px", [8, -8, 25, -25])
def test_names_and_prices_meet_on_curled_paper(curl_px: float) -> None:
    runs, words = receipt(curl_px=curl_px, degrees=2)

    rows = rows_of(runs, words)

    assert [[word.text for word in row] for row in rows] == EXPECTED


def test_a_picture_on_its_side_is_read_along_its_print() -> None:
    runs, words = receipt(turned=True)

    rows = rows_of(runs, words)

    assert [[word.text for word in row] for row in rows] == EXPECTED


def test_large_print_meets_small_print_on_its_foot() -> None:
    runs = np.array([[(0, 0), (200, 0), (200, 60), (0, 60)], [(400, 36), (460, 36), (460, 58), (400, 58)]], np.float32)
    words = [[Word("TOTAL", Box(0, 0, 1, 1), 1.0)], [Word("9.00", Box(0, 0, 1, 1), 1.0)]]

    rows = rows_of(runs, words)

    assert [[word.text for word in row] for row in rows] == [["TOTAL", "9.00"]]


corner = st.tuples(st.integers(0, 3000), st.integers(0, 3000))


@settings(deadline=None)
@given(st.lists(st.lists(corner, min_size=4, max_size=4), max_size=30))
def test_no_word_is_lost_or_doubled_wherever_it_stands(quads: list[list[tuple[int, int]]]) -> None:
    runs = np.array(quads, np.float32).reshape(-1, 4, 2)
    words = [[Word(str(index), Box(0, 0, 1, 1), 1.0)] for index in range(len(quads))]

    rows = rows_of(runs, words)

    assert sorted(word.text for row in rows for word in row) == sorted(str(index) for index in range(len(quads)))
