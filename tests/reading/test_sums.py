"""What was paid is found by its label, by its place and by what adds up."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


LABELS = (
    "TOTAL|Grand Total|AMOUNT DUE|SUMME EUR|Zu zahlen|NET A PAYER|Total TTC|TOTAL A PAGAR|Totale complessivo|TE BETALEN"
    "|Totaal|TOTA1|T0TAL|TOTALRM"
)


@pytest.mark.parametrize("label", LABELS.split("|"))
def test_the_total_is_known_in_every_language(page_of: PageOf, label: str) -> None:
    reading = extract(page_of(f"Milk 2.00\nBread 3.00\n{label} 5.00\nThank you"), Hints())

    assert reading.total
    assert reading.total.value == Decimal("5.00")


def test_what_was_handed_over_is_not_the_total(page_of: PageOf) -> None:
    page = page_of("""
        Milk          2.00
        Bread         3.00
        Total         5.00
        Cash         20.00
        Change       15.00
    """)

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("5.00")


def test_money_handed_over_less_change_finds_a_total_without_label(page_of: PageOf) -> None:
    page = page_of("""
        Milk          2.00
        Bread         3.00
        XXXXX         5.00
        CASH         20.00
        CHANGE       15.00
    """)

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("5.00")


def test_subtotal_tax_and_tip_lead_to_the_total(page_of: PageOf) -> None:
    page = page_of("""
        Burger       10.00
        Subtotal     10.00
        Sales tax     0.90
        Tip           2.00
        Total        12.90
    """)

    reading = extract(page, Hints())

    assert reading.subtotal
    assert reading.tip
    assert reading.total
    assert [field.value for field in (reading.subtotal, reading.tip, reading.total)] == [
        Decimal("10.00"),
        Decimal("2.00"),
        Decimal("12.90"),
    ]
    assert [tax.value for tax in reading.taxes] == [Decimal("0.90")]


def test_the_total_is_what_is_paid_after_rounding(page_of: PageOf) -> None:
    page = page_of("""
        Soap              8.99
        Water             5.39
        Total Sales RM   14.38
        Rounding Adj        .02
        Rounded RM       14.40
        CASH             14.40
        Change            0.00
    """)

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("14.40")


def test_a_table_of_taxes_below_is_not_the_total(page_of: PageOf) -> None:
    page = page_of("""
        Kaffee              4,99
        Seife               9,99
        SUMME EUR          14,98
        MwSt%  Netto  MwSt  Brutto
        A 7%    4,66  0,33    4,99
        B 19%   8,39  1,60    9,99
        Summe  13,05  1,93   14,98
    """)

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("14.98")
    assert reading.total.box.top == 60


def test_taxes_said_twice_count_once(page_of: PageOf) -> None:
    page = page_of("""
        Tea            7.00
        Subtotal       6.60
        GST            0.40
        Total          7.00
        TAX TOTAL      0.40
    """)

    reading = extract(page, Hints())

    assert [tax.value for tax in reading.taxes] == [Decimal("0.40")]


def test_sums_that_add_up_make_the_reading_surer(page_of: PageOf) -> None:
    right = extract(page_of("Shop\nTea 6.00\nCake 1.00\nTotal 7.00\n17/04/2018"), Hints())
    wrong = extract(page_of("Shop\nTea 6.00\nCake 2.00\nTotal 7.00\n17/04/2018"), Hints())

    assert right.confidence > wrong.confidence


def test_taxes_are_read_by_rate_from_the_table_below(page_of: PageOf) -> None:
    page = page_of("""
        Kaffee              4,99
        Seife               9,99
        SUMME EUR          14,98
        Satz   Netto  MwSt  Brutto
        7,0%    4,66  0,33    4,99
        19%     8,39  1,60    9,99
    """)

    reading = extract(page, Hints())

    assert [tax.value for tax in reading.taxes] == [Decimal("0.33"), Decimal("1.60")]


def test_a_tip_written_below_is_part_of_what_is_paid(page_of: PageOf) -> None:
    page = page_of("""
        Schnitzel      89,60
        Summe          89,60
        Tip             8,90
        Bar            98,50
    """)

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("98.50")


def test_a_return_has_a_negative_total(page_of: PageOf) -> None:
    page = page_of("Kaya cake -4.80\nGST -0.29\nTotal payable -5.09\n17/04/2018")

    reading = extract(page, Hints())

    assert reading.total
    assert reading.total.value == Decimal("-5.09")
