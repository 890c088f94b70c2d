"""People see a receipt only while its panelist allows it; who says no is told what that means."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.actions import NoConsent
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.actions import NoSuchReceipt, NotForALook, ReceiptCollector, ReviewCollector
from fairpanel.receipts.models import Receipt
from fairpanel.rewards.actions import earned_for
from tests.receipts.made_by_hand import a_field, a_reading

Settled = Callable[..., Receipt]
SignedIn = Callable[[Member], Client]
LOOK = Purpose.HUMAN_REVIEW
DAY = timedelta(days=1)


def say(member: Member, *, yes: bool, now: datetime) -> None:
    consent.answer(
        member=member, purpose=LOOK, version=current_version(LOOK), granted=yes, now=now, collector=ReviewCollector()
    )


def take_back(member: Member, purpose: Purpose, now: datetime) -> None:
    collector = ReceiptCollector() if purpose is Purpose.RECEIPTS else ReviewCollector()
    consent.withdraw(member=member, purpose=purpose, collector=collector, now=now)


@pytest.fixture
def unasked(alice: Member, vault: object, now: datetime) -> Member:
    """Alice, who has agreed to receipts and was not asked yet whether people may look."""
    version = current_version(Purpose.RECEIPTS)
    consent.answer(member=alice, purpose=Purpose.RECEIPTS, version=version, granted=True, now=now)
    return alice


def doubtful(settled: Settled, member: Member, now: datetime) -> Receipt:
    return settled(member, a_reading(date=a_field(now.date(), 5, confidence=0.1)))


def test_who_was_not_asked_yet_is_waited_for_and_nobody_looks(
    unasked: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = doubtful(settled, unasked, now)

    assert receipt.state == "needs-look"
    assert list(actions.waiting_for_a_look(now=now)) == []
    with pytest.raises(NoSuchReceipt):
        actions.picture_of(viewer=olivia, receipt_id=receipt.id, now=now)
    with pytest.raises(NotForALook):
        actions.judge(receipt=receipt, reviewer=olivia, accept=True, reason=None, now=now)


def test_a_yes_lets_people_look_at_what_waits(unasked: Member, olivia: Member, settled: Settled, now: datetime) -> None:
    receipt = doubtful(settled, unasked, now)

    say(unasked, yes=True, now=now)

    assert list(actions.waiting_for_a_look(now=now)) == [receipt]
    assert actions.picture_of(viewer=olivia, receipt_id=receipt.id, now=now) == b"a blacked-out picture"


def test_a_no_decides_what_waits_without_a_person_and_says_so(unasked: Member, settled: Settled, now: datetime) -> None:
    receipt = doubtful(settled, unasked, now)

    say(unasked, yes=False, now=now)

    receipt.refresh_from_db()
    assert (receipt.state, receipt.reason) == ("refused", "not-looked-at")
    assert "You can allow a look, and ask for one." in receipt.sentence()
    assert receipt.is_in_time_for_appeal(now + 29 * DAY)


def test_after_a_no_the_next_doubtful_one_is_decided_at_once(unasked: Member, settled: Settled, now: datetime) -> None:
    say(unasked, yes=False, now=now)

    receipt = doubtful(settled, unasked, now)

    assert (receipt.state, receipt.reason) == ("refused", "not-looked-at")


def test_who_said_no_may_allow_a_look_later_and_ask_for_it(
    unasked: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    say(unasked, yes=False, now=now)
    receipt = doubtful(settled, unasked, now)
    with pytest.raises(NoConsent):
        actions.appeal(member=unasked, receipt_id=receipt.id, now=now)

    say(unasked, yes=True, now=now)
    appealed = actions.appeal(member=unasked, receipt_id=receipt.id, now=now)
    judged = actions.judge(receipt=appealed, reviewer=olivia, accept=True, reason=None, now=now)

    assert judged.state == "accepted"


def test_what_is_sure_counts_without_anybody_looking(unasked: Member, settled: Settled, now: datetime) -> None:
    say(unasked, yes=False, now=now)

    assert settled(unasked, a_reading()).state == "accepted"


@pytest.mark.parametrize("purpose", [Purpose.RECEIPTS, LOOK])
def test_an_appeal_that_is_open_when_consent_is_taken_back_is_over_and_its_page_says_why(
    *, purpose: Purpose, panelist: Member, olivia: Member, settled: Settled, now: datetime, signed_in: SignedIn
) -> None:
    refused = settled(panelist, a_reading(shop="Example Market"))
    actions.appeal(member=panelist, receipt_id=refused.id, now=now)

    take_back(panelist, purpose, now + DAY)

    refused.refresh_from_db()
    page = " ".join(signed_in(panelist).get(f"/receipts/{refused.id}/").content.decode().split())
    assert (refused.is_appealed, refused.appeal_taken_back, refused.appeal_answered_at) == (False, True, now + DAY)
    assert "you took back that somebody looks, so nobody did, and it stays so." in page
    with pytest.raises(NotForALook):
        actions.judge(receipt=refused, reviewer=olivia, accept=False, reason=None, now=now + DAY)


def test_taking_back_leaves_what_was_earned_and_what_counted(panelist: Member, settled: Settled, now: datetime) -> None:
    counted = settled(panelist, a_reading())

    take_back(panelist, LOOK, now + DAY)

    counted.refresh_from_db()
    assert counted.state == "accepted"
    assert earned_for(counted.id) == Money(10, "EUR")


def test_without_a_living_yes_no_table_of_the_operator_shows_the_receipt(
    panelist: Member, olivia: Member, settled: Settled, now: datetime, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading(shop="Corner Shop"))
    pages = ["/console/", "/console/tables/receipts/receipt/"]
    before = [signed_in(olivia).get(page).content.decode() for page in pages]

    take_back(panelist, LOOK, now + DAY)

    after = [signed_in(olivia).get(page).content.decode() for page in pages]
    one = signed_in(olivia).get(f"/console/tables/receipts/receipt/{receipt.id}/change/")
    assert ["Corner Shop" in page for page in before] == [True, True]
    assert ["Corner Shop" in page for page in after] == [False, False]
    assert one.status_code == 302


def test_the_page_of_a_doubtful_receipt_asks_for_the_look(
    unasked: Member, settled: Settled, now: datetime, signed_in: SignedIn
) -> None:
    receipt = doubtful(settled, unasked, now)

    page = signed_in(unasked).get(f"/receipts/{receipt.id}/").content.decode()

    assert "We are not sure about this receipt. May a person look at it?" in page
    assert f"/consent/human-review/?next=/receipts/{receipt.id}/" in page
