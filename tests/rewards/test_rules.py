"""What is due under each kind of offer: never more nor less than promised, blind to brands (law 11)."""

import inspect
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.programme import EachReceipt, Labelling, MeterRunning, Offer, ReceiptThreshold, Survey, preset, presets
from fairpanel.rewards import rules, values
from fairpanel.rewards.values import Deed, Detail, Kind, Known, PerReceipt, SoFar, Threshold

CENTS_10, NOTHING = Money(10, "EUR"), Money.zero("EUR")
COMMON: Any = {"asks": {"en": "Do"}, "purpose": "receipts", "regions": ("DE",)}
EACH = EachReceipt(
    name="each-receipt", kind="each-receipt", amount={"EUR": CENTS_10}, month_cap={"EUR": Money(500, "EUR")}, **COMMON
)
TEN = ReceiptThreshold(
    name="ten-receipts", kind="receipt-threshold", receipts_min=10, amount={"EUR": Money(1000, "EUR")}, **COMMON
)
MONTHLY = MeterRunning(
    name="meter", kind="meter-running", meter="browser", period="month", days_min=20, amount={"EUR": Money(300, "EUR")},
    **COMMON,
)  # fmt: skip
QUARTERLY = MONTHLY.model_copy(update={"name": "quarter", "period": "quarter", "days_min": 60})
SURVEY = Survey(
    name="survey", kind="survey", amount_min={"EUR": Money(50, "EUR")}, amount_max={"EUR": Money(300, "EUR")}, **COMMON
)
LABELLING = Labelling(
    name="labelling", kind="labelling", minute_amount={"EUR": Money(28, "EUR")},
    hour_floor={"EUR": Money(1600, "EUR")}, **COMMON,
)  # fmt: skip
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def deed(kind: Kind, number: int = 0, *, offers: Sequence[Offer], detail: Detail = values.NOTHING_MORE) -> Deed:
    """Something done on the day of that number since the first of March."""
    done_at = FIRST + timedelta(days=number)
    return Deed(kind, done_at, done_at.date(), tuple(offers), detail)


def receipts(count: int, *, offers: Sequence[Offer]) -> list[Deed]:
    return [deed(Kind.RECEIPT, number, offers=offers) for number in range(count)]


@given(count=st.integers(0, 120))
def test_a_month_of_receipts_pays_each_of_them_from_the_first_on_up_to_the_cap(count: int) -> None:
    due = rules.due_in_month(receipts(count, offers=[EACH]), currency="EUR")

    assert due.get("each-receipt", NOTHING) == min(CENTS_10 * count, Money(500, "EUR"))


@given(cap=st.integers(10, 95), count=st.integers(0, 20))
def test_what_is_left_of_a_cap_is_paid_to_the_last_cent(cap: int, count: int) -> None:
    offer = EACH.model_copy(update={"month_cap": {"EUR": Money(cap, "EUR")}})

    due = rules.due_in_month(receipts(count, offers=[offer]), currency="EUR")

    assert due.get("each-receipt", NOTHING) == Money(min(10 * count, cap), "EUR")


@given(count=st.integers(0, 40))
def test_a_threshold_pays_once_from_the_tenth_on_and_nothing_below(count: int) -> None:
    due = rules.due_in_month(receipts(count, offers=[TEN]), currency="EUR")

    assert due == ({"ten-receipts": Money(1000, "EUR")} if count >= 10 else {})


@given(days=st.lists(st.integers(0, 30), max_size=60))
def test_a_meter_pays_for_a_month_in_which_it_ran_on_enough_different_days(days: list[int]) -> None:
    ran = [deed(Kind.METER_DAY, day, offers=[MONTHLY], detail=Detail(meter="browser")) for day in days]

    due = rules.due_in_month(ran, currency="EUR")

    assert due == ({"meter": Money(300, "EUR")} if len(set(days)) >= 20 else {})


@pytest.mark.parametrize(("days", "paid"), [(59, 0), (60, 300), (92, 300)])
def test_a_meter_pays_for_a_quarter_once(days: int, paid: int) -> None:
    ran = [deed(Kind.METER_DAY, day, offers=[QUARTERLY], detail=Detail(meter="browser")) for day in range(days)]

    assert rules.due_in_quarter(ran, currency="EUR").get("quarter", NOTHING) == Money(paid, "EUR")
    assert rules.due_in_month(ran, currency="EUR") == {}


def test_another_meter_that_runs_earns_nothing_for_this_one() -> None:
    ran = [deed(Kind.METER_DAY, day, offers=[MONTHLY], detail=Detail(meter="router")) for day in range(31)]

    assert rules.due_in_month(ran, currency="EUR") == {}


def test_a_survey_pays_its_own_amount_and_one_without_pays_the_least() -> None:
    own = deed(Kind.SURVEY, offers=[SURVEY], detail=Detail(offer="survey", amount=Money(120, "EUR")))
    none = deed(Kind.SURVEY, 1, offers=[SURVEY], detail=Detail(offer="survey"))

    assert rules.due_in_month([own, none], currency="EUR") == {"survey": Money(170, "EUR")}


