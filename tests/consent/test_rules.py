"""When a yes ends by itself, which version it counts for, what is asked for where, and when we may ask again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.consent import rules
from fairpanel.consent.values import Answer, Purpose, Said, Standing, Wording
from fairpanel.programme import preset

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ALL = frozenset(Purpose)


def wording(version: int, *, replaces: bool = False, months: int | None = None, takes: str = "purchase") -> Wording:
    return Wording(
        purpose=Purpose.RECEIPTS, version=version, since=date(2026, 1, version), takes=(takes,), recipients=("panel",),
        retention="lines", months=months, replaces_without_asking=replaces,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("replacing", "counting"),
    [([False], {1}), ([False, False], {2}), ([False, True], {1, 2}), ([False, True, False, True], {3, 4})],
)
def test_a_yes_counts_for_the_newest_text_and_for_those_it_only_words_anew(
    replacing: list[bool], counting: set[int]
) -> None:
    wordings = [wording(number, replaces=replaces) for number, replaces in enumerate(replacing, 1)]

    assert rules.counting_versions(wordings) == counting


def test_words_alone_are_what_may_change_without_asking() -> None:
    assert rules.is_wording_only(wording(1), wording(2))
    assert not rules.is_wording_only(wording(1), wording(2, takes="picture"))
    assert not rules.is_wording_only(wording(1), wording(2, months=12))


def test_a_yes_that_carries_an_end_stands_until_it() -> None:
    end = rules.valid_until(NOW, wording(1, months=12))
    assert end is not None
    said = Said(Answer.GRANTED, 1, until=end)

    before, then = (
        rules.standing(said, counting={1}, is_paused=False, now=now) for now in (end - timedelta(microseconds=1), end)
    )

    assert (before, then) == (Standing.LIVE, Standing.EXPIRED)
    assert end == datetime(2027, 11, 22, 12, 0, tzinfo=UTC)


@given(st.integers(0, 30_000).map(lambda days: NOW + timedelta(days=days)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(moment: datetime, months: int) -> None:
    later = rules.months_after(moment, months)

    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    assert later.day == moment.day or (later.day < moment.day and (later + timedelta(days=1)).day == 1)
    assert later.timetz() == moment.timetz()


def test_twelve_months_are_not_shorter_in_a_leap_year() -> None:
    said_at = datetime(2027, 3, 1, tzinfo=UTC)

    days_365 = said_at + timedelta(days=365)

    assert not rules.may_ask(Standing.REFUSED, said_at=said_at, now=days_365)
    assert rules.may_ask(Standing.REFUSED, said_at=said_at, now=days_365 + timedelta(days=1))


def test_what_nobody_collects_is_not_asked_for() -> None:
    version = preset("fair").versions[-1]

    asked = rules.asked_in(version, region="DE", collected={Purpose.RECEIPTS, Purpose.HUMAN_REVIEW})

    assert asked == (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)


def test_what_the_programme_has_no_offer_for_is_not_asked_for() -> None:
    version = preset("shopper-panel-de-2023").versions[-1]

    asked = rules.asked_in(version, region="DE", collected=ALL)

    assert Purpose.SURVEYS in asked
    assert not {Purpose.RECEIPTS, Purpose.HUMAN_REVIEW, Purpose.ACTIVITY, Purpose.LABELLING} & set(asked)
    assert {Purpose.RECOMMENDATIONS, Purpose.CONTACT} <= set(asked)


def test_research_is_asked_for_only_where_researchers_are_named() -> None:
    fair = preset("fair").versions[-1]
    nobody = fair.model_copy(update={"research": None})

    asked = [Purpose.RESEARCH in rules.asked_in(version, region="DE", collected=ALL) for version in (fair, nobody)]

    assert asked == [True, False]
