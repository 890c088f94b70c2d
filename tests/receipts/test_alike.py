"""The same purchases in two accounts are a question for a person; one that agrees by chance is none."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.members import cases, households
from fairpanel.members.models import CaseKind, Member
from fairpanel.reading import Line
from fairpanel.receipts.alike import question_the_same_purchases
from fairpanel.receipts.models import Receipt
from tests.receipts.made_by_hand import a_box, a_field, a_reading

Settled = Callable[..., Receipt]


@pytest.fixture
def bought(settled: Settled, now: datetime) -> Settled:
    """A purchase of that many days ago, at a minute of its own."""

    def buy(member: Member, days_ago: int, **more: Any) -> Receipt:
        day = (now - timedelta(days=days_ago)).date()
        return settled(member, a_reading(date=a_field(day, 5), time=a_field(time(10, days_ago), 5), **more))

    return buy


def test_two_purchases_alike_are_a_question_and_the_first_stay_paid(
    panelist: Member, bob_agrees: Member, bought: Settled, now: datetime
) -> None:
    sent = [bought(member, days) for member in (panelist, bob_agrees) for days in (1, 2)]

    opened = question_the_same_purchases(now=now)

    case = cases.waiting().get()
    assert opened == 1
    assert (case.kind, case.evidence) == (CaseKind.SAME_RECEIPTS, {"receipts": 2})
    assert {one.member for one in case.concerned.all()} == {panelist, bob_agrees}
    states = [Receipt.objects.get(pk=receipt.pk).state for receipt in sent]
    assert states == ["accepted", "accepted", "needs-look", "needs-look"]


def test_purchases_that_were_refused_as_somebody_elses_are_a_question_as_well(
    panelist: Member, bob_agrees: Member, bought: Settled, now: datetime
) -> None:
    for days in (1, 2):
        for member in (panelist, bob_agrees):
            last = bought(member, days, number=a_field(f"4711-{days}", 5))
    assert last.reason == "others-duplicate"

    assert question_the_same_purchases(now=now) == 1


def test_purchases_in_one_minute_with_other_lines_are_no_question(
    panelist: Member, bob_agrees: Member, bought: Settled, now: datetime
) -> None:
    wine = (Line("Wine", None, None, Decimal("4.50"), a_box(2), 0.9),)
    for days in (1, 2):
        bought(panelist, days)
        assert bought(bob_agrees, days, lines=wine).state == "accepted"

    assert question_the_same_purchases(now=now) == 0


def test_the_next_night_it_is_the_same_question(
    panelist: Member, bob_agrees: Member, bought: Settled, now: datetime
) -> None:
    for member in (panelist, bob_agrees):
        bought(member, 1)
        bought(member, 2)
    question_the_same_purchases(now=now)

    question_the_same_purchases(now=now + timedelta(days=1))

    assert cases.waiting().count() == 1


def test_one_purchase_alike_is_chance(panelist: Member, bob_agrees: Member, bought: Settled, now: datetime) -> None:
    bought(panelist, 1)
    bought(panelist, 2)
    bought(bob_agrees, 1)

    assert question_the_same_purchases(now=now) == 0


def test_a_household_is_not_asked(panelist: Member, bob_agrees: Member, bought: Settled, now: datetime) -> None:
    households.open_household(member=panelist, label="Ali", now=now)
    code = households.ask_in(member=panelist, now=now)
    households.come_in(member=bob_agrees, code=code, label="Bobby", now=now)
    for member in (panelist, bob_agrees):
        bought(member, 1)
        bought(member, 2)

    assert question_the_same_purchases(now=now) == 0


def test_receipts_of_who_took_their_yes_back_are_not_compared(
    panelist: Member, bob_agrees: Member, bought: Settled, now: datetime
) -> None:
    for member in (panelist, bob_agrees):
        bought(member, 1)
        bought(member, 2)
    consent.withdraw(member=bob_agrees, purpose=Purpose.RECEIPTS, collector=None, now=now)

    assert question_the_same_purchases(now=now + timedelta(seconds=1)) == 0
