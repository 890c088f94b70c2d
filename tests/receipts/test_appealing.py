"""A panelist asks for another look at a refusal, and a person answers; whichever way, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.receipts import actions, upkeep
from fairpanel.receipts.actions import AlreadyAppealed, NoSuchReceipt, NotForALook, NotRefused, TooLateToAppeal
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Reason
from tests.receipts.everything import everything_in_the_database
from tests.receipts.made_by_hand import FakeVault, a_reading

Settled = Callable[..., Receipt]
SignedIn = Callable[[Member], Client]
CENTS_10 = Money(10, "EUR")
LATER, TOO_LATE = timedelta(days=29), timedelta(days=30)


@pytest.fixture
def refused(panelist: Member, settled: Settled) -> Receipt:
    """A receipt of Alice's from a shop of which none are taken."""
    return settled(panelist, a_reading(shop="Example Market"))


@pytest.fixture
def appealed(refused: Receipt, panelist: Member, now: datetime) -> Receipt:
    """The same after she asked for another look, on the last day."""
    return actions.appeal(member=panelist, receipt_id=refused.id, now=now + LATER)


@pytest.fixture
def just_refused(panelist: Member, settled: Settled) -> Receipt:
    """One that was refused a moment ago, for pages: those ask the clock."""
    receipt = settled(panelist, a_reading(shop="Example Market"))
    receipt.appeal_until = timezone.now() + TOO_LATE
    receipt.save(update_fields=["appeal_until"])
    return receipt


def page_of(browser: Client, receipt: Receipt) -> str:
    return " ".join(browser.get(f"/receipts/{receipt.id}/").content.decode().split())


def test_an_appeal_waits_in_its_turn_by_the_day_of_its_answer(
    panelist: Member, settled: Settled, refused: Receipt, now: datetime
) -> None:
    younger = settled(panelist, a_reading(total=None), at=now + timedelta(hours=1))
    actions.appeal(member=panelist, receipt_id=younger.id, now=now + timedelta(hours=2))

    actions.appeal(member=panelist, receipt_id=refused.id, now=now + LATER)

    assert list(actions.waiting_for_a_look(now=now)) == [younger, refused]


def test_who_is_right_is_paid_once(panelist: Member, olivia: Member, appealed: Receipt, now: datetime) -> None:
    answered = now + TOO_LATE + LATER

    judged = actions.judge(receipt=appealed, reviewer=olivia, accept=True, reason=None, now=answered)

    assert (judged.state, judged.reason, judged.appeal_answered_at) == ("accepted", "", answered)
    assert ledger.balance(panelist.account) == CENTS_10
    assert list(actions.waiting_for_a_look(now=now)) == []
    with pytest.raises(NotForALook):
        actions.judge(receipt=appealed, reviewer=olivia, accept=True, reason=None, now=answered)
    assert ledger.balance(panelist.account) == CENTS_10


def test_what_stays_refused_keeps_its_reason_and_is_answered(
    olivia: Member, refused: Receipt, appealed: Receipt, now: datetime
) -> None:
    judged = actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=now + LATER)

    assert (judged.state, judged.reason, judged.region) == ("refused", "excluded-seller", refused.region)
    assert (judged.decided_by, judged.appeal_answered_at) == (olivia, now + LATER)
    assert list(actions.waiting_for_a_look(now=now)) == []


def test_an_answer_is_given_once(olivia: Member, appealed: Receipt, now: datetime) -> None:
    actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=now + LATER)

    for accept in (True, False):
        with pytest.raises(NotForALook):
            actions.judge(receipt=appealed, reviewer=olivia, accept=accept, reason=None, now=now + LATER)


def test_a_reason_from_a_page_of_before_does_not_replace_the_one_she_was_told(
    olivia: Member, appealed: Receipt, now: datetime
) -> None:
    with pytest.raises(NotForALook):
        actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=Reason.ALTERED, now=now + LATER)

    appealed.refresh_from_db()
    assert appealed.reason == "excluded-seller"


def test_nobody_appeals_twice(panelist: Member, olivia: Member, appealed: Receipt, now: datetime) -> None:
    with pytest.raises(AlreadyAppealed):
        actions.appeal(member=panelist, receipt_id=appealed.id, now=now + LATER)

    actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=now + LATER)

    with pytest.raises(AlreadyAppealed):
        actions.appeal(member=panelist, receipt_id=appealed.id, now=now + LATER)


