"""What changes from one version to the next is told for each region, and nothing is left out."""

from typing import Any

import pytest
from pydantic import BaseModel

from fairpanel.kit.money import Money
from fairpanel.programme import ReceiptRules, Version, preset
from fairpanel.programme.changes import Change, changes

BEFORE = preset("fair").versions[-1]


def after(**other: Any) -> Version:
    """The version after, with something else in it."""
    return BEFORE.model_copy(update={"number": BEFORE.number + 1, **other})


def with_offer(name: str, **other: Any) -> Version:
    """The version after, with something else in one of its offers."""
    return after(offers={**BEFORE.offers, name: BEFORE.offers[name].model_copy(update=other)})


def test_between_two_that_are_alike_nothing_changes() -> None:
    assert changes(BEFORE, after(), region="DE") == ()


def test_an_amount_changes_in_the_currency_of_the_region_and_only_there() -> None:
    amounts = dict(BEFORE.offers["each-receipt"].amount)  # type: ignore[union-attr]  # an offer for each receipt
    raised = with_offer("each-receipt", amount=amounts | {"EUR": Money(12, "EUR")})

    [there] = changes(BEFORE, raised, region="DE")

    assert (there.field, there.before, there.after) == ("amount", Money(10, "EUR"), Money(12, "EUR"))
    assert changes(BEFORE, raised, region="GB") == ()


def test_an_offer_that_begins_and_one_that_ends_are_told() -> None:
    offers = {name: offer for name, offer in BEFORE.offers.items() if name != "survey"}
    renamed = BEFORE.offers["survey"].model_copy(update={"name": "questions"})

    found = changes(BEFORE, after(offers={**offers, "questions": renamed}), region="DE")

    assert [(one.field, one.before, one.after) for one in found] == [
        ("offer", None, "questions"),
        ("offer", "survey", None),
    ]


def test_an_offer_that_is_not_made_in_a_region_any_more_ends_there() -> None:
    survey = BEFORE.offers["survey"]
    elsewhere = with_offer("survey", regions=tuple(code for code in survey.regions if code != "DE"))

    assert [one.after for one in changes(BEFORE, elsewhere, region="DE")] == [None]
    assert changes(BEFORE, elsewhere, region="GB") == ()


def test_a_region_in_which_the_panel_ends_is_told() -> None:
    regions = {code: region for code, region in BEFORE.regions.items() if code != "DE"}
    offers = {
        name: offer.model_copy(update={"regions": tuple(code for code in offer.regions if code != "DE")})
        for name, offer in BEFORE.offers.items()
    }

    found = changes(BEFORE, after(regions=regions, offers=offers), region="DE")

    assert Change("terms", "region", "DE") in found


@pytest.mark.parametrize("field", [*ReceiptRules.model_fields])
def test_no_rule_about_receipts_changes_in_silence(field: str) -> None:
    assert BEFORE.receipts is not None
    rules = BEFORE.receipts.model_copy(update={field: other_than(getattr(BEFORE.receipts, field))})

    assert [one.field for one in changes(BEFORE, after(receipts=rules), region="DE")] == [field]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (offer.name, field)
        for offer in BEFORE.offers_in("DE")
        for field in type(offer).model_fields
        if field not in {"name", "kind", "asks", "regions"}
    ],
)
def test_nothing_of_an_offer_changes_in_silence(name: str, field: str) -> None:
    value = getattr(BEFORE.offers[name], field)

    found = changes(BEFORE, with_offer(name, **{field: other_than(value)}), region="DE")

    assert [one.field for one in found] == [field]


def other_than(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, dict | BaseModel) or hasattr(value, "items"):
        return {currency: amount + amount for currency, amount in value.items()}
    if isinstance(value, tuple):
        return value[:-1] if value else ("de",)
    return value + 1 if isinstance(value, int) else f"{value}-other"
