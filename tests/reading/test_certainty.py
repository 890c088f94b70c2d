"""A confidence is a probability: what speaks for a field raises it, and nothing makes it certain."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract
from fairpanel.reading.certainty import certainty, noting, surety

PageOf = Callable[[str], Page]
CLEAR = """
Corner Shop
12 High Street
London SW1A 1AA
17/04/2018 10:15
Milk 2.00
Bread 3.00
Total 5.00
Cash 10.00
Change 5.00
"""
UNCLEAR = "Corner Shop\n17/04/2018\n2.00\n3.00"


def test_a_total_that_the_page_proves_is_surer_than_one_that_nothing_proves(page_of: PageOf) -> None:
    clear, unclear = extract(page_of(CLEAR), Hints()).total, extract(page_of(UNCLEAR), Hints()).total

    assert clear
    assert unclear
    assert clear.confidence > 0.96 > unclear.confidence


def test_what_was_weighed_for_each_field_can_be_noted(page_of: PageOf) -> None:
    with noting() as signals:
        extract(page_of(CLEAR), Hints())

    assert set(signals) == {"total", "date", "merchant", "address"}
    assert signals["total"]["proved"] == 1.0


def test_nothing_is_noted_outside(page_of: PageOf) -> None:
    with noting() as signals:
        pass
    extract(page_of(CLEAR), Hints())

    assert signals == {}


def test_a_signal_that_was_not_learned_with_is_refused() -> None:
    with pytest.raises(KeyError):
        certainty("total", {"weather": 1.0})


@given(st.floats(0, 1), st.floats(0, 1))
def test_who_reads_more_surely_is_surer(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 0 <= surety(low) <= surety(high) <= 3
    assert 0 < certainty("date", {"likelihood": 2, "margin": 1, "repeated": 0, "read": surety(low)}) < 1
