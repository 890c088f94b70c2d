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
        ("NORTHERN SOUTHERN\nSTATIONERY SDN BHD\nTEL 03-1234567", "NORTHERN SOUTHERN STATIONERY SDN BHD"),
        ("THE TEA CHEST\n& BISCUIT TIN LTD", "THE TEA CHEST & BISCUIT TIN LTD"),
        ("HAMMER & TONGS &\nDAUGHTERS", "HAMMER & TONGS & DAUGHTERS"),
        ("Il Limone\nRistorante & Bar\nVia Roma 5", "Il Limone Ristorante & Bar"),
        ("CORNER SHOP\nCOMPANY NO: 000200101-A", "CORNER SHOP"),
        ("CORNER SHOP COMPANY REG.NO: JM0681589-W", "CORNER SHOP"),
        ("CORNER SHOP\n(CO NO. SA0345444-K)\n12 High Street", "CORNER SHOP"),
        ("OWNED BY: NORTH WIND S/B (1035693-T)", "NORTH WIND S/B"),
        ("Goods sold are not returnable. Thank you\nCASH & CARRY NORTH", "CASH & CARRY NORTH"),
        ("NORTHWIND.COM SDN BHD (509213A)\n2ND FLOOR, 5 HIGH STREET", "NORTHWIND.COM SDN BHD"),
        ("NORTH\nNORTH STATIONERY SDN BHD\n(123769-W)", "NORTH STATIONERY SDN BHD"),
        ("Corner Shop\nUNIT L1-044B, VINE MEGAMALL", "Corner Shop"),
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
        ("Lindenweg 11\n12345 Musterstadt Tel: 069/90009123", "Lindenweg 11 12345 Musterstadt"),
        ("NO 1, JALAN BULAN\nMEDAN NIAGA\n016-5501234", "NO 1, JALAN BULAN MEDAN NIAGA"),
        (
            "NO 1, JALAN BULAN\n41150 KLANG, SELANGOR\n1934-LAMAN BULAN\nGST NO 1",
            "NO 1, JALAN BULAN 41150 KLANG, SELANGOR 1934-LAMAN BULAN",
        ),
        (
            "12 High Street\nSpringfield, IL 62701\nVINE MALL\nTel 5550142",
            "12 High Street Springfield, IL 62701 VINE MALL",
        ),
    ],
)
def test_the_address_is_the_rows_between_name_and_numbers(page_of: PageOf, rows: str, address: str) -> None:
    reading = extract(page_of(f"Corner Shop\n{rows}\nMilk 2.00"), Hints())

    assert reading.address
    assert reading.address.value == address


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        ("12 High Street\nLondon SW1A 1AA (NO ID GST: 0001)\nMilk 2.00", "12 High Street London SW1A 1AA"),
        ("Table 4\n1 Chicken Spring Roll 24.00\nTotal 24.00", None),
    ],
)
def test_what_stands_beside_an_address_is_none_of_it(page_of: PageOf, rows: str, address: str | None) -> None:
    reading = extract(page_of(f"Corner Shop\n{rows}"), Hints())

    assert (reading.address and reading.address.value) == address


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
