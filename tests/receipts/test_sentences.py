"""Every verdict is one plain sentence that says what to do, and days come with their weekday."""

from datetime import date

import pytest
from django.utils import translation

from fairpanel.receipts import sentences
from fairpanel.receipts.values import Reason, State

FACTS = {
    Reason.TOO_OLD: {"bought": "2026-03-03", "window_days": "30"},
    Reason.IN_THE_FUTURE: {"bought": "2027-03-03", "window_days": "30"},
    Reason.EXCLUDED_SELLER: {"seller": "Example Market"},
    Reason.WRONG_CURRENCY: {"currency": "CHF", "expected": "EUR"},
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
