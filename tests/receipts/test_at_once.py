"""Real commits, several workers at once: each receipt ends once, and a withdrawal is before or after, never between."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from fairpanel.consent.actions import withdraw
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.models import Leftover, Receipt
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards.actions import pending
from fairpanel.rewards.models import Contribution
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading


@pytest.fixture(autouse=True)
def committed(transactional_db: None) -> Iterator[None]:
    """The books are emptied afterwards, which only a test may."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET fairpanel.ledger_may_be_emptied = 'yes'")


def all_at_once(*deeds: Callable[[], object]) -> list[Exception]:
    """Do all of them, each in a thread of its own; what went wrong in any of them."""
    wrong: list[Exception] = []
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except Exception as problem:  # noqa: BLE001 - told to the test
            wrong.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def settling(receipt: Receipt, now: datetime, **read: Any) -> Callable[[], object]:
    return lambda: actions.settle(receipt_id=receipt.id, seen=Seen(a_reading(**read), (), b"blacked out"), now=now)


def test_two_workers_with_the_same_receipt_settle_it_once(panelist: Member, vault: FakeVault, now: datetime) -> None:
    receipt = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)

    wrong = all_at_once(*[settling(receipt, now)] * 4)

    assert wrong == []
    assert Receipt.objects.get().state == "accepted"
    assert pending(panelist, currency="EUR") == Money(10, "EUR")
    assert list(vault.kept.values()) == [b"blacked out"]
    assert not Leftover.objects.exists()


def test_two_photos_of_one_purchase_read_at_once_pay_once(panelist: Member, now: datetime) -> None:
    photos = [actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now) for _ in range(4)]

    wrong = all_at_once(*(settling(photo, now) for photo in photos))

    assert wrong == []
    assert sorted(Receipt.objects.values_list("state", flat=True)) == ["accepted", *["refused"] * 3]
    assert pending(panelist, currency="EUR") == Money(10, "EUR")


def test_two_who_settle_the_same_purchase_at_once_are_paid_once(
    panelist: Member, bob_agrees: Member, now: datetime
) -> None:
    sent = [
        actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)
        for member in (panelist, bob_agrees, panelist, bob_agrees)
    ]

    wrong = all_at_once(*(settling(photo, now, number=a_field("4711-08", 5)) for photo in sent))

    assert wrong == []
    assert sorted(Receipt.objects.values_list("state", flat=True)) == ["accepted", *["refused"] * 3]
    assert pending(panelist, currency="EUR").minor + pending(bob_agrees, currency="EUR").minor == 10


def test_a_file_sent_twice_at_once_is_one_receipt(panelist: Member, vault: FakeVault, now: datetime) -> None:
    picture = a_picture()

    wrong = all_at_once(
        *[lambda: actions.submit(member=panelist, data=picture, channel=Channel.PAGE, now=now)] * 4
    )  # fmt: skip

    assert [type(problem) for problem in wrong] == [actions.AlreadySent] * 3
    assert Receipt.objects.count() == len(vault.kept) == 1


def test_a_withdrawal_in_the_middle_of_everything_leaves_only_what_was_earned(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    waiting = [actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now) for _ in range(3)]

    later = now + timedelta(minutes=1)

    def take_back() -> None:
        with transaction.atomic():
            withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=actions.ReceiptCollector(), now=later)

    def send() -> None:
        actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)

    wrong = all_at_once(*(settling(receipt, now) for receipt in waiting), take_back, send)

    # The last one may have come before the withdrawal or after it.
    assert {type(problem).__name__ for problem in wrong} <= {"NoConsent"}
    assert not Receipt.objects.exclude(state__in=["accepted", "refused"]).exists()
    assert Contribution.objects.count() == Receipt.objects.filter(state="accepted").count()
    assert set(vault.kept) == set(Receipt.objects.values_list("picture", flat=True))
