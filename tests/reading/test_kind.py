"""What is no receipt is not taken for one."""

from collections.abc import Callable

import numpy as np
import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, Kind, Picture, extract, recognise

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    "print_",
    [
        "",
        "Dear Alice,\nthank you for your letter of 17 April 2018.\nYours, Bob",
        "Menu\nSoup 4.50\nCake 3.00",
        "Tel 03-55501234\n12 High Street",
    ],
)
def test_a_page_without_sums_that_are_named_is_no_receipt(page_of: PageOf, print_: str) -> None:
    page = page_of(print_) if print_ else Page(100, 100, ())

    reading = extract(page, Hints())

    assert reading.kind is Kind.OTHER
    assert reading.confidence == 0


def test_a_short_receipt_is_one(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\n17/04/2018 10:50\nMilk 2.00\nTotal 2.00"), Hints())

    assert reading.kind is Kind.RECEIPT


def test_a_blank_picture_and_one_of_grass_hold_no_receipt() -> None:
    blank = Picture(np.full((300, 200, 3), 255, np.uint8), "png")
    grass = Picture(np.random.default_rng(7).integers(0, 255, (300, 200, 3), np.uint8), "png")

    kinds = [extract(recognise(picture), Hints()).kind for picture in (blank, grass)]

    assert kinds == [Kind.OTHER, Kind.OTHER]


@pytest.mark.parametrize(
    ("printed", "hints", "currency"),
    [
        ("Total RM 9.00", Hints(), "MYR"),
        ("Summe EUR 9,00", Hints(region="US"), "EUR"),
        ("Total $9.00", Hints(), "USD"),
        ("Total $9.00", Hints(region="CA"), "CAD"),
        ("Total $9.00", Hints(currency="AUD"), "AUD"),
        ("Total 9.00", Hints(region="GB"), "GBP"),
        ("Total 9.00", Hints(), None),
    ],
)
def test_the_currency_is_printed_or_known_from_the_region(
    page_of: PageOf, printed: str, hints: Hints, currency: str | None
) -> None:
    reading = extract(page_of(f"Milk 9.00\n{printed}"), hints)

    assert (reading.currency.value if reading.currency else None) == currency
