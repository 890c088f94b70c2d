"""The sponsor's own receipts are known though they are misread, and no other shop is taken for the sponsor."""

import pytest

from fairpanel.programme import Seller, preset
from fairpanel.receipts.sellers import find_seller, is_same_shop
from tests.receipts.made_by_hand import a_page

SPONSOR = preset("fair").versions[0].sellers_refused
AMAZON = preset("shopper-panel-us-2020").versions[0].sellers_refused


def found(row: str, sellers: tuple[Seller, ...] = SPONSOR) -> str | None:
    match = find_seller(a_page(row).rows, sellers)
    return match.seller if match is not None and match.sure else None


@pytest.mark.parametrize(
    "row",
    [
        "Example Market",
        "EXAMPLE MARKET",
        "EXAMPLE-MARKET",
        "ExampleMarket",
        "EXAMPLE MARKET EXPRESS",
        "Welcome to Example Market Berlin",
        "EXAMP1E MARKET",
        "EXANPLE MARKET",
        "EXAMPLE MARKFT",
        "EXAMPLE MARKE",
        "*EXAMPLE MARKET*",
    ],
)
def test_the_sponsor_is_known_however_it_is_printed_or_misread(row: str) -> None:
    assert found(row) == "Example Market"


@pytest.mark.parametrize(
    "row",
    [
        "Sample Market",
        "Fresh Market",
        "Market",
        "Example Bakery",
        "Examplary Goods",
        "Super Market",
        "Example Marketing Ltd",
        "Exempel Markt",
        "Best Market Example",
        "",
    ],
)
def test_an_ordinary_shop_with_similar_words_is_not_the_sponsor(row: str) -> None:
    assert found(row) is None


@pytest.mark.parametrize(
    ("row", "seller"),
    [
        ("AMAZON", "Amazon"),
        ("amazon.com", "Amazon"),
        ("WHOLE FOODS MARKET", "Whole Foods Market"),
        ("WH0LE F00DS", "Whole Foods Market"),
        ("Amazon Go", "Amazon Go"),
        ("WFM", "Whole Foods Market"),
    ],
)
def test_short_and_long_names_of_a_real_programme_are_known(row: str, seller: str) -> None:
    assert found(row, AMAZON) in {seller, "Amazon"}


@pytest.mark.parametrize("row", ["Amazonas Grill", "Whole Bean Coffee", "WFMU Radio", "Foods Co", "Amazing Books"])
def test_neighbours_of_those_names_are_not(row: str) -> None:
    assert find_seller(a_page(row).rows, AMAZON) is None


def test_a_short_name_among_other_words_is_a_doubt_and_no_certainty() -> None:
    match = find_seller(a_page("Amazon Grill Restaurant").rows, AMAZON)

    assert match is not None
    assert not match.sure


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Corner Shop", "CORNER SHOP", True),
        ("Corner Shop", "C0RNER SH0P", True),
        ("Corner Shop", "Corner Shop Berlin GmbH", True),
        ("Corner Shop", "", True),
        ("Corner Shop", "Bakery Sunrise", False),
        ("Aldi", "Lidl", False),
        ("Rewe", "Penny", False),
    ],
)
def test_two_readings_of_a_shops_name(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_same_shop(one, other) is same
    assert is_same_shop(other, one) is same
