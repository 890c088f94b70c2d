"""Every verdict is one plain sentence that says what to do, and days come with their weekday."""

from datetime import date
from typing import get_args

import pytest
from django.utils import translation

from fairpanel.programme import PaperKind, ShopKind
from fairpanel.receipts import sentences
from fairpanel.receipts.values import Reason, State

FACTS = {
    Reason.OWN_DUPLICATE: {"shop": "Example Market", "bought": "2026-03-03"},
    Reason.TOO_OLD: {"bought": "2026-03-03", "window_days": "30"},
    Reason.IN_THE_FUTURE: {"bought": "2027-03-03", "window_days": "30"},
    Reason.EXCLUDED_SELLER: {"seller": "Example Market"},
    Reason.EXCLUDED_KIND: {"kind": "utility"},
    Reason.WRONG_CURRENCY: {"currency": "CHF", "expected": "EUR"},
    Reason.WRONG_REGION: {"country": "FR", "home": "DE"},
    Reason.PICTURES_APART: {"before": "1", "after": "2"},
    Reason.OVER_LIMIT: {"month_max": "50"},
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_with_and_without_facts(reason: Reason) -> None:
    for facts in ({}, FACTS.get(reason, {})):
        sentence = sentences.of_reason(reason, facts)

        assert sentence.endswith(".")
        assert "{" not in sentence
        assert len(sentence) <= 160


@pytest.mark.parametrize("state", [state for state in State if state is not State.REFUSED])
def test_every_other_state_has_a_sentence(state: State) -> None:
    assert sentences.of_state(state).endswith(".")


def test_a_sentence_with_facts_for_each_that_has_one() -> None:
    assert set(sentences.OF_REASON) == set(Reason)
    assert set(sentences.OF_REASON_WITH_FACTS) == set(FACTS)


def test_an_old_receipt_is_told_its_day_with_the_weekday() -> None:
    sentence = sentences.of_reason(Reason.TOO_OLD, FACTS[Reason.TOO_OLD])

    assert sentence == (
        "This receipt is from Tuesday, March 3, 2026; we take receipts of the last 30 days. Send us a newer one."
    )


def test_a_day_is_told_in_the_language_of_the_moment() -> None:
    with translation.override("de"):
        sentence = sentences.of_reason(Reason.TOO_OLD, FACTS[Reason.TOO_OLD])

    assert "Dienstag, 3. März 2026" in sentence


def test_what_is_left_of_a_deleted_receipt_is_told_with_its_last_day() -> None:
    sentence = sentences.kept_after_deleting(date(2026, 12, 22))

    assert sentence.startswith("Until Tuesday, December 22, 2026 we keep a code that tells nothing")


def test_a_kind_and_a_country_are_named_in_the_language_of_the_moment() -> None:
    kind = sentences.of_reason(Reason.EXCLUDED_KIND, {"kind": "utility"})
    with translation.override("de"):
        country = sentences.of_reason(Reason.WRONG_REGION, FACTS[Reason.WRONG_REGION])

    assert "(bill for electricity, gas or water)" in kind
    assert "Frankreich" in country


def test_the_limit_of_a_day_and_of_a_month_have_each_their_sentence() -> None:
    of_day = sentences.of_reason(Reason.OVER_LIMIT, {"day_max": "12", "bought": "2026-11-21"})
    of_month = sentences.of_reason(Reason.OVER_LIMIT, {"month_max": "50"})

    assert "Saturday, November 21, 2026" in of_day
    assert "calendar month" in of_month


def test_facts_that_no_sentence_asks_for_leave_the_plain_one() -> None:
    assert sentences.of_reason(Reason.TOO_OLD, {"bought": "2026-03-03"}) == str(sentences.OF_REASON[Reason.TOO_OLD])


def test_every_kind_that_a_programme_can_name_has_a_word() -> None:
    assert set(sentences.KINDS) == {*get_args(ShopKind), *get_args(PaperKind)}
