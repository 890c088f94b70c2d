"""A panelist is told what became of a receipt, and what was told of a deleted one is forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail

from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.notices.sending import send
from fairpanel.receipts import actions
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Reason
from tests.receipts.made_by_hand import a_reading

Settled = Callable[..., Receipt]


def letters(moment: datetime) -> list[str]:
    """What goes by mail at that moment."""
    for notice in Notice.objects.order_by("made_at", "id"):
        send(notice_id=notice.id, now=moment)
    return [str(sent.body) for sent in mail.outbox]


def test_an_accepted_receipt_is_told_with_the_way_to_its_page(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading())

    [letter] = letters(now + timedelta(minutes=10))

    assert mail.outbox[0].subject == "Your receipt counts"
    assert f"/receipts/{receipt.id}/" in letter


def test_a_refusal_is_told_with_its_reason_and_until_when_it_can_be_appealed(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    settled(panelist, a_reading(total=None))

    [letter] = letters(now + timedelta(minutes=10))

    assert "We could not find the total." in letter
    assert "22 December 2026 you can ask a person to look again." in letter


def test_it_is_told_in_the_panelists_language(panelist: Member, settled: Settled, now: datetime) -> None:
    panelist.language = "de"
    panelist.save()
    settled(panelist, a_reading(total=None))

    [letter] = letters(now + timedelta(minutes=10))

    assert "We could not find the total." not in letter
    assert "Summe" in letter


def test_only_the_last_verdict_is_told_where_the_one_before_has_not_gone(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading(total=None))

    actions.judge(receipt=receipt, reviewer=olivia, accept=True, reason=None, now=now + timedelta(minutes=1))

    assert [notice.facts["state"] for notice in Notice.objects.all()] == ["accepted"]


def test_a_refusal_that_stands_after_an_appeal_is_told_as_that(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading(total=None))
    letters(now + timedelta(minutes=10))
    tomorrow = now + timedelta(days=1)

    appealed = actions.appeal(member=panelist, receipt_id=receipt.id, now=tomorrow)
    actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=tomorrow)

    assert "A person has looked again, and the refusal stands." in letters(tomorrow + timedelta(minutes=10))[1]


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_was_told_of_a_deleted_receipt_is_forgotten(
    *, panelist: Member, settled: Settled, now: datetime, is_sent: bool
) -> None:
    receipt = settled(panelist, a_reading())
    if is_sent:
        letters(now + timedelta(minutes=10))

    actions.delete(member=panelist, receipt_id=receipt.id, now=now)

    assert not Notice.objects.exists()


def test_a_reason_that_a_person_gave_is_told(panelist: Member, olivia: Member, settled: Settled, now: datetime) -> None:
    receipt = settled(panelist, a_reading())
    Receipt.objects.filter(pk=receipt.id).update(state="needs-look")

    actions.judge(receipt=receipt, reviewer=olivia, accept=False, reason=Reason.CARD_SLIP, now=now)

    assert any("slip of a card payment" in notice.facts["sentence"] for notice in Notice.objects.all())
