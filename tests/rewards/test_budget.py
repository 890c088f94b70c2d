"""What may be earned is set aside before it is offered, so that no promise is made that cannot be paid."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.programme import Programme, preset
from fairpanel.rewards import actions
from fairpanel.rewards.models import PayMonth
from fairpanel.rewards.values import Alarm, Detail, Kind

Earn = Callable[..., Money]
EUR = "EUR"
NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 3, tzinfo=UTC)
# What one panelist may earn in a month under the default programme: see `test_rules.py`.
MONTH = Money(1900, EUR)


def stands() -> actions.BudgetStands:
    return actions.budget_of(programme=preset("fair"), currency=EUR, now=NOVEMBER)


def test_money_that_is_put_in_twice_under_one_reference_is_put_in_once(funded: Money, now: datetime) -> None:
    actions.fund(programme="fair", amount=funded, reference="first", now=now)

    assert stands().free == stands().paid_in == funded
    with pytest.raises(actions.PaidInOtherwise):
        actions.fund(programme="fair", amount=Money(5, EUR), reference="first", now=now)


def test_a_month_that_opens_reserves_what_may_be_earned_in_it(
    alice: Member, bob: Member, programme: Programme, funded: Money, now: datetime
) -> None:
    opened = actions.open_months(programme=programme, now=now, limit=100)
    again = actions.open_months(programme=programme, now=now, limit=100)

    assert (opened, again) == (2, 0)
    assert stands().promised == MONTH + MONTH
    assert stands().free == funded - MONTH - MONTH


def test_what_was_reserved_and_not_earned_goes_back_at_the_close(
    alice: Member, programme: Programme, funded: Money, earn: Earn, now: datetime
) -> None:
    earn(alice, done_at=now)
    actions.close_month(programme=programme, now=DECEMBER)

    after = stands()
    assert (after.promised, after.earned, after.owed) == (Money.zero(EUR),) * 3
    assert after.free == funded - Money(10, EUR)
    assert ledger.balance(alice.account) == after.posted == Money(10, EUR)


def test_no_month_is_opened_that_the_budget_does_not_hold(
    alice: Member, bob: Member, programme: Programme, now: datetime
) -> None:
    actions.fund(programme="fair", amount=MONTH + Money(1, EUR), reference="small", now=now)

    assert actions.open_months(programme=programme, now=now, limit=100) == 1
    assert stands().free == Money(1, EUR)
    assert stands().alarms == (Alarm.NOT_OPENED,)


def test_without_a_budget_what_is_earned_is_owed_by_the_sponsor_and_made_good_by_what_is_put_in(
    alice: Member, programme: Programme, earn: Earn, now: datetime
) -> None:
    for _ in range(5):
        earn(alice, done_at=now)
    actions.close_month(programme=programme, now=DECEMBER)
    owed = stands()
    actions.fund(programme="fair", amount=Money(30, EUR), reference="a part", now=DECEMBER)
    partly = stands()
    actions.fund(programme="fair", amount=Money(100, EUR), reference="the rest", now=DECEMBER)

    assert (owed.is_set, owed.owed, owed.alarms) == (False, Money(50, EUR), (Alarm.NO_BUDGET, Alarm.OWED))
    assert (partly.owed, partly.free) == (Money(20, EUR), Money.zero(EUR))
    assert (stands().owed, stands().free) == (Money.zero(EUR), Money(80, EUR))
    assert ledger.balance(alice.account) == Money(50, EUR)


def test_earned_is_earned_also_when_the_budget_is_used_up(
    alice: Member, programme: Programme, earn: Earn, now: datetime
) -> None:
    actions.fund(programme="fair", amount=Money(4, EUR), reference="little", now=now)
    earn(alice, done_at=now)

    assert stands().not_covered == 1
    actions.close_month(programme=programme, now=DECEMBER)

    assert ledger.balance(alice.account) == Money(10, EUR)
    assert (stands().owed, stands().free) == (Money(10, EUR), Money(4, EUR))


def test_what_the_budget_holds_by_the_close_is_owed_by_nobody(
    alice: Member, programme: Programme, earn: Earn, now: datetime
) -> None:
    actions.fund(programme="fair", amount=Money(4, EUR), reference="little", now=now)
    earn(alice, done_at=now)
    actions.fund(programme="fair", amount=Money(100, EUR), reference="more", now=now)

    actions.close_month(programme=programme, now=DECEMBER)

    assert ledger.balance(alice.account) == Money(10, EUR)
    assert (stands().owed, stands().free) == (Money.zero(EUR), Money(94, EUR))


def test_a_survey_draws_on_the_pot_that_was_reserved_for_it(
    alice: Member, programme: Programme, funded: Money, earn: Earn, now: datetime
) -> None:
    actions.open_pot(name="survey:1", programme="fair", amount=Money(200, EUR), now=now)
    actions.open_month(member=alice, programme=programme, now=now)
    reserved = stands().promised

    for _ in range(2):
        earn(alice, done_at=now, kind=Kind.SURVEY, detail=Detail(amount=Money(60, EUR)), pot="survey:1")
    actions.close_pot(name="survey:1", now=now)
    actions.close_pot(name="survey:1", now=now)

    assert reserved == MONTH + Money(200, EUR)
    assert stands().promised == MONTH + Money(120, EUR)
    assert PayMonth.objects.get().reserved == 1900 + 120


def test_a_pot_that_the_budget_does_not_hold_is_not_opened(funded: Money, now: datetime) -> None:
    with pytest.raises(actions.NotEnoughBudget):
        actions.open_pot(name="survey:2", programme="fair", amount=funded + Money(1, EUR), now=now)
    with pytest.raises(actions.NoBudget):
        actions.open_pot(name="survey:3", programme="fair", amount=Money(1, "GBP"), now=now)


def test_a_survey_without_a_pot_is_reserved_when_it_is_earned(
    alice: Member, programme: Programme, funded: Money, earn: Earn, now: datetime
) -> None:
    for _ in range(10):
        earn(alice, done_at=now, kind=Kind.SURVEY, subject=uuid4(), detail=Detail(amount=Money(300, EUR)))

    assert stands().promised == Money(3000, EUR)
    assert stands().not_covered == 0


def test_the_forecast_goes_by_what_the_last_months_cost(
    alice: Member, programme: Programme, funded: Money, earn: Earn, now: datetime
) -> None:
    earn(alice, done_at=now - timedelta(days=30))
    for _ in range(3):
        earn(alice, done_at=now)
    actions.close_month(programme=programme, now=DECEMBER)

    assert stands().month_costs == Money(20, EUR)
    assert stands().months_left == (funded.minor - 40) // 20
