"""The shop's name and its address are taken whole, and without what stands beside, above or below them."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SALVATION ARMY\n12 High Street\nLondon SW1A 0AA", "SALVATION ARMY"),
        ("SANTOS TRADING SDN BHD Tota\nLOT 3, JALAN BESAR 9", "SANTOS TRADING SDN BHD"),
        ("SANTOS TRADING SDN BHD (JALAN BESAR)\nLOT 3, JALAN BESAR 9", "SANTOS TRADING SDN BHD (JALAN BESAR)"),
        ("lx lx-laden markt\nHauptstr. 4\n40219 Bonn", "lx-laden markt"),
        ("IMMER\nEINE\nGUTE\nIDEE\nMeiers Laden GmbH\nHauptstr. 4\n40219 Bonn", "Meiers Laden GmbH"),
        ("BLUE BEAR\nThousands of offers!\n12 High Street", "BLUE BEAR"),
    ],
)
def test_a_name_is_whole_and_no_more(page_of: PageOf, printed: str, name: str) -> None:
    reading = extract(page_of(printed), Hints())

    assert reading.merchant
    assert reading.merchant.value == name


def test_a_sign_of_two_large_rows_is_one_name(page_of: PageOf) -> None:
    from dataclasses import replace

    page = page_of("LUNA\nGRILL\n12 High Street\nLondon SW1A 0AA\nSoup 3.00\nTotal 3.00")
    rows = [
        tuple(replace(word, box=replace(word.box, bottom=word.box.bottom + (8 if number < 2 else 0))) for word in row)
        for number, row in enumerate(page.rows)
    ]

    reading = extract(replace(page, rows=tuple(rows)), Hints())

    assert reading.merchant
    assert reading.merchant.value == "LUNA GRILL"


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        (
            "Laden\nWarburger Stra\N{LATIN SMALL LETTER SHARP S}e 130\n33100 Bonn",
            "Warburger Stra\N{LATIN SMALL LETTER SHARP S}e 130 33100 Bonn",
        ),
        ("Laden\nKamp 30-32\n33098 Bonn", "Kamp 30-32 33098 Bonn"),
        ("Meiers GmbH\n40217 Bonn-Bilk\nFriedrichstr. 152", "40217 Bonn-Bilk Friedrichstr. 152"),
        ("Meiers GmbH\nMeiers 40217 Bonn\nTel. 0228 12345678", "40217 Bonn"),
        ("**** Laden ****\n**** Hauptstr. 57 ****\n**** 40219 Bonn ****", "Hauptstr. 57 **** **** 40219 Bonn"),
        (
            "SIN TAN SDN BHD\nLOT 13, JALAN\nSIN TAN SDN BHD\nLOT 13, JALAN IPOH,\n44300 KLANG",
            "LOT 13, JALAN IPOH, 44300 KLANG",
        ),
        ("Grill\n3123CLEMENTST.\nSANFRANCISCO, CA 94121", "3123CLEMENTST. SANFRANCISCO, CA 94121"),
        ("Grill\n2 Orchard Road\nSingapore (238801)\nPOS:01", "2 Orchard Road Singapore (238801"),
        ("Grill\n12 Main Street\nDescription Qty Amount\nSoup 1 3.00", "12 Main Street"),
        ("Grill\n12 Main Street\n** Order **\nSoup 3.00", "12 Main Street"),
    ],
)
def test_an_address_is_whole_and_no_more(page_of: PageOf, printed: str, address: str) -> None:
    reading = extract(page_of(printed), Hints())

    assert reading.address
    assert reading.address.value.strip("* )") == address


@pytest.mark.parametrize("printed", ["Grill\n1 POS:POS001\nSoup 3.00", "Grill\n1 Chicken Soup AED16.00"])
def test_a_count_before_a_dish_is_no_house(page_of: PageOf, printed: str) -> None:
    assert extract(page_of(printed), Hints()).address is None
