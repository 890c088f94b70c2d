"""What is marked is black in the picture, and the file says nothing else."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction import Kind, Mark, Span, black_out, encode_jpeg, find

WIDTH, HEIGHT = 120, 80


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    boxes = []
    for _ in range(draw(st.integers(0, 4))):
        left, top = draw(st.integers(0, WIDTH - 2)), draw(st.integers(0, HEIGHT - 2))
        right, bottom = draw(st.integers(left + 1, WIDTH)), draw(st.integers(top + 1, HEIGHT))
        boxes.append(Box(left, top, right, bottom))
    return [Mark(Kind.CARD, box, 0, (Span(0, 0, 1),)) for box in boxes]


@given(marks=marks())
def test_every_pixel_of_a_mark_is_black_and_the_picture_itself_is_untouched(marks: list[Mark]) -> None:
    pixels = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)

    blacked = black_out(pixels, marks)

    for mark in marks:
        assert not blacked[mark.box.top : mark.box.bottom, mark.box.left : mark.box.right].any()
    assert (pixels == 200).all()
    assert blacked.shape == pixels.shape


def test_the_margin_is_wider_at_the_sides_than_towards_other_rows() -> None:
    pixels = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)

    blacked = black_out(pixels, [Mark(Kind.CARD, Box(40, 30, 80, 50), 0, (Span(0, 0, 1),))])

    rows, columns = np.nonzero(blacked.max(axis=2) == 0)
    assert (rows.min(), rows.max() + 1) == (29, 51)
    assert (columns.min(), columns.max() + 1) == (35, 85)


def test_what_is_black_stays_black_in_the_file() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    blacked = black_out(noise, [Mark(Kind.CARD, Box(40, 30, 80, 50), 0, (Span(0, 0, 1),))])

    read = np.asarray(Image.open(BytesIO(encode_jpeg(blacked))))

    # JPEG blurs the edge by a few grey levels; a digit of the original stands out by hundreds.
    assert read[30:50, 40:80].max() < 40


def test_the_file_holds_no_metadata() -> None:
    file = encode_jpeg(np.zeros((HEIGHT, WIDTH, 3), np.uint8))

    image = Image.open(BytesIO(file))

    assert image.format == "JPEG"
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Exif" not in file
    assert b"http" not in file


def test_black_stops_half_way_to_a_word_beside_it_and_leaves_the_row_above_its_feet() -> None:
    name = Word("Marcos", Box(40, 30, 80, 50), 0.9)
    page = Page(
        WIDTH, HEIGHT,
        (
            (Word("02/22/2014", Box(30, 12, 90, 34), 0.9),),
            (Word("Server:", Box(2, 30, 38, 50), 0.9), name, Word("7:15", Box(83, 30, 110, 50), 0.9)),
        ),
    )  # fmt: skip
    pixels = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)

    blacked = black_out(pixels, find(page, regions=["US"]))

    rows, columns = np.nonzero(blacked.max(axis=2) == 0)
    assert (columns.min(), columns.max() + 1) == (39, 81)
    assert rows.min() == 32
    assert rows.max() + 1 == 51
