"""The shop's name, address and telephone are found at the head of the page."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("*** TAX INVOICE ***\nCorner Shop\n12 High Street", "Corner Shop"),
        ("Welcome\nBlue Hen Books (12345-X)", "Blue Hen Books"),
        ("SPRINGTIDE\nNORTH WIND TRADING SDN BHD\n(123456-X)", "NORTH WIND TRADING SDN BHD"),
        ("NORTH WIND\nENTERPRISE (SOUTH\nSIDE) SDN BHD", "NORTH WIND ENTERPRISE (SOUTH SIDE) SDN BHD"),
        ("MOEBEL\nMoebel Nordlicht GmbH & Co. KG", "MOEBEL"),
        ("31/12/2018 10:50\n0123456\nCorner Shop", "Corner Shop"),
    ],
)
def test_the_shop_is_named(page_of: PageOf, head: str, name: str) -> None:
    reading = extract(page_of(head), Hints())

    assert reading.merchant
    assert reading.merchant.value == name


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        (
            "120 Maple Rd\nSpringfield, IL 62701\nTel:(217)555-0142",
            "120 Maple Rd Springfield, IL 62701",
        ),
        ("Lindenweg 11\n12345 Musterstadt\nTel. 069/90009123", "Lindenweg 11 12345 Musterstadt"),
        ("12 rue de la Paix\n75002 Paris\nSIRET 123 456", "12 rue de la Paix 75002 Paris"),
        ("Kalverstraat 12\n1012 AB Amsterdam\nKVK 123", "Kalverstraat 12 1012 AB Amsterdam"),
        ("Via Roma 5\n20121 Milano\nP.IVA 01234567890", "Via Roma 5 20121 Milano"),
        ("12 High Street\nLondon SW1A 1AA\nVAT No 123", "12 High Street London SW1A 1AA"),
    ],
)
def test_the_address_is_the_rows_between_name_and_numbers(page_of: PageOf, rows: str, address: str) -> None:
    reading = extract(page_of(f"Corner Shop\n{rows}\nMilk 2.00"), Hints())

    assert reading.address
    assert reading.address.value == address


def test_a_labelled_telephone_is_read_and_the_fax_is_not(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\nFAX: 03-87686093\nTEL: 03-55501234"), Hints())

    assert reading.phone
    assert reading.phone.value == "03-55501234"


def test_masked_words_are_no_field(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\nTel [phone number]\nMilk 2.00\nTotal 2.00\nCard [card number]"), Hints())

    assert reading.phone is None
    assert reading.total
    assert str(reading.total.value) == "2.00"


def test_a_row_of_a_tax_table_is_no_telephone(page_of: PageOf) -> None:
    reading = extract(page_of("Corner Shop\nMilk 12.85\nTotal 12.85\n10.71 2.14 12.85"), Hints())

    assert reading.phone is None
