"""The number that the shop gave the receipt is found in seven languages, and nothing else is taken for it."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("RECEIPT NO. : CS1801/27037", "CS1801/27037"),
        ("Receipt#:0291-05-7575-7328-6", "0291-05-7575-7328-6"),
        ("BILL NO: 00015258 / 10P01", "00015258"),
        ("TAX INVOICE: 0017756", "0017756"),
        ("INV NO/DATE:K074-001096(06/12/2016)", "K074-001096"),
        ("TRANS: 411395668", "411395668"),
        ("Check #: 122055", "122055"),
        ("Bon-Nr. 12-3456", "12-3456"),
        ("Bonnr. 004711", "004711"),
        ("Beleg-Nr. 12345", "12345"),
        ("Rechnung Nr. 8812", "8812"),
        ("Ticket n\N{DEGREE SIGN} 004512", "004512"),
        ("Facture n\N{DEGREE SIGN} F2024-118", "F2024-118"),
        ("Factura simplificada 00012345", "00012345"),
        ("N\N{MASCULINE ORDINAL INDICATOR} ticket 99123", "99123"),
        ("DOCUMENTO N. 0031-0012", "0031-0012"),
        ("Scontrino n. 4455", "4455"),
        ("Transactie: 778812", "778812"),
        ("Tal\N{LATIN SMALL LETTER A WITH TILDE}o n. 1234", "1234"),
        ("Fatura simplificada FS 123/4567", "123/4567"),
    ],
)
def test_the_receipts_number_is_read(page_of: PageOf, printed: str, number: str) -> None:
    reading = extract(page_of(f"Corner Shop\n{printed}\nTotal 4.50"), Hints())

    assert reading.number
    assert reading.number.value == number


@pytest.mark.parametrize(
    "printed",
    [
        "Thank you, keep your receipt",
        "RECEIPT DATE : 28-FEB-2018 16:37:04",
        "CLOSED BILL: 20/11/2017 04:01:23 PM",
        "Bill 120.00",
        "Bill 12:30",
        "Ticket 15.11.2017",
        "Order 4 tacos",
        "Check 200 other offers",
        "Receipt 12",
        "Bonbons 1234",
        "Orders: 0800 1234567",
    ],
)
def test_a_date_an_amount_or_a_sentence_is_no_number(page_of: PageOf, printed: str) -> None:
    assert extract(page_of(f"Corner Shop\n{printed}\nTotal 4.50"), Hints()).number is None


def test_a_clear_word_comes_before_a_common_one(page_of: PageOf) -> None:
    reading = extract(page_of("Order #: 555123\nReceipt No 9001\nTotal 4.50"), Hints())

    assert reading.number
    assert reading.number.value == "9001"
    assert reading.number.box.top == 30
