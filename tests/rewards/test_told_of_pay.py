"""Whoever was paid for a month is told so once, in their own words, and who has left is not."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.notices.letters import letter_of, push_of
from fairpanel.notices.models import Notice
from fairpanel.programme import Programme
from fairpanel.rewards import actions
from fairpanel.rewards.wording import locale_of, money_said

Earn = Callable[..., Money]
MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 3, tzinfo=UTC)


def test_who_was_paid_is_told_once_how_much_and_for_which_month(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    alice.language = "de"
    alice.save()
    earn(alice, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)

    seen_to = [actions.tell_of_pay(programme=programme, now=APRIL, limit=10) for _ in range(2)]

    letter = letter_of(Notice.objects.get(kind="month-paid"))
    assert seen_to == [1, 0]
    assert "0,10 €" in letter.subject
    assert "2026" in letter.subject
    assert "/earnings/2026-03/" in letter.text
    assert push_of(Notice.objects.get(kind="month-paid"))["path"].endswith("/2026-03/")


def test_what_went_to_charity_is_told_too(alice: Member, programme: Programme, earn: Earn) -> None:
    actions.give(member=alice, percent=100, now=MARCH)
    earn(alice, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)

    actions.tell_of_pay(programme=programme, now=APRIL, limit=10)

    letter = letter_of(Notice.objects.get(kind="month-paid"))
    assert "€0.10 went to charity, as you chose." in letter.text
    assert "in your balance" not in letter.text


def test_an_open_month_or_one_that_earned_nothing_is_no_news(
    alice: Member, bob: Member, programme: Programme, earn: Earn
) -> None:
    earn(alice, done_at=APRIL, now=APRIL)
    actions.open_month(member=bob, programme=programme, now=MARCH)
    actions.close_month(programme=programme, now=APRIL)

    assert actions.tell_of_pay(programme=programme, now=APRIL, limit=10) == 0


def test_who_has_left_is_told_nothing(alice: Member, programme: Programme, earn: Earn) -> None:
    earn(alice, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)
    alice.delete()

    assert actions.tell_of_pay(programme=programme, now=APRIL, limit=10) == 1
    assert not Notice.objects.filter(kind="month-paid").exists()


@pytest.mark.parametrize(
    ("said", "language", "minor"),
    [
        ("500.00", "en", 50_000), ("500,00", "de", 50_000), ("1.234,50", "de", 123_450), ("1,234.50", "en", 123_450),
        ("1 234,50", "fr", 123_450), ("500.00", "de", 50_000), ("12", "es", 1_200),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_its_writer_writes_it(said: str, language: str, minor: int) -> None:
    with translation.override(language):
        assert money_said(said, "EUR", locale_of("")) == Money(minor, "EUR")


@pytest.mark.parametrize("said", ["", "many", "1,2,3", "NaN", "1e5", "5.005", "--5", "Infinity"])
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        money_said(said, "EUR", locale_of(""))


def test_what_many_contributions_earned_is_asked_for_once(
    alice: Member, earn: Earn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    subjects = [uuid4() for _ in range(3)]
    for subject in subjects[:2]:
        earn(alice, done_at=MARCH, subject=subject)

    with django_assert_num_queries(1):
        earned = actions.earned_for_each(subjects)

    assert earned == dict.fromkeys(subjects[:2], Money(10, "EUR"))
