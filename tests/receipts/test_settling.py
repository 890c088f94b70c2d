"""A receipt is closed once: what is kept is redacted, the original goes, and it pays once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fairpanel.consent.actions import withdraw
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.kit.page import Box
from fairpanel.members.models import Member
from fairpanel.receipts import actions, tasks, upkeep
from fairpanel.receipts.models import Leftover, Line, Prediction, Receipt
from fairpanel.receipts.values import BlackBox, Channel, Doubt, Reason, Seen, Sign, State
from fairpanel.rewards.actions import earned_for, pending
from fairpanel.rewards.models import Contribution
from tests.receipts.made_by_hand import FakeVault, a_box, a_field, a_picture, a_reading

Settled = Callable[..., Receipt]
CENTS_10 = Money(10, "EUR")


def seen(**changes: Any) -> Seen:
    return Seen(a_reading(**changes), (BlackBox("card number", Box(1, 2, 3, 4)),), b"a blacked-out picture")


@pytest.fixture
def waiting(panelist: Member, now: datetime) -> Receipt:
    return actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)


def test_an_accepted_receipt_pays_and_keeps_only_the_blacked_out_picture(
    panelist: Member, settled: Settled, vault: FakeVault
) -> None:
    receipt = settled(panelist, a_reading())

    assert receipt.state == "accepted"
    assert earned_for(receipt.id) == CENTS_10
    assert pending(panelist, currency="EUR") == CENTS_10
    assert list(vault.kept.values()) == [b"a blacked-out picture"]
    assert not Leftover.objects.exists()


def test_what_was_read_is_kept_as_a_prediction_apart_from_what_is_held_true(waiting: Receipt, now: datetime) -> None:
    receipt = actions.settle(receipt_id=waiting.id, seen=seen(), now=now)

    assert receipt is not None
    assert (receipt.shop, receipt.bought_on, receipt.total) == ("Corner Shop", date(2026, 11, 21), Money(450, "EUR"))
    prediction = Prediction.objects.get()
    assert prediction.fields["total"] == {
        "value": "4.50", "text": "4.50", "confidence": 0.98,
        "box": {"left": 10, "top": 160, "right": 400, "bottom": 190},
    }  # fmt: skip
    assert prediction.black_boxes == [
        {"kind": "card number", "box": {"left": 1, "top": 2, "right": 3, "bottom": 4}}
    ]  # fmt: skip
    lines = [(line.text, line.quantity, line.unit_price, line.price) for line in Line.objects.all()]
    assert lines == [
        ("Bread", None, None, Money(250, "EUR")),
        ("Milk", Decimal(2), Money(100, "EUR"), Money(200, "EUR")),
    ]


def test_settling_again_changes_nothing_and_pays_nothing(
    panelist: Member, waiting: Receipt, vault: FakeVault, now: datetime
) -> None:
    actions.settle(receipt_id=waiting.id, seen=seen(), now=now)
    before = Receipt.objects.values().get()
    kept = dict(vault.kept)

    actions.settle(receipt_id=waiting.id, seen=seen(total=a_field(Decimal("99.00"), 4)), now=now + timedelta(hours=1))
    actions.settle(receipt_id=waiting.id, seen=None, now=now + timedelta(hours=2))

    assert Receipt.objects.values().get() == before
    assert vault.kept == kept
    assert pending(panelist, currency="EUR") == CENTS_10
    assert Prediction.objects.count() == Contribution.objects.count() == 1


def test_a_settling_that_breaks_off_leaves_the_receipt_as_it_was_and_pays_later(
    panelist: Member, waiting: Receipt, vault: FakeVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = dict(vault.kept)
    with monkeypatch.context() as broken:
        broken.setattr("fairpanel.rewards.actions.counting.rules.due_in_month", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.settle(receipt_id=waiting.id, seen=seen(), now=now)

    assert Receipt.objects.get().state == "received"
    assert vault.kept == kept
    actions.settle(receipt_id=waiting.id, seen=seen(), now=now)

    assert pending(panelist, currency="EUR") == CENTS_10


def test_consent_taken_back_before_it_was_read_leaves_nothing_at_all(
    panelist: Member, waiting: Receipt, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now + timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        settled = actions.settle(receipt_id=waiting.id, seen=seen(), now=now + timedelta(minutes=2))

    assert settled is None
    assert not Receipt.objects.exists()
    assert not Prediction.objects.exists()
    assert not Contribution.objects.exists()
    assert vault.kept == {}


def test_taking_consent_back_removes_what_waits_and_leaves_what_was_earned(
    panelist: Member, settled: Settled, vault: FakeVault, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    earned = settled(panelist, a_reading())
    waiting = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    settled(panelist, a_reading(merchant=a_field("Other Shop", 0, confidence=0.1), total=a_field(Decimal("7.00"), 4)))

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=actions.ReceiptCollector(), now=now)

    assert list(Receipt.objects.all()) == [earned]
    assert not tasks.is_to_be_read(receipt_id=waiting.id)
    assert set(vault.kept) == {earned.picture}
    assert pending(panelist, currency="EUR") == CENTS_10


def test_nothing_is_read_once_consent_was_taken_back(panelist: Member, waiting: Receipt, now: datetime) -> None:
    withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now + timedelta(minutes=1))

    assert actions.begin_reading(receipt_id=waiting.id, now=now + timedelta(minutes=2)) is None

    assert not Receipt.objects.exists()


def test_a_refusal_has_its_reason_its_region_a_sentence_and_an_appeal_with_a_date(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    receipt = settled(panelist, a_reading(shop="Example Market"))

    assert receipt.state == "refused"
    assert receipt.reason == "excluded-seller"
    assert receipt.region == Box(10, 0, 400, 30)
    assert receipt.appeal_until == now + timedelta(days=30)
    assert receipt.sentence() == (
        "This receipt is from Example Market, and we take those of all other shops. Send us one of those."
    )
    assert ledger_is_empty(panelist)


def test_a_refusal_without_a_region_or_an_appeal_does_not_get_into_the_database(
    panelist: Member, settled: Settled
) -> None:
    receipt = settled(panelist, a_reading(shop="Example Market"))

    for gap in ({"reason": ""}, {"reason_region": None}, {"appeal_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.filter(pk=receipt.pk).update(**gap)


def test_an_original_cannot_stay_once_its_receipt_is_settled(panelist: Member, settled: Settled) -> None:
    receipt = settled(panelist, a_reading())

    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(sealed="somewhere")


def test_of_a_picture_that_cannot_be_read_nothing_is_kept(panelist: Member, settled: Settled, vault: FakeVault) -> None:
    unreadable = replace(a_reading(), page=replace(a_reading().page, rows=()))

    receipt = settled(panelist, unreadable)

    assert receipt.reason == "unreadable"
    assert vault.kept == {}
    assert not Prediction.objects.exists()


def test_a_doubt_waits_for_a_person_and_pays_nothing_yet(panelist: Member, settled: Settled) -> None:
    receipt = settled(panelist, a_reading(date=a_field(date(2026, 11, 21), 5, confidence=0.1)))

    assert (receipt.state, receipt.doubts) == ("needs-look", ["date"])
    assert list(actions.waiting_for_a_look(now=receipt.received_at)) == [receipt]
    assert ledger_is_empty(panelist)


def test_the_same_purchase_photographed_twice_pays_once(panelist: Member, settled: Settled) -> None:
    first = settled(panelist, a_reading())
    second = settled(panelist, a_reading(shop="C0RNER SHOP"))

    assert (first.state, second.state, second.reason) == ("accepted", "refused", "own-duplicate")
    assert pending(panelist, currency="EUR") == CENTS_10


def test_a_receipt_read_late_is_judged_by_the_day_on_which_it_came(waiting: Receipt, now: datetime) -> None:
    receipt = actions.settle(receipt_id=waiting.id, seen=seen(), now=now + timedelta(days=60))

    assert receipt is not None
    assert receipt.state == "accepted"


def test_a_file_that_could_not_be_dropped_is_dropped_later(
    panelist: Member, settled: Settled, vault: FakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_name: str) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(vault, "drop", stuck)
        receipt = settled(panelist, a_reading())
    assert len(vault.kept) == 2

    upkeep.drop_what_is_left_over()

    assert set(vault.kept) == {receipt.picture}
    assert not Leftover.objects.exists()


def ledger_is_empty(member: Member) -> bool:
    return not Contribution.objects.filter(member=member).exists()


def test_more_purchases_of_one_day_than_the_programme_takes_are_refused_however_they_come(
    panelist: Member, settled: Settled
) -> None:
    of_one_day = [
        a_reading(total=a_field(Decimal(hour), 4), time=a_field(time(hour, 3 * hour % 60), 5), lines=())
        for hour in range(10, 23)
    ]
    another_day = a_reading(total=a_field(Decimal(40), 4), lines=(), date=a_field(date(2026, 11, 20), 5))

    receipts = [settled(panelist, reading) for reading in [*of_one_day, another_day]]

    assert [receipt.state for receipt in receipts] == [State.ACCEPTED] * 12 + [State.REFUSED, State.ACCEPTED]
    assert receipts[12].reason == Reason.OVER_LIMIT
    assert receipts[12].reason_facts == {"bought": "2026-11-21", "day_max": "12"}


def test_a_sign_holds_the_reward_and_waits_for_a_person_with_its_place_kept_beside_the_reading(
    panelist: Member, now: datetime
) -> None:
    sent = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    sign = Sign(Doubt.PAINTED_OVER, a_box(4), 0.5)

    receipt = actions.settle(receipt_id=sent.id, seen=Seen(a_reading(), (), b"blacked out", (sign,)), now=now)

    assert receipt is not None
    assert receipt.state == State.NEEDS_LOOK
    assert receipt.doubts == ["painted-over"]
    assert ledger_is_empty(panelist)
    box = {"left": 10, "top": 160, "right": 400, "bottom": 190}
    assert Prediction.objects.get().signs == [{"code": "painted-over", "box": box, "strength": 0.5}]
    assert "a person looks at it before it counts" in receipt.sentence()


def test_two_shops_in_one_minute_wait_for_a_person(panelist: Member, settled: Settled) -> None:
    settled(panelist, a_reading(shop="Far Shop", total=a_field(Decimal("9.99"), 4), lines=()))

    second = settled(panelist, a_reading())

    assert "two-at-once" in second.doubts
