"""Sums of money are found as they are printed, and what only looks like one is not."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.print_rows import rows_on

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("TOTAL 12.34", ["12.34"]),
        ("SUMME 12,34", ["12.34"]),
        ("TOTAL $1,234.56", ["1234.56"]),
        ("SUMME 1.234,56", ["1234.56"]),
        ("TOTAL CHF 1'234.50", ["1234.50"]),
        ("COUPON 5.00-", ["-5.00"]),
        ("COUPON -5.00", ["-5.00"]),
        ("COUPON -$5.00", ["-5.00"]),
        ("ROUNDING RM .02", ["0.02"]),
        ("TOTALRM9.00", ["9.00"]),
        ("TOTAL 9. 00", ["9.00"]),
        ("COFFEE l4.9O", ["14.90"]),
        ("2 x 1.50 3.00", ["1.50", "3.00"]),
        ("CAKE \N{EURO SIGN} 7", []),
        ("CAKE \N{EURO SIGN}7", ["7"]),
        ("0,162 kg", []),
        ("VAT 19.00%", []),
        ("30.04.20 09:58", []),
        ("Avocado ($1.00)", []),
        ("[card number] [phone number]", []),
    ],
)
def test_a_printed_sum_has_its_value(page_of: PageOf, printed: str, values: list[str]) -> None:
    (row,) = rows_on(page_of(printed))

    amounts = amounts_in(row)

    assert [amount.value for amount in amounts] == [Decimal(value) for value in values]


def test_a_sum_knows_its_currency_and_its_place(page_of: PageOf) -> None:
    (row,) = rows_on(page_of("TOTAL   RM 9.00"))

    (amount,) = amounts_in(row)

    assert amount.currency == "MYR"
    assert (amount.box.left, amount.box.right) == (110, 150)
