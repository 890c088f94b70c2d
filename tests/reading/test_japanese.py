"""A receipt from Japan is read by another cut of the same network, which is loaded only where one is asked for.

The picture was drawn for this test, with the font IPAexGothic: no shop prints it.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fairpanel.reading import Hints, Script, open_picture, read, recognise, script_of
from fairpanel.reading.models import recogniser

PICTURE = (Path(__file__).parent / "pictures" / "japanese.png").read_bytes()


@pytest.mark.parametrize(
    ("region", "script"),
    [("JP", Script.JAPANESE), ("jp-13", Script.JAPANESE), ("US", Script.LATIN), (None, Script.LATIN)],
)
def test_the_region_says_what_a_receipt_is_printed_with(region: str | None, script: Script) -> None:
    assert script_of(region) is script


def test_the_reader_for_japan_knows_kana_and_common_kanji_and_all_that_is_latin() -> None:
    characters = set(recogniser(Script.JAPANESE).characters)

    assert set("あいうえおアイウエオー円税込合計小計領収書釣銭預消費") <= characters
    assert set(recogniser().characters) <= characters


def test_a_receipt_from_japan_is_read_with_its_yen() -> None:
    reading = read(PICTURE, Hints(region="JP"))

    assert reading.date
    assert reading.total
    assert reading.subtotal
    assert reading.currency
    assert reading.date.value == date(2026, 11, 21)
    assert (reading.subtotal.value, reading.total.value) == (Decimal(1416), Decimal(1529))
    assert reading.currency.value == "JPY"
    assert [tax.value for tax in reading.taxes] == [113]
    assert [(line.text.replace(" ", ""), line.price) for line in reading.lines] == [
        ("牛乳1L", Decimal(238)),
        ("食パン6枚切", Decimal(1178)),
    ]


def test_elsewhere_its_figures_are_still_read() -> None:
    words = {word.text for row in recognise(open_picture(PICTURE)).rows for word in row}

    assert {"¥1,416", "¥113", "¥2,000"} <= words
