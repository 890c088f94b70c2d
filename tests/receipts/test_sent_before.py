"""The same purchase counts once, whoever sends it: one's own is named, a stranger's never, and nobody is accused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.members import cases, households
from fairpanel.members.models import Member
from fairpanel.reading import Line, Reading
from fairpanel.receipts import actions, content_keys, upkeep
from fairpanel.receipts.alike import question_the_same_purchases
from fairpanel.receipts.correcting import correct
from fairpanel.receipts.models import ContentKeys, Receipt
from fairpanel.receipts.values import Said
from fairpanel.rewards.actions import pending
from tests.receipts.made_by_hand import a_box, a_field, a_reading

Settled = Callable[..., Receipt]


def a_basket(**changes: Any) -> Reading:
    """The reading of a receipt with a number, a branch and four lines."""
    bought = {"Bread": "2.50", "Milk": "2.00", "Cheese": "3.90", "Apples": "3.00"}
    lines = tuple(Line(text, None, None, Decimal(price), a_box(2), 0.9) for text, price in bought.items())
    reading = a_reading(
        lines=lines, total=a_field(Decimal("11.40"), 4), number=a_field("4711-08", 5),
        address=a_field("High Street 5, 10115 Berlin", 1),
    )  # fmt: skip
    return replace(reading, **changes)


@pytest.fixture
def together(panelist: Member, bob_agrees: Member, now: datetime) -> None:
    """Alice and Bob live together."""
    households.open_household(member=panelist, label="Ali", now=now)
    code = households.ask_in(member=panelist, now=now)
    households.come_in(member=bob_agrees, code=code, label="Bobby", now=now)


def test_ones_own_purchase_sent_again_is_refused_and_its_shop_and_day_are_told(
    panelist: Member, settled: Settled
) -> None:
    settled(panelist, a_basket())

    again = settled(panelist, a_basket(merchant=a_field("C0RNER SHOP", 0), address=None))

    assert (again.state, again.reason) == ("refused", "own-duplicate")
    assert again.sentence() == (
        "You have sent us this purchase before: Corner Shop, Saturday, November 21, 2026. "
        "Each one counts once. Send us another one."
    )
    assert pending(panelist, currency="EUR") == Money(10, "EUR")


@pytest.mark.parametrize(
    "edited", [{"total": a_field(Decimal("21.40"), 4)}, {"date": a_field(date(2026, 11, 14), 5)}], ids=["total", "day"]
)
def test_an_edited_copy_of_ones_own_waits_for_a_person(
    panelist: Member, settled: Settled, edited: dict[str, Any]
) -> None:
    settled(panelist, a_basket())

    again = settled(panelist, a_basket(**edited))

    assert (again.state, again.doubts) == ("needs-look", ["sent-before"])


def test_a_strangers_purchase_keeps_its_pay_and_the_second_one_hears_nothing_of_them(
    panelist: Member, bob_agrees: Member, settled: Settled
) -> None:
    first = settled(panelist, a_basket())

    second = settled(bob_agrees, a_basket())

    assert (second.state, second.reason, second.reason_facts) == ("refused", "others-duplicate", {})
    assert Receipt.objects.get(pk=first.pk).state == "accepted"
    assert pending(bob_agrees, currency="EUR") == Money(0, "EUR")
    for word in ("Alice", "alice", str(first.pk), str(panelist.pk)):
        assert word not in f"{second.sentence()} {second.reason_facts} {second.doubts}"


def test_a_strangers_purchase_that_is_only_much_alike_waits_for_a_person(
    panelist: Member, bob_agrees: Member, settled: Settled
) -> None:
    states = [settled(member, a_reading()) for member in (panelist, bob_agrees)]

    assert [receipt.state for receipt in states] == ["accepted", "needs-look"]
    assert states[1].doubts == ["sent-before"]


@pytest.mark.parametrize(
    "other",
    [
        {"time": a_field(time(17, 31), 5), "number": a_field("4711-09", 5)},
        {"time": None, "number": a_field("4711-09", 5)},
        {"address": a_field("Ring 9, 80331 Munich", 1), "number": None},
        {
            "lines": (Line("Wine", None, None, Decimal("11.40"), a_box(2), 0.9),),
            "number": None,
            "time": a_field(time(18, 2), 5),
        },
    ],
    ids=["the next in line", "no time", "another branch", "another basket for the same"],
)
def test_two_honest_buyers_never_clash(
    panelist: Member, bob_agrees: Member, settled: Settled, other: dict[str, Any]
) -> None:
    states = [settled(panelist, a_basket()).state, settled(bob_agrees, a_basket(**other)).state]

    assert states == ["accepted", "accepted"]


def test_who_lives_together_hears_it_plainly_and_no_case_is_opened(
    panelist: Member, bob_agrees: Member, together: None, settled: Settled, now: datetime
) -> None:
    for days in (1, 2):
        for member in (panelist, bob_agrees):
            day = a_field((now - timedelta(days=days)).date(), 5)
            last = settled(member, a_basket(date=day, number=a_field(f"4711-{days}", 5)))

    assert (last.state, last.reason) == ("refused", "others-duplicate")
    assert last.sentence() == (
        "Somebody you live with has sent this receipt already. Each one counts once, whoever of you sends it. "
        "Send us another one."
    )
    assert question_the_same_purchases(now=now) == 0
    assert not cases.waiting().exists()


def test_a_receipt_of_who_took_their_yes_back_is_not_compared(
    panelist: Member, bob_agrees: Member, settled: Settled, now: datetime
) -> None:
    settled(panelist, a_basket())
    consent.withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now)

    assert settled(bob_agrees, a_basket(), at=now + timedelta(seconds=1)).state == "accepted"


def test_a_refused_receipt_stands_in_nobodys_way(panelist: Member, bob_agrees: Member, settled: Settled) -> None:
    refused = settled(panelist, a_basket(currency=a_field("CHF", 4)))
    assert refused.state == "refused"

    assert settled(bob_agrees, a_basket()).state == "accepted"


def test_what_a_panelist_corrected_is_known_by_what_was_read_and_by_what_they_say(
    panelist: Member, olivia: Member, settled: Settled, now: datetime
) -> None:
    first = settled(panelist, a_reading(total=a_field(Decimal("4.58"), 4)))
    said = Said(shop="Corner Shop", day=first.bought_on, total=Money(450, "EUR"), lines={})
    correct(member=panelist, receipt_id=first.pk, said=said, now=now)
    actions.judge(receipt=first, reviewer=olivia, accept=True, reason=None, now=now)

    misread_again = settled(panelist, a_reading(total=a_field(Decimal("4.58"), 4)))
    read_well = settled(panelist, a_reading())

    assert (misread_again.reason, read_well.reason) == ("own-duplicate", "own-duplicate")


def test_a_deleted_purchase_is_known_by_its_number_though_the_shop_was_misread(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    first = settled(panelist, a_basket(time=None))
    actions.delete(member=panelist, receipt_id=first.pk, now=now)

    again = settled(panelist, a_basket(time=None, merchant=a_field("Welcome to", 0)))
    another = settled(panelist, a_basket(time=None, number=a_field("4711-99", 5)))

    assert (again.reason, another.state) == ("own-duplicate", "accepted")


def test_keys_go_with_their_receipt(panelist: Member, settled: Settled, now: datetime) -> None:
    receipt = settled(panelist, a_basket())
    assert ContentKeys.objects.get().receipt == receipt

    actions.delete(member=panelist, receipt_id=receipt.pk, now=now)

    assert not ContentKeys.objects.exists()


def test_keys_go_with_the_words(panelist: Member, settled: Settled, now: datetime) -> None:
    settled(panelist, a_basket())

    upkeep.let_go(now=now + timedelta(days=400))

    assert Receipt.objects.exists()
    assert not ContentKeys.objects.exists()


def test_receipts_from_before_get_their_keys_bit_by_bit(
    panelist: Member, bob_agrees: Member, settled: Settled, now: datetime
) -> None:
    for minute in range(3):
        settled(panelist, a_basket(time=a_field(time(10, minute), 5), number=a_field(f"900{minute}", 5)))
    made = list(ContentKeys.objects.order_by("receipt").values())
    ContentKeys.objects.all().delete()

    done = [content_keys.give_keys_to_old_ones(now=now, most=2) for _ in range(3)]

    assert done == [2, 1, 0]
    assert list(ContentKeys.objects.order_by("receipt").values()) == made
    assert settled(bob_agrees, a_basket(time=a_field(time(10, 1), 5), number=a_field("9001", 5))).state == "refused"


def test_who_took_their_yes_back_gets_no_keys(panelist: Member, settled: Settled, now: datetime) -> None:
    settled(panelist, a_basket())
    ContentKeys.objects.all().delete()
    consent.withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now)

    assert content_keys.give_keys_to_old_ones(now=now + timedelta(seconds=1), most=9) == 0
    assert not ContentKeys.objects.exists()