def test_after_its_time_nobody_appeals_and_nobody_overturns(
    panelist: Member, olivia: Member, refused: Receipt, now: datetime
) -> None:
    with pytest.raises(TooLateToAppeal):
        actions.appeal(member=panelist, receipt_id=refused.id, now=now + TOO_LATE)
    with pytest.raises(NotForALook):
        actions.judge(receipt=refused, reviewer=olivia, accept=True, reason=None, now=now + TOO_LATE)

    refused.refresh_from_db()
    assert (refused.state, refused.appealed_at) == ("refused", None)


def test_only_a_refusal_of_ones_own_is_appealed_against(
    panelist: Member, bob: Member, settled: Settled, refused: Receipt, now: datetime
) -> None:
    accepted = settled(panelist, a_reading())

    with pytest.raises(NotRefused):
        actions.appeal(member=panelist, receipt_id=accepted.id, now=now)
    with pytest.raises(NoSuchReceipt):
        actions.appeal(member=bob, receipt_id=refused.id, now=now)


def test_all_is_kept_until_the_answer_and_goes_after_it(
    olivia: Member, appealed: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    much_later = now + timedelta(days=400)

    upkeep.let_go(now=much_later)
    assert vault.open(appealed.picture) == b"a blacked-out picture"
    assert appealed.lines.count() == 2
    actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=much_later)
    with django_capture_on_commit_callbacks(execute=True):
        upkeep.let_go(now=much_later)

    assert vault.kept == {}
    assert appealed.lines.count() == 0


def test_of_a_deleted_appeal_nothing_is_left(
    panelist: Member, appealed: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(member=panelist, receipt_id=appealed.id, now=now + LATER)

    assert list(actions.waiting_for_a_look(now=now)) == []
    assert vault.kept == {}
    assert str(appealed.id) not in everything_in_the_database()


def test_the_page_of_a_refusal_has_one_button_to_appeal_and_then_says_until_when_a_person_looks(
    panelist: Member, just_refused: Receipt, signed_in: SignedIn
) -> None:
    browser = signed_in(panelist)
    assert "Ask a person to look again" in page_of(browser, just_refused)

    answer = browser.post(f"/receipts/{just_refused.id}/appeal/")

    assert answer["Location"] == f"/receipts/{just_refused.id}/"
    page = page_of(browser, just_refused)
    assert "A person looks at it again until" in page
    assert "Ask a person to look again" not in page
    assert browser.post(f"/receipts/{just_refused.id}/appeal/").status_code == 409


def test_the_page_says_when_a_person_looked_and_that_it_stays_so(
    panelist: Member, olivia: Member, appealed: Receipt, signed_in: SignedIn, now: datetime
) -> None:
    actions.judge(receipt=appealed, reviewer=olivia, accept=False, reason=None, now=now + LATER)

    page = page_of(signed_in(panelist), appealed)

    assert "A person looked at it again on Monday, 21 December, and it stays so." in page


def test_an_appeal_needs_the_token_of_its_page(panelist: Member, just_refused: Receipt) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(panelist, backend="django.contrib.auth.backends.ModelBackend")

    answer = browser.post(f"/receipts/{just_refused.id}/appeal/")

    just_refused.refresh_from_db()
    assert (answer.status_code, just_refused.appealed_at) == (403, None)


def test_another_panelists_refusal_is_nowhere(bob: Member, just_refused: Receipt, signed_in: SignedIn) -> None:
    answer = signed_in(bob).post(f"/receipts/{just_refused.id}/appeal/")

    just_refused.refresh_from_db()
    assert (answer.status_code, just_refused.appealed_at) == (404, None)


def test_the_page_to_ask_on_opens_only_where_there_is_something_to_ask(
    panelist: Member, just_refused: Receipt, settled: Settled, signed_in: SignedIn
) -> None:
    accepted, page = settled(panelist, a_reading(shop="Corner Shop")), signed_in(panelist)

    before = page.get(f"/receipts/{just_refused.id}/appeal/")
    asked = page.post(f"/receipts/{just_refused.id}/appeal/")

    assert (before.status_code, asked.status_code) == (200, 302)
    assert page.get(f"/receipts/{just_refused.id}/appeal/").status_code == 409
    assert page.get(f"/receipts/{accepted.id}/appeal/").status_code == 409