@given(minutes=st.integers(1, 120), seconds=st.integers(0, 20_000))
def test_labelling_pays_reckoned_minutes_and_never_less_than_the_floor_for_the_time_it_took(
    minutes: int, seconds: int
) -> None:
    task = deed(Kind.LABELLING_TASK, offers=[LABELLING], detail=Detail("", "labelling", None, minutes, seconds))

    minor = rules.due_in_month([task], currency="EUR")["labelling"].minor

    assert minor >= 28 * minutes
    assert minor * 3600 >= 1600 * seconds
    assert minor == 28 * minutes or (minor - 1) * 3600 < 1600 * seconds


@given(data=st.data())
def test_the_order_in_which_we_hear_of_receipts_changes_nothing_across_a_change_of_terms(data: st.DataObject) -> None:
    amounts = st.integers(1, 50)
    terms: list[list[Offer]] = [
        [
            EACH.model_copy(update={"amount": {"EUR": Money(each, "EUR")}, "month_cap": {"EUR": Money(cap, "EUR")}}),
            TEN.model_copy(update={"receipts_min": needed, "amount": {"EUR": Money(lump, "EUR")}}),
        ]
        for each, cap, needed, lump in data.draw(
            st.lists(st.tuples(amounts, st.integers(50, 400), st.integers(1, 12), amounts), min_size=2, max_size=2)
        )
    ]
    before, after = terms
    days = range(data.draw(st.integers(1, 30)))
    done = [deed(Kind.RECEIPT, day, offers=before if day < 15 else after) for day in days]
    heard = data.draw(st.permutations(done))

    paid: dict[str, Money] = {}
    for count in range(1, len(heard) + 1):
        due = rules.due_in_month(heard[:count], currency="EUR")
        for name, amount in rules.missing(due, paid).items():
            paid[name] = paid.get(name, NOTHING) + amount

    whole = rules.due_in_month(done, currency="EUR")
    assert paid["each-receipt"] == whole["each-receipt"]
    assert all(paid.get(name, NOTHING) >= amount for name, amount in whole.items())


def test_a_cap_that_was_lowered_within_the_month_leaves_nothing_and_takes_nothing() -> None:
    lowered = EACH.model_copy(update={"month_cap": {"EUR": Money(30, "EUR")}})
    done = [*receipts(5, offers=[EACH]), deed(Kind.RECEIPT, 6, offers=[lowered])]

    assert rules.due_in_month(done, currency="EUR") == {"each-receipt": Money(50, "EUR")}


@given(minor=st.integers(0, 10**9), percent=st.integers(0, 100))
def test_a_share_for_charity_and_what_is_kept_make_up_the_whole(minor: int, percent: int) -> None:
    whole = Money(minor, "EUR")

    given_away = rules.given_away(whole, percent=percent)

    assert NOTHING <= given_away <= whole
    assert abs(given_away.minor * 100 - minor * percent) < 100


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(0, 60))
def test_so_many_months_later_is_the_same_day_or_the_last_one_of_a_shorter_month(day: date, months: int) -> None:
    later = rules.months_later(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("name", presets())
def test_a_receipt_is_due_only_what_is_offered_for_receipts(name: str) -> None:
    version = preset(name).versions[-1]

    for code, region in version.regions.items():
        offers = version.offers_in(code)
        due = rules.due_in_month(receipts(30, offers=offers), currency=region.currency)

        assert all(isinstance(version.offers[each], EachReceipt | ReceiptThreshold) for each in due)


def test_a_month_of_the_default_programme_is_reserved_whole_but_for_surveys_and_tasks() -> None:
    offers = preset("fair").versions[-1].offers_in("DE")

    ordinary = rules.reserve(offers, currency="EUR", known=Known())
    with_tenure = rules.reserve(
        offers, currency="EUR", known=Known(tenure_due=frozenset({"tenure"}), referrals_left={"referral": 1})
    )

    # Receipts 5.00, nothing bought 1.00, ad verification 3.00, five referrals of 2.00; then one of them, and tenure.
    assert ordinary == Money(1900, "EUR")
    assert with_tenure == Money(1400, "EUR")


def test_what_is_next_says_what_is_left_and_what_is_missing() -> None:
    so_far = SoFar(6, {"each-receipt": Money(60, "EUR")})

    steps = rules.next_steps((EACH, TEN), currency="EUR", so_far=so_far)

    assert steps == (PerReceipt(CENTS_10, Money(440, "EUR")), Threshold(6, 10, Money(1000, "EUR")))


def test_no_brand_shop_or_reading_can_be_handed_to_what_reckons_the_pay() -> None:
    told = {field.name for kind in (Deed, Detail) for field in fields(kind)}

    assert set(inspect.signature(rules.due_in_month).parameters) == {"deeds", "currency"}
    assert told == {
        "kind", "done_at", "day", "offers", "detail", "meter", "offer", "amount", "minutes", "worked_seconds",
    }  # fmt: skip
