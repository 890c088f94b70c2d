"""Offers pay the same way in every region, and cannot see what was bought."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from fairpanel.programme import Fault, Offer, ReceiptRules, load

Change = Callable[[str, str], str]
Find = Callable[[str], tuple[Fault, ...]]

KINDS = get_args(get_args(Offer)[0])

# Everything that an offer may say. A field that is added must be added here, by somebody who has read law 11.
BLIND = set(
    "name asks purpose regions languages household minors kind amount month_cap receipts_min meter period days_min "
    "amount_min amount_max months active_weeks_min minute_amount hour_floor year_max".split()
)


def test_no_offer_has_a_field_for_a_brand_a_shop_or_a_product() -> None:
    fields = {field for kind in KINDS for field in kind.model_fields}

    assert fields == BLIND
    assert not fields & set(ReceiptRules.model_fields)


@pytest.mark.parametrize("field", ["brand", "brands", "shop", "merchant", "seller", "product", "category", "kinds"])
def test_an_offer_that_names_what_was_bought_is_refused(changed: Change, faults_of: Find, field: str) -> None:
    faults = faults_of(changed('asks = { de = "Senden', f'{field} = "Example"\nasks = {{ de = "Senden'))

    assert [fault.place for fault in faults] == [f"version[0].offers.each-receipt.{field}"]
    assert faults[0].sentence.startswith("There is no such field: remove it.")


def test_only_the_offers_of_a_region_are_made_there(small: str) -> None:
    version = load(small).versions[0]

    assert [offer.name for offer in version.offers_in("DE")] == ["each-receipt", "labelling"]
    assert version.offers_in("FR") == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            'amount = { EUR = "0.10" }',
            'amount = { USD = "0.10" }',
            "offers.each-receipt.amount: DE is paid in EUR: write an amount in EUR.",
        ),
        (
            'asks = { de = "Senden Sie uns Belege." }',
            'asks = { en = "Send us receipts." }',
            'offers.each-receipt.asks: DE speaks "de": say what is asked in that language.',
        ),
        (
            'month_cap = { EUR = "5.00" }',
            'month_cap = { EUR = "0.09" }',
            "offers.each-receipt.month_cap.EUR: The cap is below a single payment.",
        ),
        (
            'minute_amount = { EUR = "0.30" }',
            'minute_amount = { EUR = "0.29" }',
            "offers.labelling.minute_amount.EUR: Sixty minutes come to less than hour_floor.",
        ),
        (
            'purpose = "labelling"\nregions = ["DE"]',
            'purpose = "labelling"\nregions = ["DE", "AT", "DE"]',
            "offers.labelling.regions: DE stands here twice.",
        ),
    ],
)
def test_an_offer_that_cannot_be_kept_is_refused(
    changed: Change, faults_of: Find, before: str, after: str, fault: str
) -> None:
    found = [str(fault) for fault in faults_of(changed(before, after))]

    assert f"version[0].{fault}" in found


def test_an_offer_in_a_region_that_is_not_there_is_refused(changed: Change, faults_of: Find) -> None:
    faults = faults_of(changed('purpose = "labelling"\nregions = ["DE"]', 'purpose = "labelling"\nregions = ["AT"]'))

    assert str(faults[0]) == (
        "version[0].offers.labelling.regions: AT is not among the regions of this version: add [version.regions.AT]."
    )


def test_receipts_are_paid_only_where_there_are_rules_for_them(small: str, changed: Change, faults_of: Find) -> None:
    rules = small[small.index("[version.receipts]") : small.index("[version.offers.each-receipt]")]

    faults = faults_of(changed(rules, "").replace('"receipts.window_days", ', ""))

    assert [str(fault) for fault in faults] == [
        "version[0].offers.each-receipt: Receipts are paid for, so there must be [version.receipts]."
    ]


def test_a_survey_pays_no_less_than_it_says(small: str, faults_of: Find) -> None:
    survey = """
[version.offers.survey]
kind = "survey"
purpose = "surveys"
regions = ["DE"]
amount_min = { EUR = "1.00" }
amount_max = { EUR = "0.50" }
asks = { de = "Antworten Sie." }
"""

    faults = faults_of(small + survey)

    assert [str(fault) for fault in faults] == ["version[0].offers.survey.amount_max.EUR: This is below amount_min."]
