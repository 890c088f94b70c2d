"""A PDF is read by its own text where it has any, on all its pages, and else by looking at it."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from fairpanel.reading import Hints
from fairpanel.reading.documents import Origin, open_document, read_document
from fairpanel.reading.drawing import Wear, draw

PdfOf = Callable[..., bytes]


def test_an_order_may_go_on_on_the_next_page(english: Any, pdf_of: PdfOf) -> None:
    rows = english.pdf_rows()

    (reading,) = read_document(pdf_of(rows[:4], rows[4:]), Hints(region="GB"))

    assert reading.total is not None
    assert reading.total.value == english.total
    assert reading.total.box.top > reading.page.height // 2
    assert sum(line.price for line in reading.lines) == english.total


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_words_of_a_turned_page_stand_on_the_page_as_it_is_shown(english: Any, pdf_of: PdfOf, turned: int) -> None:
    data = pdf_of(english.pdf_rows()).replace(b"/Type/Page/Parent", b"/Type/Page/Rotate %d/Parent" % turned)

    (sheet,) = open_document(data)

    upright = sheet.page.width < sheet.page.height
    assert upright is (turned in {0, 180})
    assert all(
        0 <= word.box.left < word.box.right <= sheet.page.width
        and 0 <= word.box.top < word.box.bottom <= sheet.page.height
        for row in sheet.page.rows
        for word in row
    )


def test_words_stand_where_they_are_printed(pdf_of: PdfOf) -> None:
    (sheet,) = open_document(pdf_of([[(50, "Lumina receipt number 12345"), (480, "5.00")]]))

    first, last = sheet.page.rows[0][0], sheet.page.rows[0][-1]
    # 50 and 480 points from the left at 200 dots an inch; the baseline is 780 points above the foot of 842.
    assert first.box.left == pytest.approx(50 / 72 * 200, abs=4)
    assert last.box.left == pytest.approx(480 / 72 * 200, abs=4)
    assert first.box.top < (842 - 780) / 72 * 200 < first.box.bottom + 4


def test_a_scanned_page_is_looked_at() -> None:
    drawn = draw(seed=3, now=dt.datetime(2026, 11, 1, 12), country="GB", wear=Wear.SCAN)  # noqa: DTZ001 - a till's clock
    file = BytesIO()
    Image.open(BytesIO(drawn.jpeg)).save(file, "PDF", resolution=200)

    (sheet,) = open_document(file.getvalue())
    (reading,) = read_document(file.getvalue(), Hints(region="GB"))

    assert sheet.origin is Origin.PDF
    assert reading.total is not None
    assert reading.total.value == drawn.truth.total
