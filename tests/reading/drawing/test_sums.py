"""On every receipt the figures add up to the cent."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from fairpanel.reading.drawing import INCLUDABLE, countries
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import country
from fairpanel.reading.drawing.purchase import Purchase, purchase

NOW = datetime(2026, 11, 1, 12, 0)  # noqa: DTZ001 - a till prints the time of its own wall
CENT = Decimal("0.01")
EVERYWHERE = sorted(INCLUDABLE - {"account-number", "deposit", "deposit-return"})


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    place = country(draw(st.sampled_from(countries())))
    include = draw(st.sets(st.sampled_from(EVERYWHERE), max_size=3))
    seed = draw(st.integers(min_value=0, max_value=2**32))
    dice, more = Chance(seed, "purchase"), Chance(seed, "people")
    return purchase(country=place, shop=None, bought=None, now=NOW, include=include, chance=dice, more=more)


@given(purchases())
def test_lines_and_taxes_on_top_and_the_tip_make_the_total(bill: Purchase) -> None:
    lines = sum((line.price for line in bill.lines), Decimal(0))
    on_top = Decimal(0) if bill.country.tax_included else sum((tax.amount for tax in bill.taxes), Decimal(0))

    assert lines + on_top + (bill.tip or 0) == bill.total
    assert bill.total == bill.total.quantize(CENT)
    assert bill.total > 0


@given(purchases())
def test_taxes_inside_the_prices_part_the_sum_of_the_lines(bill: Purchase) -> None:
    gross = sum((tax.gross for tax in bill.taxes), Decimal(0))

    assert not bill.country.tax_included or gross == bill.subtotal
    for tax in bill.taxes:
        assert abs(tax.net * tax.percent / 100 - tax.amount) <= CENT


@given(purchases())
def test_each_price_is_the_quantity_times_the_unit_price(bill: Purchase) -> None:
    for line in bill.lines:
        assert line.price == (line.quantity * line.unit_price).quantize(CENT, ROUND_HALF_UP)


@given(purchases())
def test_cash_put_down_is_enough(bill: Purchase) -> None:
    assert bill.given >= bill.total
    assert bill.payment == "cash" or bill.given == bill.total
