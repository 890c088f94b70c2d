"""A person decides where the machine was not sure, and may overturn a refusal; what follows is the same as ever."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.actions import NotAReviewer, NotForALook
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Reason
from fairpanel.rewards.actions import pending
from tests.receipts.made_by_hand import a_field, a_reading
from tests.receipts.reviewers import under

Settled = Callable[..., Receipt]
UNSURE = a_field(date(2026, 11, 21), 5, confidence=0.1)


def judge(receipt: Receipt, operator: Member, now: datetime, *, reason: Reason | None = None) -> Receipt:
    return actions.judge(receipt=receipt, reviewer=operator, accept=reason is None, reason=reason, now=now)


def test_an_operator_accepts_and_it_pays_for_the_month_in_which_it_came(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading(date=UNSURE))

    judged = judge(receipt, olivia, now + timedelta(days=20))

    assert (judged.state, judged.decided_by, judged.doubts) == ("accepted", olivia, [])
    # November is over by then, so it is posted at once.
    assert ledger.balance(panelist.account) == Money(10, "EUR")
    assert list(actions.waiting_for_a_look(now=now)) == []


def test_an_operator_refuses_with_a_reason_and_the_panelist_can_appeal(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading(date=UNSURE))

    judged = judge(receipt, olivia, now, reason=Reason.TOO_OLD)

    assert (judged.state, judged.reason) == ("refused", "too-old")
    assert judged.appeal_until == now + timedelta(days=30)
    assert judged.region is not None
    assert judged.sentence() == "This receipt is older than what we take. Send us one of the last days."


def test_a_refusal_that_is_overturned_pays(panelist: Member, olivia: Member, settled: Settled, now: datetime) -> None:
    receipt = settled(panelist, a_reading(shop="Example Market"))

    judged = judge(receipt, olivia, now)

    assert (judged.state, judged.reason, judged.appeal_until) == ("accepted", "", None)
    assert pending(panelist, currency="EUR") == Money(10, "EUR")


def test_judged_twice_it_pays_once_and_the_second_is_told(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    with under(double_coded_percent=0):
        receipt = settled(panelist, a_reading(date=UNSURE))
        judge(receipt, olivia, now)

        with pytest.raises(NotForALook):
            judge(receipt, olivia, now)
        with pytest.raises(NotForALook):
            judge(receipt, olivia, now, reason=Reason.ALTERED)

    assert pending(panelist, currency="EUR") == Money(10, "EUR")


def test_nobody_but_an_operator_decides(panelist: Member, carl: Member, settled: Settled, now: datetime) -> None:
    receipt = settled(panelist, a_reading(date=UNSURE))

    for somebody in (panelist, carl):
        with pytest.raises(NotAReviewer):
            judge(receipt, somebody, now)

    receipt.refresh_from_db()
    assert receipt.state == "needs-look"
