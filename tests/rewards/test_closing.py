"""A month is paid when it is over where the panelist lives, whole and once; what comes after that is paid at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.models import Entry
from fairpanel.members.models import Member
from fairpanel.programme import Programme, preset
from fairpanel.rewards import actions
from fairpanel.rewards.models import Contribution, Earning, PayMonth
from fairpanel.rewards.values import Detail, Kind

Earn = Callable[..., Money]
MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 3, tzinfo=UTC)
EUR = "EUR"


def euros(account: str) -> Money:
    return ledger.balance(account)


def test_what_a_month_earned_is_posted_in_one_entry_when_it_is_over(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    for day in range(3):
        earn(alice, done_at=MARCH + timedelta(days=day))

    closed = actions.close_month(programme=programme, now=APRIL)

    assert (closed.count, closed.posted) == (1, {EUR: Money(30, EUR)})
    assert euros(alice.account) == Money(30, EUR)
    assert actions.pending(alice, currency=EUR) == Money.zero(EUR)
    assert Entry.objects.filter(key=f"month:{alice.purse.hex}:2026-03:EUR", memo="month").count() == 1


def test_a_month_that_is_still_running_where_the_panelist_lives_is_not_closed(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    alice.region = "US"
    alice.save()
    earn(alice, done_at=MARCH)

    # Three in the morning UTC on the first of April is still the last of March in New York.
    early = actions.close_month(programme=programme, now=APRIL)
    in_time = actions.close_month(programme=programme, now=APRIL + timedelta(hours=2))

    assert (early.count, in_time.count) == (0, 1)


@pytest.mark.parametrize(
    ("region", "midnight"),
    [
        # Summer time ends on that very day in New York, and began or ended some days before in Berlin and London.
        ("US", datetime(2026, 11, 1, 4, tzinfo=UTC)),
        ("US", datetime(2026, 4, 1, 4, tzinfo=UTC)),
        ("DE", datetime(2026, 3, 31, 22, tzinfo=UTC)),
        ("DE", datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("GB", datetime(2026, 3, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_month_ends_at_midnight_by_the_clock_on_the_wall_also_where_that_was_changed(
    *, alice: Member, programme: Programme, earn: Earn, region: str, midnight: datetime
) -> None:
    alice.region = region
    alice.save()
    second = timedelta(seconds=1)
    earn(alice, done_at=midnight - second)
    earn(alice, done_at=midnight)

    early = actions.close_month(programme=programme, now=midnight - second)
    in_time = actions.close_month(programme=programme, now=midnight)

    assert (early.count, in_time.count) == (0, 1)
    assert [month.earned for month in PayMonth.objects.filter(closed_at=None)] == [10]
    assert euros(alice.account).minor == 10


def test_closing_again_changes_nothing(alice: Member, bob: Member, programme: Programme, earn: Earn) -> None:
    earn(alice, done_at=MARCH)
    earn(bob, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)
    entries = list(Entry.objects.values())

    again = actions.close_month(programme=programme, now=APRIL + timedelta(hours=1))

    assert again.count == 0
    assert list(Entry.objects.values()) == entries


def test_a_close_that_broke_off_goes_on_where_it_stopped(
    alice: Member, bob: Member, programme: Programme, earn: Earn, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(alice, done_at=MARCH)
    earn(bob, done_at=MARCH)
    actions.close_slice(programme=programme, now=APRIL, limit=1)
    with monkeypatch.context() as broken:
        broken.setattr("fairpanel.ledger.actions.post_many", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.close_slice(programme=programme, now=APRIL, limit=1)

    rest = actions.close_month(programme=programme, now=APRIL, slice_rows=1)

    assert rest.count == 1
    assert euros(alice.account) == euros(bob.account) == Money(10, EUR)


def test_a_reading_of_march_that_comes_in_april_is_paid_at_once_under_the_terms_of_march(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    earn(alice, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)

    late = earn(alice, done_at=MARCH + timedelta(days=1), now=APRIL + timedelta(days=5))

    assert late == Money(10, EUR)
    assert euros(alice.account) == Money(20, EUR)
    assert Earning.objects.get(contribution__day=date(2026, 3, 11)).is_late
    assert actions.pending(alice, currency=EUR) == Money.zero(EUR)


def test_the_first_thing_heard_of_a_month_that_is_over_is_paid_at_once_too(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    earn(alice, done_at=MARCH, now=APRIL)

    assert euros(alice.account) == Money(10, EUR)
    assert actions.close_month(programme=programme, now=APRIL).count == 0


def test_an_appeal_that_is_won_after_the_close_reaches_the_threshold_of_its_month(alice: Member, earn: Earn) -> None:
    alice.region = "US"
    alice.save()
    ten = preset("shopper-panel-us-2020")
    for day in range(9):
        earn(alice, done_at=MARCH + timedelta(days=day), under=ten)
    nothing = actions.close_month(programme=ten, now=APRIL + timedelta(days=1))

    won = earn(alice, done_at=MARCH + timedelta(days=3), under=ten, now=APRIL + timedelta(days=20))

    assert nothing.posted == {"USD": Money.zero("USD")}
    assert won == Money(1000, "USD")
    assert euros(alice.account) == Money(1000, "USD")


def test_a_member_who_is_gone_is_paid_into_a_purse_that_is_nobodys(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    earn(alice, done_at=MARCH)
    account = alice.account
    alice.delete()

    closed = actions.close_month(programme=programme, now=APRIL)

    assert not Contribution.objects.exists()
    assert closed.posted == {EUR: Money(10, EUR)}
    assert euros(account) == Money(10, EUR)


def test_who_moves_to_another_currency_within_a_month_is_paid_in_both(
    alice: Member, programme: Programme, earn: Earn
) -> None:
    for day in range(3):
        earn(alice, done_at=MARCH + timedelta(days=day))
    alice.region = "GB"
    alice.save()
    earn(alice, done_at=MARCH + timedelta(days=10))
    # A receipt that was sent from Germany and read after the move.
    earn(alice, done_at=MARCH + timedelta(days=4), now=MARCH + timedelta(days=11), region="DE")

    actions.close_month(programme=programme, now=APRIL)

    assert euros(alice.account) == Money(40, EUR)
    assert euros(f"{alice.account}:GBP") == Money(10, "GBP")


def test_who_moves_within_a_currency_keeps_one_cap(alice: Member, programme: Programme, earn: Earn) -> None:
    for _ in range(30):
        earn(alice, done_at=MARCH)
    alice.region = "FR"
    alice.save()
    for _ in range(30):
        earn(alice, done_at=MARCH + timedelta(days=5))

    assert PayMonth.objects.get().region == "FR"
    assert actions.pending(alice, currency=EUR) == Money(500, EUR)


@pytest.mark.parametrize(("percent", "given"), [(0, 0), (33, 9), (50, 15), (100, 30)])
def test_a_share_for_charity_is_pooled_and_no_cent_is_lost(
    alice: Member, programme: Programme, earn: Earn, percent: int, given: int
) -> None:
    for day in range(3):
        earn(alice, done_at=MARCH + timedelta(days=day))
    actions.give(member=alice, percent=percent, now=MARCH)

    actions.close_month(programme=programme, now=APRIL)

    assert euros(alice.account) == Money(30 - given, EUR)
    assert euros("charity:fair:EUR") == Money(given, EUR)
    assert PayMonth.objects.get().given == given


def test_what_is_paid_late_is_shared_with_charity_too(alice: Member, programme: Programme, earn: Earn) -> None:
    actions.give(member=alice, percent=33, now=MARCH)

    earn(alice, done_at=MARCH, now=APRIL)

    assert (euros(alice.account), euros("charity:fair:EUR")) == (Money(7, EUR), Money(3, EUR))


def test_a_share_of_more_than_all_is_refused(alice: Member) -> None:
    with pytest.raises(actions.NotAShare):
        actions.give(member=alice, percent=101, now=MARCH)


def test_a_survey_pays_what_it_says_within_the_offers_bounds(alice: Member, earn: Earn) -> None:
    paid = earn(alice, done_at=MARCH, kind=Kind.SURVEY, detail=Detail(amount=Money(120, EUR)))
    with pytest.raises(actions.OutOfBounds):
        earn(alice, done_at=MARCH, kind=Kind.SURVEY, detail=Detail(amount=Money(301, EUR)))

    assert paid == Money(120, EUR)


def test_what_was_never_offered_is_not_counted(alice: Member, earn: Earn) -> None:
    alice.region = "US"
    alice.save()

    with pytest.raises(actions.NotOffered):
        earn(alice, done_at=MARCH, kind=Kind.LABELLING_TASK, under=preset("research-2016"))

    assert not Contribution.objects.exists()


def test_a_router_pays_once_at_its_start_and_then_for_each_month(alice: Member, earn: Earn) -> None:
    alice.region = "US"
    alice.save()
    panel = preset("screenwise-2012")
    first = datetime(2026, 3, 1, 18, tzinfo=UTC)

    paid = [
        earn(
            alice, done_at=first + timedelta(days=day), kind=Kind.METER_DAY, under=panel,
            detail=Detail(meter="router"), subject=uuid4(),
        )
        for day in range(61)
    ]  # fmt: skip

    earned = {day: amount for day, amount in enumerate(paid) if amount}
    # The first day, the twentieth of March and the twentieth of April.
    assert earned == {0: Money(10_000, "USD"), 19: Money(2000, "USD"), 50: Money(2000, "USD")}


def test_what_one_months_reserve_left_covers_what_another_one_lacks(
    alice: Member, bob: Member, programme: Programme, earn: Earn
) -> None:
    actions.fund(programme="fair", amount=Money(1900, EUR), reference="for one", now=MARCH)
    actions.open_month(member=alice, programme=programme, now=MARCH)
    earn(bob, done_at=MARCH)

    actions.close_month(programme=programme, now=APRIL)

    stands = actions.budget_of(programme=programme, currency=EUR, now=APRIL)
    assert euros(bob.account) == Money(10, EUR)
    assert (stands.owed, stands.free) == (Money.zero(EUR), Money(1890, EUR))
