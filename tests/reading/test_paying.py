"""How a receipt was paid is read: charges on top, what was handed over, what came back, in cash or by card."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract
from fairpanel.receipts.rules.sums import adds_up

PageOf = Callable[[str], Page]


def test_cash_and_change(page_of: PageOf) -> None:
    reading = extract(page_of("Milk 2.00\nBread 3.00\nTotal 5.00\nCash 10.00\nChange 5.00"), Hints())

    assert [field and field.value for field in (reading.tendered, reading.change, reading.payment)] == [
        Decimal("10.00"),
        Decimal("5.00"),
        "cash",
    ]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Visa Debit 5.00", "card"),
        ("girocard 5,00", "card"),
        ("SEPA-Lastschrift 5,00", "transfer"),
        ("Espèces 5,00", "cash"),
        ("Tarjeta 5,00", "card"),
        ("Contanti 5,00", "cash"),
        ("Bankpas 5,00", "card"),
        ("Numerário 5,00", "cash"),
        ("Gift card 5.00", "voucher"),
    ],
)
def test_the_kind_of_payment_in_seven_languages(page_of: PageOf, row: str, kind: str) -> None:
    reading = extract(page_of(f"Milk 2.00\nBread 3.00\nTotal 5.00\n{row}"), Hints())

    assert (reading.payment and reading.payment.value) == kind


def test_a_charge_for_service_is_no_line_and_part_of_the_sum(page_of: PageOf) -> None:
    reading = extract(page_of("Soup 5.00\nFish 10.00\nService charge 1.50\nTotal 16.50"), Hints())

    assert [line.text for line in reading.lines] == ["Soup", "Fish"]
    assert [charge.value for charge in reading.charges] == [Decimal("1.50")]
    assert adds_up(reading)
