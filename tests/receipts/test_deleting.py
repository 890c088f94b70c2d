"""Deleting a receipt removes everything of it but the money (law 7), and it cannot be sent a second time for more."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.forms.models import model_to_dict

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import preset
from fairpanel.receipts import actions, ports, tasks, upkeep
from fairpanel.receipts.actions import NoPicture, NoSuchReceipt
from fairpanel.receipts.models import PaidFor, Receipt
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards.actions import pending
from tests.receipts.everything import everything_in_the_database
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading

Settled = Callable[..., Receipt]
CENTS_10 = Money(10, "EUR")


@pytest.fixture
def delete(now: datetime, django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    def deleted(member: Member, receipt: Receipt) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete(member=member, receipt_id=receipt.id, now=now)

    return deleted


def test_deleting_removes_the_picture_the_words_and_the_lines_and_leaves_the_money(
    panelist: Member, settled: Settled, vault: FakeVault, delete: Callable[..., None]
) -> None:
    receipt = settled(panelist, a_reading())
    assert "Corner Shop" in everything_in_the_database()

    delete(panelist, receipt)

    left = everything_in_the_database()
    for word in ("Corner Shop", "Bread", "Milk", "High Street", "2026-11-21", receipt.picture):
        assert word not in left
    assert vault.kept == {}
    assert pending(panelist, currency="EUR") == CENTS_10


def test_deleting_what_waits_removes_the_original_and_the_work(
    panelist: Member, vault: FakeVault, now: datetime, delete: Callable[..., None]
) -> None:
    receipt = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)

    delete(panelist, receipt)

    assert vault.kept == {}
    assert str(receipt.id) not in everything_in_the_database()


def test_what_is_being_read_while_it_is_deleted_stays_deleted(
    panelist: Member, vault: FakeVault, now: datetime, delete: Callable[..., None]
) -> None:
    receipt = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    actions.begin_reading(receipt_id=receipt.id, now=now)

    delete(panelist, receipt)
    settled = actions.settle(receipt_id=receipt.id, seen=Seen(a_reading(), (), b"late"), now=now)

    assert settled is None
    assert vault.kept == {}
    assert not tasks.is_to_be_read(receipt_id=receipt.id)


def test_another_members_receipt_is_not_there_to_be_seen_or_deleted(
    panelist: Member, bob: Member, carl: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading())

    for stranger in (bob, carl):
        with pytest.raises(NoSuchReceipt):
            actions.delete(member=stranger, receipt_id=receipt.id, now=now)
        with pytest.raises(NoSuchReceipt):
            actions.one_of(member=stranger, receipt_id=receipt.id)
        with pytest.raises(NoSuchReceipt):
            actions.picture_of(viewer=stranger, receipt_id=receipt.id, now=now)
        assert list(actions.of_member(stranger)) == []
    assert Receipt.objects.get() == receipt


def test_the_picture_is_shown_to_its_panelist_and_to_an_operator(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading())
    waiting = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)

    pictures = [actions.picture_of(viewer=viewer, receipt_id=receipt.id, now=now) for viewer in (panelist, olivia)]

    assert pictures == [b"a blacked-out picture"] * 2
    with pytest.raises(NoPicture):
        actions.picture_of(viewer=olivia, receipt_id=waiting.id, now=now)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"shop": "C0RNER SHOP"},
        {"shop": "Comer Shop"},
        {"shop": "Corner Shcp"},
        {"time": None},
        {"shop": "something else", "time": a_field(time(17, 30, 12), 5)},
    ],
)
def test_a_purchase_that_was_paid_and_deleted_pays_nothing_when_it_comes_again(
    panelist: Member, settled: Settled, delete: Callable[..., None], again: dict[str, Any]
) -> None:
    delete(panelist, settled(panelist, a_reading()))

    receipt = settled(panelist, a_reading(**again))

    assert (receipt.state, receipt.reason) == ("refused", "own-duplicate")
    assert pending(panelist, currency="EUR") == CENTS_10


@pytest.mark.parametrize(
    "other",
    [
        {"time": a_field(time(9, 0), 5)},
        {"shop": "Bakery Sunrise", "time": None},
        {"date": a_field(date(2026, 11, 20), 5)},
    ],
)
def test_another_purchase_after_a_deletion_pays(
    panelist: Member, settled: Settled, delete: Callable[..., None], other: dict[str, Any]
) -> None:
    delete(panelist, settled(panelist, a_reading()))

    assert settled(panelist, a_reading(**other)).state == "accepted"


def test_somebody_elses_deleted_purchase_is_not_known_again(
    panelist: Member, bob_agrees: Member, settled: Settled, delete: Callable[..., None]
) -> None:
    delete(panelist, settled(panelist, a_reading()))

    assert settled(bob_agrees, a_reading()).state == "accepted"


def test_a_receipt_that_earned_nothing_may_be_deleted_and_sent_again(
    panelist: Member, settled: Settled, delete: Callable[..., None]
) -> None:
    delete(panelist, settled(panelist, a_reading(currency=a_field("CHF", 4))))

    assert not PaidFor.objects.exists()


def test_what_is_kept_of_a_deleted_purchase_tells_nothing_and_ends_when_it_would_be_too_old(
    panelist: Member, settled: Settled, delete: Callable[..., None], now: datetime
) -> None:
    delete(panelist, settled(panelist, a_reading()))
    fields = {field.name for field in apps.get_model("receipts", "PaidFor")._meta.get_fields()}
    assert fields == {"id", "member", "digest", "timed", "numbered", "until", "receipt"}
    note = PaidFor.objects.all()[0]
    assert note.until == date(2026, 12, 22)
    assert "450" not in json.dumps(model_to_dict(note), default=str)

    upkeep.let_go(now=now + timedelta(days=29))
    assert PaidFor.objects.exists()
    upkeep.let_go(now=now + timedelta(days=30))

    assert not PaidFor.objects.exists()


def test_a_receipt_can_be_deleted_under_another_programme_than_it_came_under(
    panelist: Member, settled: Settled, vault: FakeVault, delete: Callable[..., None]
) -> None:
    receipt = settled(panelist, a_reading())
    ports.fill(ports.Ports(programme=preset("shopper-panel-de-2023"), vault=vault, key=lambda: b"k" * 32))

    delete(panelist, receipt)

    assert not Receipt.objects.exists()
    assert vault.kept == {}


def test_pictures_lines_and_refusals_go_after_their_time(
    panelist: Member, settled: Settled, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    accepted = settled(panelist, a_reading())
    refused = settled(panelist, a_reading(shop="Example Market"))

    def after(days: int) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            upkeep.let_go(now=now + timedelta(days=days))
        accepted.refresh_from_db()
        refused.refresh_from_db()

    after(29)
    assert set(vault.kept) == {accepted.picture, refused.picture}
    after(31)
    assert set(vault.kept) == {accepted.picture}
    assert (refused.shop, refused.bought_on, refused.lines.count()) == ("", None, 0)
    assert refused.reason == "excluded-seller"
    after(91)
    assert vault.kept == {}
    assert accepted.lines.count() == 2
    after(366)
    assert accepted.lines.count() == 0
    assert pending(panelist, currency="EUR") == CENTS_10
