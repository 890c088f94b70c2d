"""While somebody has paused nothing is taken or read, nothing is lost, and it goes on by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.consent import actions as consent
from fairpanel.consent.actions import Paused
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member
from fairpanel.receipts import actions, upkeep
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Seen
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading

SignedIn = Callable[[Member], Client]
DAY = timedelta(days=1)


def pause(member: Member, now: datetime, *, until: datetime | None = None) -> None:
    consent.pause(member=member, purpose=Purpose.RECEIPTS, until=until, now=now)


def send(member: Member, now: datetime) -> Receipt:
    return actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)


def settle(receipt: Receipt, now: datetime) -> Receipt | None:
    seen = Seen(reading=a_reading(), black_boxes=(), jpeg=b"a blacked-out picture")
    return actions.settle(receipt_id=receipt.id, seen=seen, now=now)


def test_nothing_is_taken_and_the_sentence_says_why(panelist: Member, vault: FakeVault, now: datetime) -> None:
    pause(panelist, now)

    with pytest.raises(Paused, match="You have paused this"):
        send(panelist, now)
    with pytest.raises(Paused):
        actions.judge_picture(member=panelist, data=a_picture(), now=now)

    assert vault.kept == {}


def test_what_waits_to_be_read_waits_on_and_is_read_when_it_is_over(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    sent = send(panelist, now)
    pause(panelist, now, until=now + DAY)

    assert actions.begin_reading(receipt_id=sent.id, now=now + DAY / 2) is None

    sent.refresh_from_db()
    assert (sent.state, sent.sealed in vault.kept) == ("received", True)
    assert actions.begin_reading(receipt_id=sent.id, now=now + DAY) is not None


def test_a_reading_that_ends_in_a_pause_writes_nothing_and_costs_no_try(panelist: Member, now: datetime) -> None:
    sent = send(panelist, now)
    actions.begin_reading(receipt_id=sent.id, now=now)
    pause(panelist, now)

    assert settle(sent, now) is None

    sent.refresh_from_db()
    assert (sent.state, sent.shop, sent.readings_begun) == ("received", "", 0)


def test_no_worker_is_sent_for_who_has_paused_and_one_is_when_it_is_over(panelist: Member, now: datetime) -> None:
    send(panelist, now)
    ProcrastinateJob.objects.all().delete()
    pause(panelist, now, until=now + DAY)

    assert upkeep.take_up_what_was_left_behind(now=now + DAY / 2) == 0
    assert upkeep.take_up_what_was_left_behind(now=now + DAY) == 1


def test_what_waits_longer_than_a_picture_is_kept_goes_with_its_original(
    panelist: Member, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    send(panelist, now)
    pause(panelist, now)

    upkeep.let_go(now=now + 89 * DAY)
    assert len(vault.kept) == 1
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        upkeep.let_go(now=now + 90 * DAY)

    assert vault.kept == {}
    assert not Receipt.objects.exists()


def test_a_doubtful_receipt_is_out_of_sight_during_the_pause_and_back_after_it(
    panelist: Member, settled: Callable[..., Receipt], now: datetime
) -> None:
    receipt = settled(panelist, a_reading(date=a_field(now.date(), 5, confidence=0.1)))
    consent.pause(member=panelist, purpose=None, until=now + DAY, now=now)

    assert list(actions.waiting_for_a_look(now=now + DAY / 2)) == []
    assert list(actions.waiting_for_a_look(now=now + DAY)) == [receipt]


def test_the_page_of_a_receipt_that_waits_says_so(panelist: Member, now: datetime, signed_in: SignedIn) -> None:
    sent = send(panelist, now)
    pause(panelist, now)

    page = signed_in(panelist).get(f"/receipts/{sent.id}/").content.decode()

    assert "You have paused, so this receipt waits" in page
