"""How alike two receipts are: the same both ways round, never less for agreeing more, and honest buyers never clash."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.receipts.duplicates import Traits, Verdict, of_others, of_own, score
from fairpanel.receipts.duplicates.comparing import levels
from fairpanel.receipts.duplicates.scoring import WEIGHTS
from fairpanel.receipts.duplicates.values import Trait

BOUGHT = Traits(
    shop="CORNERSHOP",
    brand=None,
    branch=frozenset({"10115", "5550123"}),
    day=date(2026, 11, 21),
    minute=time(17, 30),
    total=Money(1140, "EUR"),
    number="471108",
    prices=(250, 200, 390, 300),
    texts=frozenset({"BRE", "REA", "EAD", "MLK", "CHE", "HEE"}),
    picture=0b1011,
)

TRAITS = st.builds(
    Traits,
    shop=st.sampled_from(["", "CORNERSHOP", "C0RNERSHOPGMBH", "BAKERYSUNRISE"]),
    brand=st.sampled_from([None, "Lidl"]),
    branch=st.frozensets(st.sampled_from(["10115", "5550123", "80331"]), max_size=3),
    day=st.sampled_from([None, date(2026, 11, 21), date(2026, 11, 27), date(2026, 10, 1)]),
    minute=st.sampled_from([None, time(17, 30), time(17, 38), time(9, 5)]),
    total=st.sampled_from([None, Money(450, "EUR"), Money(480, "EUR"), Money(999, "EUR"), Money(450, "USD")]),
    number=st.sampled_from([None, "471108", "471188", "471109", "900"]),
    prices=st.lists(st.sampled_from([250, 200, 390]), max_size=6).map(tuple),
    texts=st.frozensets(st.sampled_from(["BRE", "REA", "EAD", "MLK", "CHE", "HEE"])),
    picture=st.none() | st.integers(0, 2**64 - 1),
)


@given(TRAITS, TRAITS)
def test_the_order_of_two_receipts_does_not_matter(one: Traits, another: Traits) -> None:
    assert score(one, another) == score(another, one)


@given(TRAITS, TRAITS)
def test_it_is_a_probability_and_each_trait_that_both_have_is_told_once(one: Traits, another: Traits) -> None:
    likeness = score(one, another)

    told = [each.trait for each in likeness.evidence]
    assert 0 < likeness.probability < 1
    assert sorted(told) == sorted(levels(one, another))


@given(TRAITS, TRAITS, st.sampled_from(["day", "minute", "total", "number", "shop", "prices", "texts"]))
def test_no_receipt_is_less_alike_for_agreeing_more(one: Traits, another: Traits, trait: str) -> None:
    agreed: Any = getattr(one, trait)
    assume(agreed and getattr(another, trait))
    # How much the prices and texts weigh depends on how many there are, so only a full agreement is put beside none.
    assume(levels(one, another).get(Trait(trait)) in {None, "other", "misread"})

    more = score(one, replace(another, **{trait: agreed}))

    assert more.probability >= score(one, another).probability


@pytest.mark.parametrize("trait", Trait)
def test_a_level_never_weighs_more_than_the_one_before_it(trait: Trait) -> None:
    weights = list(WEIGHTS[trait].values())

    assert weights == sorted(weights, reverse=True)


def test_the_picture_alone_decides_nothing() -> None:
    one, another = Traits(picture=7), Traits(picture=7)

    assert of_own(score(one, another)) is of_others(score(one, another)) is Verdict.ANOTHER


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"shop": "C0RNERSHOPGMBH", "picture": None},
        {"minute": None, "branch": frozenset()},
        {"number": None},
        {"prices": (250, 200, 390), "texts": frozenset({"BRE", "REA", "EAD", "MLK", "CHE"})},
        {"day": None},
    ],
)
def test_a_second_photo_of_ones_own_purchase_is_known_though_something_was_misread(again: dict[str, Any]) -> None:
    assert of_own(score(BOUGHT, replace(BOUGHT, **again))) is Verdict.SAME


@pytest.mark.parametrize("edited", [{"total": Money(2140, "EUR")}, {"day": date(2026, 11, 14)}])
def test_an_altered_copy_is_a_question_for_a_person(edited: dict[str, Any]) -> None:
    likeness = score(BOUGHT, replace(BOUGHT, **edited))

    assert of_own(likeness) is of_others(likeness) is Verdict.PERHAPS


def test_ones_own_receipt_with_its_number_and_another_time_is_a_question_too() -> None:
    assert of_own(score(BOUGHT, replace(BOUGHT, minute=time(9, 12)))) is Verdict.PERHAPS


COFFEE = replace(
    BOUGHT, total=Money(250, "EUR"), prices=(250,), number=None, texts=frozenset({"C0F", "0FF", "FFE", "FEE"})
)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (BOUGHT, {"minute": time(17, 31), "number": "471109"}),
        (BOUGHT, {"minute": None, "number": "471109"}),
        (COFFEE, {"minute": time(17, 31)}),
        (COFFEE, {"minute": time(9, 5)}),
        (BOUGHT, {"total": Money(1290, "EUR"), "prices": (190, 700, 400), "number": "471150", "minute": time(18, 2)}),
    ],
)
def test_two_honest_purchases_never_clash(one: Traits, another: dict[str, Any]) -> None:
    likeness = score(one, replace(one, **another))

    assert of_own(likeness) is of_others(likeness) is Verdict.ANOTHER


def test_two_coffees_a_day_without_a_time_are_a_question_and_no_refusal() -> None:
    coffee = replace(COFFEE, minute=None)

    assert of_own(score(coffee, coffee)) is Verdict.PERHAPS
    assert of_others(score(coffee, coffee)) is Verdict.ANOTHER


def test_strangers_who_pay_the_same_in_two_branches_at_one_minute_never_clash() -> None:
    elsewhere = replace(BOUGHT, branch=frozenset({"80331", "7770456"}), number=None)

    assert of_others(score(BOUGHT, elsewhere)) is Verdict.ANOTHER


def test_strangers_are_the_same_only_by_the_number_or_by_minute_and_lines() -> None:
    small = replace(BOUGHT, number=None, prices=(250, 200))

    assert of_others(score(BOUGHT, BOUGHT)) is Verdict.SAME
    assert of_others(score(replace(BOUGHT, number=None), BOUGHT)) is Verdict.SAME
    assert of_others(score(small, small)) is Verdict.PERHAPS
    assert of_own(score(small, small)) is Verdict.SAME


@given(TRAITS, TRAITS)
def test_strangers_are_never_judged_harder_than_oneself(one: Traits, another: Traits) -> None:
    likeness = score(one, another)

    hardness = [Verdict.ANOTHER, Verdict.PERHAPS, Verdict.SAME]
    assert hardness.index(of_others(likeness)) <= hardness.index(of_own(likeness))
