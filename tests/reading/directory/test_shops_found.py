"""A known brand is found by what its receipts print of it, also misread, and nothing else is taken for one."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]

BOUGHT = "Milk 2.00\nTotal 2.00"


@pytest.mark.parametrize(
    ("head", "wikidata"),
    [
        ("REWE Markt GmbH\nLindenweg 11\n12345 Musterstadt", "Q16968817"),
        ("REVVE\nwww.rewe.de", "Q16968817"),
        ("P E N N Y - M A R K T GmbH", "Q284688"),
        ("MedlaMarkt\nLindenweg 11", "Q2381223"),
        ("dm-drogerie markt\nLindenweg 11", "Q266572"),
        ("SA1NSBURYS SUPERMARKETS LTD", "Q152096"),
        ("Welcome to WA1GREENS\nStore #1234", "Q1591889"),
        ("BURGER\nKING\n#1234", "Q177054"),
        ("McD0NALD'S Restaurant 1234", "Q38076"),
        ("R0SSMAMN Drogeriemarkt", "Q316004"),
        ("STARBUCK5 COFFEE", "Q37158"),
        ("MERCAD0NA S.A.", "Q377705"),
        ("IN-N-OUT BURGER SPRINGFIELD", "Q1205312"),
    ],
)
def test_a_brand_is_found_by_its_sign_its_company_and_through_misread_letters(
    page_of: PageOf, head: str, wikidata: str
) -> None:
    reading = extract(page_of(f"{head}\n{BOUGHT}"), Hints())

    assert reading.shop
    assert reading.shop.value.wikidata == wikidata
    assert 0 < reading.shop.confidence <= 1


@pytest.mark.parametrize(
    "printed", ["www.lidl.de", "WWW LIDL.DE", "https://www.lidl.de/karriere", "wwwlidl.de", "lidI.de"]
)
def test_a_web_address_anywhere_on_the_page_is_enough(page_of: PageOf, printed: str) -> None:
    reading = extract(page_of(f"L'D\n{BOUGHT}\n{printed}"), Hints())

    assert reading.shop
    assert reading.shop.value.name == "Lidl"


def test_the_full_name_of_the_company_counts_also_at_the_foot_of_the_page(page_of: PageOf) -> None:
    items = "\n".join(f"Milk {cents / 100:.2f}" for cents in range(100, 112))

    reading = extract(page_of(f"Filiale 12\n{items}\nTotal 12.00\nLidl Vertriebs GmbH & Co. KG"), Hints())

    assert reading.shop
    assert reading.shop.value.name == "Lidl"


@pytest.mark.parametrize(
    "head",
    [
        "TOTAL",
        "CARRY OUT",
        "Penny Lane Cafe",
        "Blue Bear Tavern",
        "Joe's Diner\nSpringfield, IL",
        "HIA",
        "Family Market",
        "The Corner Shop",
        "Next customer please",
        "Fresh Food Store",
    ],
)
def test_ordinary_words_and_names_that_go_on_are_no_brand(page_of: PageOf, head: str) -> None:
    reading = extract(page_of(f"{head}\n{BOUGHT}"), Hints())

    assert reading.shop is None


def test_a_street_called_like_a_shop_is_no_shop(page_of: PageOf) -> None:
    reading = extract(page_of(f"Corner Barn\n12 Tesco Street\nLondon SW1A 1AA\n{BOUGHT}"), Hints())

    assert reading.shop is None


@pytest.mark.parametrize(("region", "wikidata"), [("US", "Q1046951"), ("AU", "Q7685854")])
def test_of_two_brands_of_one_name_the_country_decides(page_of: PageOf, region: str, wikidata: str) -> None:
    reading = extract(page_of("TARGET STORES LTD\nTowel $2.00\nTotal $2.00"), Hints(region=region))

    assert reading.shop
    assert reading.shop.value.wikidata == wikidata


def test_the_printed_name_stays_as_it_is_printed(page_of: PageOf) -> None:
    reading = extract(page_of(f"REWE Markt GmbH\n{BOUGHT}"), Hints())

    assert reading.merchant
    assert reading.merchant.value == "REWE Markt GmbH"
    assert reading.shop
    assert reading.shop.text == "REWE"


def test_the_words_on_the_page_say_which_of_its_kinds_the_brand_is_here(page_of: PageOf) -> None:
    pump = extract(page_of("Tesco\nPetrol Station\nPump 4\nUnleaded 20.00\nTotal 20.00"), Hints(region="GB"))

    shop = extract(page_of(f"Tesco\n{BOUGHT}"), Hints(region="GB"))

    assert pump.shop_kind
    assert pump.shop_kind.value == "fuel"
    assert shop.shop_kind
    assert shop.shop_kind.value == "grocery"
