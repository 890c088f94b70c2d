"""Money is whole minor units, and two currencies are never mixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "TND"])


@given(minor=st.integers(-(10**15), 10**15), currency=CURRENCIES)
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    read = Money.of(money.decimal(), currency)

    assert read == money


@given(left=st.integers(), right=st.integers(), currency=CURRENCIES)
def test_adding_and_taking_away_again_changes_nothing(left: int, right: int, currency: str) -> None:
    a, b = Money(left, currency), Money(right, currency)

    there_and_back = a + b - b

    assert there_and_back == a


@pytest.mark.parametrize(
    ("amount", "currency", "minor"), [("12.50", "EUR", 1250), ("1250", "JPY", 1250), ("1.250", "TND", 1250)]
)
def test_each_currency_has_its_own_minor_unit(amount: str, currency: str, minor: int) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize("amount", ["12.505", "a", "NaN", "Infinity", ""])
def test_an_amount_that_is_no_whole_number_of_cents_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Money.of(amount, "EUR")


def test_two_currencies_are_never_reckoned_together() -> None:
    with pytest.raises(ValueError, match="cannot be reckoned together"):
        Money(1, "EUR") + Money(1, "USD")


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError, match="whole minor units"):
        Money(1.0, "EUR")  # type: ignore[arg-type]
