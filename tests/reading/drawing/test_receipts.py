"""What a drawn receipt promises to those who test with it."""

import io
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from PIL import Image

from fairpanel.reading import drawing
from fairpanel.reading.drawing import Shop, Wear, draw

NOW = datetime(2026, 11, 1, 12, 0)  # noqa: DTZ001 - a till prints the time of its own wall


def test_the_same_seed_draws_the_same_bytes_and_another_seed_another_receipt() -> None:
    first = draw(seed=7, now=NOW, country="DE")

    again, other = draw(seed=7, now=NOW, country="DE"), draw(seed=8, now=NOW, country="DE")

    assert (again.jpeg, again.truth) == (first.jpeg, first.truth)
    assert other.truth.total != first.truth.total
    assert other.jpeg != first.jpeg


@pytest.mark.parametrize("country", drawing.countries())
def test_each_country_draws_a_picture_of_the_size_of_a_phone_photo(country: str) -> None:
    drawn = draw(seed=3, now=NOW, country=country)

    picture = Image.open(io.BytesIO(drawn.jpeg))
    assert (picture.format, picture.size) == ("JPEG", (drawn.width, drawn.height))
    assert 1200 <= max(picture.size) <= 2400
    assert drawn.truth.country == country


def test_the_purchase_lies_in_the_two_weeks_before_now() -> None:
    days = [draw(seed=seed, now=NOW, wear=Wear.SCAN).truth.date for seed in range(8)]

    assert all(NOW.date() - timedelta(days=14) < day < NOW.date() for day in days)


def test_shop_and_moment_of_the_caller_are_printed() -> None:
    shop = Shop("Olivia's Own Stores", "supermarket", ("1 Test Street", "Columbus, OH 43215"), "(614) 555-0100")
    bought = datetime(2024, 2, 29, 17, 5)  # noqa: DTZ001 - as above

    truth = draw(seed=1, now=NOW, shop=shop, bought=bought, wear=Wear.SCAN).truth

    assert (truth.merchant, truth.address) == ("Olivia's Own Stores", "1 Test Street, Columbus, OH 43215")
    assert truth.date == bought.date()
    assert any("Olivia's Own Stores" in row.text for row in truth.rows)


@pytest.mark.parametrize("country", drawing.countries())
def test_a_plate_a_prescription_and_where_somebody_lives_are_printed_and_named_sensitive(country: str) -> None:
    wanted = {"number-plate", "prescription", "address"}

    truth = draw(seed=4, now=NOW, country=country, include=wanted, wear=Wear.SCAN).truth

    printed = [row.text for row in truth.rows]
    there = [found for found in truth.sensitive if found.kind in wanted]
    assert {found.kind for found in there} == wanted
    assert all(any(found.text in row for row in printed) for found in there)


def test_what_is_personal_changes_nothing_else_on_the_receipt() -> None:
    without = draw(seed=6, now=NOW, country="FR", wear=Wear.SCAN).truth

    with_plate = draw(seed=6, now=NOW, country="FR", include=["number-plate"], wear=Wear.SCAN).truth

    said = {row.text for row in with_plate.rows} - {row.text for row in without.rows}
    assert len(said) == 1
    assert (with_plate.total, with_plate.merchant) == (without.total, without.merchant)


def test_what_is_to_be_included_is_printed_and_named_sensitive() -> None:
    wanted = {"card-number", "account-number", "phone-number", "mail-address", "loyalty-number", "name"}

    truth = draw(seed=5, now=NOW, country="NL", include=[*wanted, "pharmacy-only"], wear=Wear.SCAN).truth

    assert wanted <= {found.kind for found in truth.sensitive}
    printed = " ".join(row.text for row in truth.rows)
    assert all(" ".join(found.text.split()) in printed for found in truth.sensitive)
    assert any(line.pharmacy_only for line in truth.lines)


@pytest.mark.parametrize("include", ["discount", "deposit", "deposit-return"])
def test_lines_that_take_off_or_put_on_can_be_asked_for(include: str) -> None:
    truths = [draw(seed=seed, now=NOW, country="DE", include=[include], wear=Wear.SCAN).truth for seed in range(4)]

    assert all(include in {line.kind for line in truth.lines} for truth in truths)


def test_a_tip_weighed_goods_and_several_pieces_can_be_asked_for() -> None:
    tipped = draw(seed=2, now=NOW, country="US", include=["tip"], wear=Wear.SCAN).truth
    market = draw(seed=2, now=NOW, country="US", include=["weighed", "several"], wear=Wear.SCAN).truth

    assert tipped.tip
    assert any(line.unit == "lb" for line in market.lines)
    assert any(line.quantity > 1 and not line.unit for line in market.lines)


def test_every_line_and_the_total_stand_in_a_printed_row() -> None:
    truth = draw(seed=11, now=NOW, country="FR", include=["several"]).truth

    printed = [row.text for row in truth.rows]

    assert all(any(line.text.split()[0] in row for row in printed) for line in truth.lines)
    assert any(str(truth.total).replace(".", ",") in row for row in printed)
    assert {"merchant", "address", "date", "total"} <= {field.name for field in truth.fields}


def test_the_label_is_what_the_scorer_reads() -> None:
    truth = draw(seed=4, now=NOW, country="GB", wear=Wear.SCAN).truth

    label = truth.as_label("gb.jpg")

    assert (label["image"], label["total"]) == ("gb.jpg", str(truth.total))
    assert label["date"] == truth.date.isoformat()
    assert [item["price"] for item in label["line_items"]] == [str(line.price) for line in truth.lines]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"country": "XX"}, "no receipts of 'XX'"),
        ({"country": "DE", "language": "pt"}, "speak de, not 'pt'"),
        ({"include": ["a unicorn"]}, "Nothing is known of a unicorn"),
        ({"country": "US", "include": ["account-number"]}, "no account number"),
        ({"country": "GB", "include": ["deposit"]}, "no deposit"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(arguments: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        draw(seed=1, now=NOW, **arguments)  # type: ignore[arg-type]  # wrong on purpose


def test_drawing_loads_no_recogniser() -> None:
    heavy = {"rapidocr", "onnxruntime", "openvino", "django"}
    code = f"import sys, fairpanel.reading.drawing; print({heavy} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
