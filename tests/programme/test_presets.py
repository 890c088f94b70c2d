"""The programmes that come with Fairpanel: what they pay, where it is known from, and what we chose."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest

from fairpanel.kit.money import Money
from fairpanel.programme import (
    AtStart,
    EachReceipt,
    Fault,
    MeterRunning,
    NoSuchPreset,
    Offer,
    ReceiptThreshold,
    Survey,
    Version,
    preset,
    presets,
)

Change = Callable[[str, str], str]
Find = Callable[[str], tuple[Fault, ...]]

NAMES = {
    "fair",
    "research-2016",
    "screenwise-2012",
    "shopper-panel-de-2023",
    "shopper-panel-uk-2022",
    "shopper-panel-uk-2023",
    "shopper-panel-us-2020",
    "shopper-panel-us-2022",
}

# What a preset says of itself, which is no figure.
APART = {"number", "sources", "our_choices"}


def newest(name: str) -> Version:
    return preset(name).versions[-1]


def offer(name: str, called: str) -> Offer:
    return newest(name).offers[called]


def leaves(table: dict[str, Any], place: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{place}{key}.")
        else:
            yield f"{place}{key}"


def test_the_presets_are_those_of_the_product() -> None:
    assert set(presets()) == NAMES
    assert {preset(name).name for name in presets()} == NAMES


def test_the_default_is_fair() -> None:
    assert preset().name == "fair"


def test_a_preset_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(NoSuchPreset, match=r'no preset "unfair".*fair, research-2016'):
        preset("unfair")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_figure_of_a_preset_has_a_source_or_is_marked_as_our_own_choice(name: str) -> None:
    text = (resources.files("fairpanel.programme") / "presets" / f"{name}.toml").read_text("utf-8")
    version = newest(name)
    marked = (*version.our_choices, *(path for source in version.sources for path in source.paths))

    unmarked = [
        leaf
        for leaf in leaves(tomllib.loads(text)["version"][-1])
        if leaf not in APART and not any(f"{leaf}.".startswith(f"{path}.") for path in marked)
    ]

    assert unmarked == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_figure_is_both_known_and_chosen(name: str) -> None:
    version = newest(name)
    known = [path for source in version.sources for path in source.paths]

    assert len(known) == len(set(known))
    assert not set(known) & set(version.our_choices)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_preset_takes_minors(name: str) -> None:
    version = newest(name)

    ages = {code: region.majority(version.starts) for code, region in version.regions.items()}

    assert all(years >= 18 for years in ages.values())


def test_a_programme_has_no_way_to_ask_for_an_age_below_majority(changed: Change, faults_of: Find) -> None:
    faults = faults_of(changed("notice_days = 30", "notice_days = 30\nminimum_age = 13"))

    assert [fault.place for fault in faults] == ["version[0].minimum_age"]


def test_fair_pays_from_the_first_receipt_the_same_way_everywhere() -> None:
    each = offer("fair", "each-receipt")

    assert isinstance(each, EachReceipt)
    assert set(each.regions) == {"US", "GB", "DE", "FR", "ES"}
    assert {amount.minor for amount in each.amount.values()} == {10}
    assert {cap.minor for cap in each.month_cap.values()} == {500}


def test_fair_makes_every_offer_in_every_region() -> None:
    version = newest("fair")

    assert all(version.offers_in(code) == tuple(version.offers.values()) for code in version.regions)


def test_fair_pays_for_every_receipt_that_it_takes() -> None:
    version = newest("fair")
    each = version.offers["each-receipt"]

    assert isinstance(each, EachReceipt)
    assert version.receipts is not None
    assert all(each.amount[code] * version.receipts.month_max <= cap for code, cap in each.month_cap.items())


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("shopper-panel-us-2020", Money(10_00, "USD")),
        ("shopper-panel-us-2022", Money(10_00, "USD")),
        ("shopper-panel-uk-2022", Money(5_00, "GBP")),
    ],
)
def test_the_shopper_panels_first_paid_for_ten_receipts_or_nothing(name: str, amount: Money) -> None:
    ten = offer(name, "ten-receipts")

    assert isinstance(ten, ReceiptThreshold)
    assert (ten.receipts_min, ten.amount[amount.currency]) == (10, amount)


def test_the_uk_shopper_panel_was_cut_to_ten_pence_a_receipt() -> None:
    each = offer("shopper-panel-uk-2023", "each-receipt")

    assert isinstance(each, EachReceipt)
    assert (each.amount["GBP"], each.month_cap["GBP"]) == (Money(10, "GBP"), Money(5_00, "GBP"))


@pytest.mark.parametrize(
    ("name", "called", "amount"),
    [
        ("shopper-panel-us-2022", "ad-verification", Money(2_00, "USD")),
        ("shopper-panel-de-2023", "ad-verification", Money(3_00, "EUR")),
        ("screenwise-2012", "browser-quarter", Money(5_00, "USD")),
        ("screenwise-2012", "router-month", Money(20_00, "USD")),
        ("research-2016", "phone-month", Money(20_00, "USD")),
    ],
)
def test_meters_are_paid_by_the_month_or_the_quarter(name: str, called: str, amount: Money) -> None:
    running = offer(name, called)

    assert isinstance(running, MeterRunning)
    assert running.period == called.rpartition("-")[2] or running.period == "month"
    assert running.amount[amount.currency] == amount


@pytest.mark.parametrize(("called", "minor"), [("browser-start", 5_00), ("router-start", 100_00)])
def test_screenwise_paid_once_at_the_start(called: str, minor: int) -> None:
    start = offer("screenwise-2012", called)

    assert isinstance(start, AtStart)
    assert start.amount["USD"] == Money(minor, "USD")


@pytest.mark.parametrize(
    ("name", "currency", "least"),
    [
        ("shopper-panel-us-2020", "USD", 50),
        ("shopper-panel-us-2022", "USD", 50),
        ("shopper-panel-uk-2022", "GBP", 25),
        ("shopper-panel-uk-2023", "GBP", 25),
        ("shopper-panel-de-2023", "EUR", 50),
    ],
)
def test_the_shopper_panels_pay_surveys_from(name: str, currency: str, least: int) -> None:
    survey = offer(name, "survey")

    assert isinstance(survey, Survey)
    assert survey.amount_min[currency] == Money(least, currency)


def test_the_german_shopper_panel_takes_no_receipts() -> None:
    assert newest("shopper-panel-de-2023").receipts is None
