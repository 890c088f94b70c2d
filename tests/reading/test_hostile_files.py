"""Whatever file comes, it is opened or told in one sentence: a few hundred here, ten thousand where there is time.

The slow ones print their seed; `FUZZ_SEED=... pytest -m slow tests/reading/test_hostile_files.py` runs them again.
"""

from __future__ import annotations

import json
import os
import random
import time
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from fairpanel.kit.page import Box, Page, Word
from fairpanel.kit.problems import Problem
from fairpanel.reading import PICTURE_PIXELS_MAX, Hints, Reading, extract, open_picture, read, read_document
from fairpanel.reading.documents.problems import DamagedDocument
from fairpanel.reading.problems import TooLongASide

pillow_heif.register_heif_opener()

FEW, MANY = 250, 10_000
SEED = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(2**32)))
# Of one processor; the machine may be busy.
SECONDS_MAX = 10
HEADER_BYTES = 64


def slowly(test: Callable[..., None]) -> Any:
    """Ten thousand inputs from a printed seed."""
    run = seed(SEED)(settings(deadline=None, max_examples=MANY, database=None, print_blob=True)(test))
    return pytest.mark.usefixtures("told_seed")(pytest.mark.slow(pytest.mark.timeout(7200)(run)))


@pytest.fixture(scope="module")
def told_seed() -> None:
    """Printed whether a test fails or not, so that a run can be had again."""
    os.write(2, f"FUZZ_SEED={SEED}\n".encode())


