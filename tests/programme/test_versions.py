"""Which terms hold on a day, and what a change of terms owes the people under it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.programme import EachReceipt, Fault, NoSuchVersion, NotInForce, load

Find = Callable[[str], tuple[Fault, ...]]


class Second(Protocol):
    """Writes the small programme with a second version."""

    def __call__(self, announced: date, starts: date, *, notice_days: int = 30) -> str:
        """Its text."""


@pytest.fixture(scope="session")
def second(small: str) -> Second:
    """The small programme with a second version that pays twenty cents."""
    first = small[small.index("[[version]]\n") :]

    def write(announced: date, starts: date, *, notice_days: int = 30) -> str:
        following = first.replace("number = 1", "number = 2").replace('EUR = "0.10"', 'EUR = "0.20"')
        following = re.sub(r"announced = \S+", f"announced = {announced}", following)
        following = re.sub(r"\nstarts = \S+", f"\nstarts = {starts}", following)
        following = following.replace("notice_days = 30", f"notice_days = {notice_days}")
        return f"{small}\n{following}"

    return write


def amount_on(text: str, on: date) -> Money:
    offer = load(text).in_force(on).offers["each-receipt"]
    assert isinstance(offer, EachReceipt)
    return offer.amount["EUR"]


def test_a_rate_change_holds_from_its_first_day_and_never_before(second: Second) -> None:
    text = second(date(2026, 3, 1), date(2026, 4, 1))

    paid = [amount_on(text, on) for on in (date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1), date(2030, 1, 1))]

    assert paid == [Money(10, "EUR"), Money(10, "EUR"), Money(20, "EUR"), Money(20, "EUR")]


@given(on=st.dates())
def test_whatever_is_in_force_on_a_day_had_begun_and_was_the_last_to_begin(second: Second, on: date) -> None:
    programme = load(second(date(2026, 3, 1), date(2026, 4, 1)))

    begun = [version for version in programme.versions if version.starts <= on]

    if begun:
        assert programme.in_force(on) is begun[-1]
    else:
        with pytest.raises(NotInForce, match="begins on 2026-02-01"):
            programme.in_force(on)


@given(days=st.integers(-400, 29))
def test_a_change_with_less_notice_than_was_promised_is_refused(faults_of: Find, second: Second, days: int) -> None:
    announced = date(2026, 6, 1)

    faults = faults_of(second(announced, announced + timedelta(days=days)))

    assert "version[1].starts" in {fault.place for fault in faults}


def test_a_change_cannot_shorten_its_own_notice(faults_of: Find, second: Second) -> None:
    faults = faults_of(second(date(2026, 6, 1), date(2026, 6, 2), notice_days=0))

    assert str(faults[0]) == ("version[1].starts: Version 1 promises 30 days of notice: begin on 2026-07-01 or later.")


def test_terms_never_begin_before_they_are_announced(small: str, faults_of: Find) -> None:
    faults = faults_of(small.replace("announced = 2026-01-01", "announced = 2026-02-02"))

    assert [str(fault) for fault in faults] == [
        "version[0].starts: Terms begin no earlier than they are announced, on 2026-02-02."
    ]


def test_versions_are_numbered_in_order(faults_of: Find, second: Second) -> None:
    faults = faults_of(second(date(2026, 3, 1), date(2026, 4, 1)).replace("number = 2", "number = 7"))

    assert [str(fault) for fault in faults] == ["version[1].number: Versions are numbered in order: write 2."]


def test_a_version_is_found_by_its_number(second: Second) -> None:
    programme = load(second(date(2026, 3, 1), date(2026, 4, 1)))

    assert programme.numbered(2).starts == date(2026, 4, 1)
    with pytest.raises(NoSuchVersion, match='"small" has no version 3'):
        programme.numbered(3)


def test_the_sponsor_and_the_excluded_sellers_are_refused_together(small: str) -> None:
    text = f'{small}\n[[version.excluded_sellers]]\nname = "Example Pharmacy"\n'

    refused = load(text).in_force(date(2026, 2, 1)).sellers_refused

    assert [seller.name for seller in refused] == ["Example Market", "Example Pharmacy"]
