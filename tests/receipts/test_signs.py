"""Signs that something may not be as the shop printed it: what each is seen by, and that none of them refuses."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bench.forging import Edit, drawn_page, pasted_digit, saved, typed_date, typed_total
from fairpanel.kit.money import Money
from fairpanel.kit.page import Box, Page, Word
from fairpanel.programme import preset
from fairpanel.reading import Field, Picture, Reading, drawing, open_picture
from fairpanel.receipts import rules
from fairpanel.receipts.signs import signs_of
from fairpanel.receipts.signs.file import signs_in_file
from fairpanel.receipts.signs.sums import signs_in_sums
from fairpanel.receipts.signs.times import signs_in_times
from fairpanel.receipts.values import SIGNS, Doubt, Known, NeedsLook, Purchase, Sign
from tests.receipts.made_by_hand import a_box, a_field, a_page, a_reading

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THIS = Purchase("Corner Shop", date(2026, 11, 21), time(17, 30), Money(450, "EUR"))


@cache
def a_photograph(seed: int, country: str = "DE") -> tuple[bytes, Reading]:
    """A drawn photograph of a receipt, and what a perfect reader reads on it."""
    drawn = drawing.draw(seed=seed, now=NOW, country=country)
    truth = drawn.truth
    places = [(field.name, field.box) for field in truth.fields]
    places += [(str(line.price), line.price_box) for line in truth.lines]
    rows = tuple((Word(f"{text} 0", box, 0.95),) for text, box in places)
    total, day = truth.box("total"), truth.box("date")
    assert total is not None
    assert day is not None
    reading = a_reading(
        page=Page(drawn.width, drawn.height, rows), total=Field(truth.total, str(truth.total), total, 0.99),
        date=Field(truth.date, truth.date.isoformat(), day, 0.99), lines=(), time=None,
    )  # fmt: skip
    return drawn.jpeg, reading


def seen_on(data: bytes, reading: Reading) -> dict[Doubt, Box]:
    return {sign.code: sign.box for sign in signs_of([data], open_picture(data), reading)}


@pytest.mark.parametrize("seed", range(12))
def test_an_untouched_photograph_shows_no_sign(seed: int) -> None:
    data, reading = a_photograph(seed)

    assert seen_on(data, reading) == {}


@pytest.mark.parametrize("quality", [92, 75])
def test_an_untouched_photograph_that_is_saved_again_or_made_smaller_shows_none(quality: int) -> None:
    data, reading = a_photograph(3)

    assert seen_on(saved(open_picture(data).pixels, quality=quality), reading) == {}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (typed_total, Doubt.PAINTED_OVER),
        (typed_date, Doubt.PAINTED_OVER),
        (pasted_digit, Doubt.COPIED_DIGITS),
        (drawn_page, Doubt.DRAWN_PAGE),
    ],
)
@pytest.mark.parametrize("quality", [92, 75])
def test_a_changed_picture_shows_what_was_done_to_it(edit: Edit, code: Doubt, quality: int) -> None:
    data, reading = a_photograph(11)
    changed = edit(open_picture(data).pixels, reading, random.Random(1))
    assert changed is not None

    assert code in seen_on(saved(changed, quality=quality), reading)


def test_what_was_painted_over_is_shown_where_it_stands() -> None:
    data, reading = a_photograph(11)
    changed = typed_total(open_picture(data).pixels, reading, random.Random(1))
    assert changed is not None
    assert reading.total is not None

    assert seen_on(saved(changed, quality=92), reading) == {Doubt.PAINTED_OVER: reading.total.box}


def test_the_pixels_of_a_pdf_say_nothing_since_its_shop_drew_them() -> None:
    data, reading = a_photograph(3)
    page = drawn_page(open_picture(data).pixels, reading, random.Random(1))
    assert page is not None

    assert signs_of([b"%PDF-"], Picture(page, "pdf"), reading) == ()


def changed_total(*rows: str) -> Reading:
    """Bread for 2.50 and milk for 2.00, and a total of 94.50 with these rows below it."""
    page = a_page("Corner Shop", "", "Bread 2.50", "Milk 2.00", "Total EUR 94.50", *rows)
    return a_reading(page=page, total=a_field(Decimal("94.50"), 4))


def test_a_total_that_neither_the_lines_nor_what_was_paid_agree_with_is_a_sign() -> None:
    assert list(signs_in_sums(changed_total("Visa EUR 4.50"))) == [Sign(Doubt.ANOTHER_TOTAL, a_box(4), 1.0)]
    assert list(signs_in_sums(changed_total("Cash 20.00", "Change 15.50"))) != []


@pytest.mark.parametrize("rows", [(), ("Visa EUR 94.50",), ("Cash 100.00", "Change 5.50")])
def test_lines_that_do_not_make_the_total_are_none_by_themselves(rows: tuple[str, ...]) -> None:
    assert list(signs_in_sums(changed_total(*rows))) == []


def test_a_total_that_was_hardly_read_is_no_sign() -> None:
    unsure = replace(changed_total("Visa EUR 4.50"), total=a_field(Decimal("94.50"), 4, confidence=0.3))

    assert list(signs_in_sums(unsure)) == []


def a_file(*, program: str = "", taken: str = "") -> bytes:
    """A JPEG that says so of itself."""
    exif = Image.Exif()
    if program:
        exif[0x0131] = program
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    file = BytesIO()
    Image.new("RGB", (40, 60)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def codes_of(data: bytes) -> list[Doubt]:
    return [sign.code for sign in signs_in_file(data, a_reading())]


@pytest.mark.parametrize("program", ["Adobe Photoshop 25.1 (Windows)", "GIMP 2.10.36", "Picsart"])
def test_a_file_that_an_editor_of_pictures_wrote_is_a_sign(program: str) -> None:
    assert codes_of(a_file(program=program)) == [Doubt.EDITED_FILE]


@pytest.mark.parametrize("program", ["", "17.1.2", "Google", "Adobe Lightroom 7.0", "G955USQS5CSB1"])
def test_a_file_of_a_phone_or_of_a_program_that_changes_light_is_none(program: str) -> None:
    assert codes_of(a_file(program=program)) == []


@pytest.mark.parametrize(
    ("taken", "codes"),
    [
        ("2026:11:10 09:00:00", [Doubt.TAKEN_BEFORE]),
        ("2026:11:20 23:00:00", []),
        ("2026:11:22 09:00:00", []),
        ("2002:01:01 00:00:00", []),
        ("    :  :     :  :  ", []),
    ],
)
def test_a_photo_that_is_older_than_the_day_on_it_is_a_sign_unless_its_clock_was_never_set(
    taken: str, codes: list[Doubt]
) -> None:
    assert codes_of(a_file(taken=taken)) == codes


def in_times(reading: Reading, *, sent: datetime, others: tuple[Purchase, ...] = ()) -> list[Doubt]:
    return [sign.code for sign in signs_in_times(reading, this=THIS, others=others, sent=sent)]


def test_a_purchase_at_a_time_that_had_not_come_when_it_was_sent_is_a_sign() -> None:
    noon, evening = (datetime(2026, 11, 21, hour, tzinfo=UTC) for hour in (12, 18))

    assert in_times(a_reading(), sent=noon) == [Doubt.LATER_THAN_SENT]
    assert in_times(a_reading(), sent=evening) == []


def test_a_till_that_missed_the_change_of_the_clocks_is_none() -> None:
    assert in_times(a_reading(), sent=datetime(2026, 11, 21, 16, 31, tzinfo=UTC)) == []


def test_two_purchases_in_one_minute_in_two_shops_are_a_sign() -> None:
    elsewhere = replace(THIS, shop="Far Shop", total=Money(999, "EUR"))
    same_shop = replace(THIS, total=Money(999, "EUR"))

    assert in_times(a_reading(), sent=NOW, others=(elsewhere,)) == [Doubt.TWO_AT_ONCE]
    assert in_times(a_reading(), sent=NOW, others=(same_shop,)) == []


@pytest.mark.parametrize("code", sorted(SIGNS))
def test_a_sign_asks_a_person_and_refuses_nothing_however_strong_it_is(code: Doubt) -> None:
    version = preset("fair").in_force(NOW.date())
    assert version.receipts is not None

    decision = rules.decide(
        a_reading(), version, version.receipts, region=version.regions["DE"], known=Known(), today=NOW.date(),
        signs=(Sign(code, a_box(4), 1.0),),
    )  # fmt: skip

    assert decision == NeedsLook((code,))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), wide=st.integers(1, 80), high=st.integers(1, 80),
    sides=st.lists(st.tuples(*[st.integers(0, 90)] * 4), max_size=8), data=st.binary(max_size=200),
)  # fmt: skip
def test_no_picture_and_no_bytes_stop_the_search(
    seed: int, wide: int, high: int, sides: list[tuple[int, ...]], data: bytes
) -> None:
    boxes = [Box(min(l, r), min(t, b), max(l, r), max(t, b)) for l, t, r, b in sides]  # noqa: E741
    page = Page(wide, high, tuple((Word("1,99", box, 0.9),) for box in boxes))
    total = Field(Decimal("1.99"), "1,99", boxes[0], 0.9) if boxes else None
    pixels = np.random.default_rng(seed).integers(0, 256, (high, wide, 3), np.uint8)

    signs = signs_of([data], Picture(pixels, "jpeg"), a_reading(page=page, total=total))

    assert {sign.code for sign in signs} <= SIGNS