def drawn() -> Image.Image:
    image = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).text((10, 10), "TOTAL 12.50\n22.11.2026", fill="black")
    return image


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def pdf() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 300), pageCompression=0)
    for number in range(2):
        for row, text in enumerate(("Example Shop", f"Order {number}12345", "Thing 5.00", "Total 5.00 EUR 01.02.2026")):
            canvas.drawString(20, 280 - 20 * row, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def pictures() -> tuple[bytes, ...]:
    image, exif = drawn(), Image.Exif()
    exif[0x0112] = 6
    return (
        saved(image, "JPEG", exif=exif),
        saved(image, "JPEG", progressive=True),
        saved(image.convert("CMYK"), "JPEG"),
        saved(image, "PNG"),
        saved(image.convert("P"), "PNG", transparency=0),
        saved(image.convert("I;16"), "PNG"),
        saved(image.convert("RGBA"), "PNG", save_all=True, append_images=[image.rotate(90)]),
        saved(image, "WEBP", lossless=True),
        saved(image, "WEBP", save_all=True, append_images=[image.rotate(90)]),
        saved(image, "HEIF"),
        saved(image, "TIFF"),
        saved(image, "GIF", save_all=True, append_images=[image.rotate(90)]),
        saved(image, "BMP"),
        pdf(),
    )


@cache
def documents() -> tuple[bytes, ...]:
    order = {
        "@context": "http://schema.org", "@type": "Order", "orderNumber": "A-12345", "orderDate": "2026-02-01",
        "merchant": {"@type": "Organization", "name": "Example"}, "price": "5.00", "priceCurrency": "EUR",
        "acceptedOffer": [{"@type": "Offer", "price": "5.00", "itemOffered": {"@type": "Product", "name": "Thing"}}],
    }  # fmt: skip
    html = (
        f'<html><head><script type="application/ld+json">{json.dumps(order)}</script></head><body><table>'
        '<tr><th>Item<th>Qty<th>Price</tr><tr><td>Thing<td>1<td rowspan="2">5.00</tr></table>'
        '<div style="float:left">Total</div><p>5.00 EUR, 01.02.2026 <img alt="Example"></p></body></html>'
    ).encode()
    text = b"Example Shop\nOrder number: 12345\n1 x Thing 5.00\nTotal 5.00 EUR\n01.02.2026\n"
    head = b"From: Example <a@shop.example>\nDate: Sun, 1 Feb 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
    parts = (
        b"\n--b\nContent-Type: text/plain; charset=latin-1\n\n" + text + b"\n--b\nContent-Type: text/html\n\n" + html
    )
    mail = head + b"Content-Type: multipart/alternative; boundary=b\n" + parts + b"\n--b--\n"
    forwarded = head + b"Content-Type: message/rfc822\n\n" + mail
    return html, text, mail, forwarded, head + b"Content-Transfer-Encoding: base64\n\nVG90YWwgNS4wMA==\n", pdf()


@st.composite
def spoiled(draw: st.DrawFn, files: tuple[bytes, ...]) -> bytes:
    """A file of which pieces were cut, doubled, overwritten, or put in from another one."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(0, 6))):
        # Headers say most, so half of what is changed is changed there.
        end = draw(st.sampled_from([min(HEADER_BYTES, len(data)), len(data)]))
        at = draw(st.integers(0, end))
        match draw(st.sampled_from(("cut", "flip", "huge", "put in", "double", "end"))):
            case "cut":
                del data[at : at + draw(st.integers(1, 40))]
            case "flip" if at < len(data):
                data[at] ^= draw(st.integers(1, 255))
            case "huge":
                data[at : at + 4] = draw(st.sampled_from([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"]))
            case "put in":
                other = draw(st.sampled_from(files))
                start = draw(st.integers(0, len(other)))
                data[at:at] = other[start : start + draw(st.integers(0, 200))]
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 400))]
            case _:
                del data[draw(st.integers(0, len(data))) :]
    if data.startswith(b"\x89PNG") and draw(st.booleans()):
        # Else nothing gets past the checksum.
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def check_picture(data: bytes) -> None:
    started = time.process_time()
    try:
        picture = open_picture(data)
    except Problem:
        pass
    else:
        assert picture.pixels.ndim == 3
        assert picture.pixels.shape[2] == 3
        assert 0 < picture.pixels.size // 3 <= PICTURE_PIXELS_MAX * 1.01
    assert time.process_time() - started < SECONDS_MAX


def check_document(data: bytes) -> None:
    started = time.process_time()
    try:
        readings = read_document(data)
    except DamagedDocument as problem:
        pytest.fail(f"a parser gave up: {problem.__cause__!r}")
    except Problem:
        pass
    else:
        assert readings
        assert all(0 <= reading.confidence <= 1 for reading in readings)
    assert time.process_time() - started < SECONDS_MAX


@settings(deadline=None, max_examples=FEW)
@given(data=spoiled(pictures()))
def test_a_spoiled_picture_is_opened_or_told_in_a_sentence(data: bytes) -> None:
    check_picture(data)


@slowly
@given(data=spoiled(pictures()))
def test_ten_thousand_spoiled_pictures_are_opened_or_told_in_a_sentence(data: bytes) -> None:
    check_picture(data)


@settings(deadline=None, max_examples=FEW)
@given(data=spoiled(documents()))
def test_a_spoiled_document_is_read_or_told_in_a_sentence(data: bytes) -> None:
    check_document(data)


@slowly
@given(data=spoiled(documents()))
def test_ten_thousand_spoiled_documents_are_read_or_told_in_a_sentence(data: bytes) -> None:
    check_document(data)


scraps = st.sampled_from(
    "TOTAL SUBTOTAL Tax VAT Tip CASH Change Rounding -0.02 12.34 1.234,56 $7 RM .05 2 x @ 0,162 kg 19% 31/02/2018 "
    "99/99/9999 00.00.0000 25:61 9:00 PM A B= [card number] GmbH SDN BHD ( ) - 01062 99999999999999999999.99 1e9 "
    "\u0661\u0662,\u0663\u0664 \u00b2\u00b3 \u0130 \ufb01 \u2028 \U0001f9fe \u202e12.34 \u00df Paris Str. Tel +49 "
    "www.aldi.de EAN 4006381333931 Refund Gift Card".split(" ")
)
sides = st.integers(-50, 5_000)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Rows of any words that stand anywhere, also beside the page and in no room at all."""
    rows = []
    words = st.one_of(scraps, scraps, st.text(min_size=1, max_size=30))
    for texts in draw(st.lists(st.lists(words, min_size=1, max_size=8), max_size=25)):
        row = []
        for text in texts:
            left, top = draw(sides), draw(sides)
            box = Box(left, top, left + draw(st.integers(0, 900)), top + draw(st.integers(0, 300)))
            row.append(Word(text, box, draw(st.floats(0, 1))))
        rows.append(tuple(row))
    return Page(draw(st.integers(1, 9_000)), draw(st.integers(1, 9_000)), tuple(rows))


def check_page(page: Page, region: str | None) -> None:
    started = time.process_time()
    reading = extract(page, Hints(region=region))
    assert isinstance(reading, Reading)
    assert 0 <= reading.confidence <= 1
    assert all(line.price.is_finite() for line in reading.lines)
    assert time.process_time() - started < SECONDS_MAX


regions = st.sampled_from([None, "US", "US-CA", "DE", "", "??"])


@settings(deadline=None, max_examples=100)
@given(page=pages(), region=regions)
def test_any_page_with_odd_words_and_places_is_understood(page: Page, region: str | None) -> None:
    check_page(page, region)


@slowly
@given(page=pages(), region=regions)
def test_ten_thousand_pages_with_odd_words_and_places_are_understood(page: Page, region: str | None) -> None:
    check_page(page, region)


def noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8))


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (20_000, 3), "white"),
        Image.new("RGB", (3, 20_000), "black"),
        Image.new("L", (50_000, 1), "white"),
        noise(300, 200),
        noise(4_000, 2),
        Image.new("RGBA", (33, 65), (0, 0, 0, 0)),
    ],
    ids=lambda image: f"{image.width}x{image.height}",
)
def test_a_picture_of_an_odd_shape_is_read_and_is_no_receipt(image: Image.Image) -> None:
    reading = read(saved(image, "PNG"))

    assert reading.confidence == 0


def test_a_picture_longer_than_a_jpeg_can_be_is_told_so() -> None:
    with pytest.raises(TooLongASide, match="70000 pixels long; we take 50000"):
        open_picture(saved(Image.new("1", (10, 70_000)), "PNG"))


def test_a_pdf_of_a_ribbon_is_opened_coarser() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(10, 36_000))
    canvas.drawString(1, 35_000, "Total 5.00")
    canvas.save()

    picture = open_picture(buffer.getvalue())

    assert picture.pixels.shape[0] == 50_000


def test_of_an_animated_picture_the_first_frame_is_read() -> None:
    data = saved(drawn(), "WEBP", lossless=True, save_all=True, append_images=[Image.new("RGB", (120, 80), "black")])

    picture = open_picture(data)

    assert picture.pixels.mean() > 200
