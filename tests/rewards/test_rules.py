"""What a receipt earns under each kind of offer: never more nor less than promised, blind to brands (law 11)."""

import inspect
from dataclasses import fields
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.programme import preset, presets
from fairpanel.programme.offers import EachReceipt, Offer, ReceiptThreshold
from fairpanel.rewards import rules, values
from fairpanel.rewards.values import Earned, PerReceipt, SoFar, Threshold

CENTS_10 = Money(10, "EUR")
EACH = EachReceipt(
    name="each-receipt", kind="each-receipt", asks={"en": "Send"}, purpose="receipts", regions=("DE",),
    amount={"EUR": CENTS_10}, month_cap={"EUR": Money(500, "EUR")},
)  # fmt: skip
TEN = ReceiptThreshold(
    name="ten-receipts", kind="receipt-threshold", asks={"en": "Send"}, purpose="receipts", regions=("DE",),
    receipts_min=10, amount={"EUR": Money(1000, "EUR")},
)  # fmt: skip
NOTHING = SoFar(0, {})


def after(offers: tuple[Offer, ...], receipts: int) -> tuple[SoFar, list[tuple[Earned, ...]]]:
    """A month of so many receipts, and what each of them earned."""
    so_far, each = NOTHING, []
    for _ in range(receipts):
        earned = rules.earned_by_receipt(offers, currency="EUR", so_far=so_far)
        each.append(earned)
        paid = dict(so_far.paid)
        for one in earned:
            paid[one.offer] = paid.get(one.offer, Money.zero("EUR")) + one.amount
        so_far = SoFar(so_far.receipts + 1, paid)
    return so_far, each


def test_each_receipt_pays_from_the_first_on() -> None:
    earned = rules.earned_by_receipt((EACH,), currency="EUR", so_far=NOTHING)

    assert earned == (Earned("each-receipt", CENTS_10, once_a_month=False),)


@given(receipts=st.integers(0, 120))
def test_a_month_of_receipts_pays_each_of_them_up_to_the_cap(receipts: int) -> None:
    so_far, _ = after((EACH,), receipts)

    assert so_far.paid.get("each-receipt", Money.zero("EUR")) == min(CENTS_10 * receipts, Money(500, "EUR"))


@given(cap=st.integers(10, 95), receipts=st.integers(0, 20))
def test_what_is_left_of_a_cap_is_paid_to_the_last_cent(cap: int, receipts: int) -> None:
    offer = EACH.model_copy(update={"month_cap": {"EUR": Money(cap, "EUR")}})

    so_far, _ = after((offer,), receipts)

    assert so_far.paid.get("each-receipt", Money.zero("EUR")) == Money(min(10 * receipts, cap), "EUR")


@given(receipts=st.integers(0, 40))
def test_a_threshold_pays_once_at_the_tenth_and_nothing_below(receipts: int) -> None:
    _, each = after((TEN,), receipts)

    paid = [number for number, earned in enumerate(each, 1) if earned]
    assert paid == ([10] if receipts >= 10 else [])


def test_two_offers_pay_side_by_side() -> None:
    _, each = after((EACH, TEN), 10)

    assert {one.offer: one.amount for one in each[9]} == {"each-receipt": CENTS_10, "ten-receipts": Money(1000, "EUR")}


@pytest.mark.parametrize("name", presets())
def test_a_receipt_earns_only_what_is_offered_for_receipts(name: str) -> None:
    version = preset(name).versions[-1]

    for code, region in version.regions.items():
        offers = version.offers_in(code)
        earned = rules.earned_by_receipt(offers, currency=region.currency, so_far=SoFar(99, {}))

        for one in earned:
            assert isinstance(version.offers[one.offer], EachReceipt | ReceiptThreshold)


def test_what_is_next_says_what_is_left_and_what_is_missing() -> None:
    so_far = SoFar(6, {"each-receipt": Money(60, "EUR")})

    steps = rules.next_steps((EACH, TEN), currency="EUR", so_far=so_far)

    assert steps == (PerReceipt(CENTS_10, Money(440, "EUR")), Threshold(6, 10, Money(1000, "EUR")))


def test_a_cap_that_was_lowered_within_the_month_leaves_nothing_and_takes_nothing() -> None:
    so_far = SoFar(60, {"each-receipt": Money(600, "EUR")})

    assert rules.earned_by_receipt((EACH,), currency="EUR", so_far=so_far) == ()
    assert rules.next_steps((EACH,), currency="EUR", so_far=so_far) == (PerReceipt(CENTS_10, Money.zero("EUR")),)


def test_no_brand_shop_or_reading_can_be_handed_to_what_reckons_the_pay() -> None:
    hints = get_type_hints(rules.earned_by_receipt)
    told = {field.name for field in fields(values.SoFar)} | {
        name for kind in (EachReceipt, ReceiptThreshold) for name in kind.model_fields
    }

    assert set(inspect.signature(rules.earned_by_receipt).parameters) == {"offers", "currency", "so_far"}
    assert hints["so_far"] is SoFar
    assert told == {
        "receipts",
        "paid",
        "name",
        "kind",
        "asks",
        "purpose",
        "regions",
        "amount",
        "month_cap",
        "receipts_min",
    }
