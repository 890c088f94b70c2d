"""A photograph or PDF becomes an upright picture, or one sentence."""

import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pillow_heif
import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fairpanel.kit.problems import Problem
from fairpanel.reading import PICTURE_BYTES_MAX, Picture, open_picture
from fairpanel.reading.problems import (
    DamagedFile,
    EmptyFile,
    LockedPdf,
    NotAPicture,
    PdfWithoutPages,
    TooManyBytes,
    TooManyPixels,
)

pillow_heif.register_heif_opener()

RED = (200, 30, 30)


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def small(format_: str) -> bytes:
    return saved(Image.new("RGB", (40, 20), RED), format_)


def pdf(*, pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(72, 144).close()
    buffer = BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


# An encrypted PDF in the fewest bytes: PDFium asks for the password when it meets the dictionary.
LOCKED_PDF = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
%%%%EOF
""" % (b"11" * 32, b"22" * 32)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_formats_of_phones_are_opened(format_: str) -> None:
    data = small(format_)

    picture = open_picture(data)

    assert picture.source == format_.lower()
    assert picture.pixels.shape == (20, 40, 3)
    assert np.abs(picture.pixels.mean(axis=(0, 1)) - RED).max() < 12


def test_the_first_page_of_a_pdf_is_opened_at_200_dots_an_inch() -> None:
    data = pdf(pages=2)

    picture = open_picture(data)

    assert picture.source == "pdf"
    assert picture.pixels.shape == (400, 200, 3)


def test_a_photograph_taken_sideways_stands_upright() -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste("black", (0, 0, 10, 20))
    turned_clockwise = Image.Exif()
    turned_clockwise[0x0112] = 6
    data = saved(image, "JPEG", exif=turned_clockwise)

    picture = open_picture(data)

    assert picture.pixels.shape == (40, 20, 3)
    assert picture.pixels[:8].mean() < 30
    assert picture.pixels[20:].mean() > 225


def test_what_is_transparent_is_white() -> None:
    data = saved(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG")

    picture = open_picture(data)

    assert picture.pixels.min() == 255


def test_a_scan_in_65536_greys_keeps_its_greys() -> None:
    data = saved(Image.fromarray(np.full((4, 4), 0x8000, np.uint16)), "PNG")

    picture = open_picture(data)

    assert picture.pixels.tolist() == np.full((4, 4, 3), 0x80).tolist()


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(EmptyFile):
        open_picture(b"")


def test_a_text_that_calls_itself_a_picture_is_none() -> None:
    with pytest.raises(NotAPicture):
        open_picture(b"Dear panel, here is my receipt.\n")


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_cut_off_on_its_way_is_damaged(format_: str) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (64, 64, 3), np.uint8)
    data = saved(Image.fromarray(noise), format_)

    with pytest.raises(DamagedFile):
        open_picture(data[: len(data) * 2 // 3])


def test_a_bomb_of_900_megapixels_is_refused_before_it_is_decoded() -> None:
    header = bytearray(small("PNG"))
    header[16:24] = (30_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(header[12:29]).to_bytes(4, "big")

    with pytest.raises(TooManyPixels):
        open_picture(bytes(header))


def test_a_picture_a_little_over_the_limit_is_told_its_size() -> None:
    data = saved(Image.new("1", (8_000, 8_001)), "PNG")

    with pytest.raises(TooManyPixels, match="65 megapixels; we take 64"):
        open_picture(data)


def test_a_file_over_the_limit_is_told_its_size() -> None:
    data = bytes(PICTURE_BYTES_MAX + 1)

    with pytest.raises(TooManyBytes, match="21 MiB; we take 20"):
        open_picture(data)


def test_a_locked_pdf_is_called_locked() -> None:
    with pytest.raises(LockedPdf):
        open_picture(LOCKED_PDF)


def test_a_pdf_without_pages_says_so() -> None:
    with pytest.raises(PdfWithoutPages):
        open_picture(pdf(pages=0))


def test_a_pdf_of_a_poster_is_opened_coarser() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400).close()
    buffer = BytesIO()
    document.save(buffer)
    document.close()

    picture = open_picture(buffer.getvalue())

    assert picture.pixels.shape[0] == pytest.approx(8_000, abs=2)


def opened_or_told(data: bytes) -> Picture | Problem:
    try:
        return open_picture(data)
    except Problem as problem:
        return problem


@settings(deadline=None)
@given(data=st.binary(max_size=2_000))
def test_any_bytes_are_opened_or_told_in_a_sentence(data: bytes) -> None:
    assert str(opened_or_told(data))


SMALL: list[Callable[[], bytes]] = [
    lambda: small("JPEG"),
    lambda: small("PNG"),
    lambda: small("WEBP"),
    lambda: small("HEIF"),
    pdf,
]
FILES = [make() for make in SMALL]


@settings(deadline=None)
@given(file=st.sampled_from(FILES), cut=st.floats(0, 1), at=st.floats(0, 1), change=st.integers(0, 255))
def test_a_cut_and_changed_file_is_opened_or_told_in_a_sentence(
    file: bytes, cut: float, at: float, change: int
) -> None:
    data = bytearray(file[: round(len(file) * cut)])
    if data:
        data[round((len(data) - 1) * at)] = change

    assert str(opened_or_told(bytes(data)))
