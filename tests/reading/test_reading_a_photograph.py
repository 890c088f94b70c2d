"""A drawn photograph of a receipt goes all the way from its bytes to its fields."""

from datetime import UTC, datetime

import pytest

from fairpanel.kit.page import Box
from fairpanel.reading import Hints, Kind, Reading, drawing, read

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Both = tuple[Reading, drawing.Truth]


@pytest.fixture(scope="module", params=["DE", "FR"])
def both(request: pytest.FixtureRequest) -> Both:
    """Give what was read, and what is true."""
    country: str = request.param
    drawn = drawing.draw(seed=102, now=NOW, country=country)
    return read(drawn.jpeg, Hints(region=country)), drawn.truth


def test_it_is_a_receipt_of_this_shop_and_day_and_total(both: Both) -> None:
    reading, truth = both

    assert reading.kind is Kind.RECEIPT
    assert reading.merchant
    assert reading.date
    assert reading.total
    assert reading.currency
    assert reading.merchant.value.upper() == truth.merchant.upper()
    assert reading.date.value == truth.date
    assert reading.total.value == truth.total
    assert reading.currency.value == truth.currency


def test_what_was_bought_adds_up(both: Both) -> None:
    reading, truth = both

    prices = [line.price for line in reading.lines]

    assert prices == [line.price for line in truth.lines]


def test_boxes_stand_where_the_print_stands(both: Both) -> None:
    reading, truth = both
    place = truth.box("total")
    assert reading.total
    assert place

    together = Box.around([reading.total.box, place])

    assert together.width * together.height < 4 * place.width * place.height
