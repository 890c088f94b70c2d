"""What follows from contributions: a friend who stays active, and a half-year that was stayed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.members.models import Applicant, Invitation, Member
from fairpanel.programme import Programme
from fairpanel.rewards import actions
from fairpanel.rewards.models import Contribution, Earning

Earn = Callable[..., Money]
MARCH = datetime(2026, 3, 2, 12, tzinfo=UTC)
FOUR_WEEKS = [MARCH + timedelta(weeks=week) for week in range(4)]


@pytest.fixture
def alices_friend(alice: Member, bob: Member) -> Member:
    """Bob, whom Alice brought."""
    invitation = Invitation.objects.create(
        id=alice.pk, kind=Invitation.Kind.REFERRAL, digest="0" * 64, made_at=MARCH, made_by=alice,
        expires_at=MARCH + timedelta(days=30),
    )  # fmt: skip
    Applicant.objects.create(
        member=bob, region="DE", answers={}, adult_on=MARCH.date(), asked_at=MARCH, invitation=invitation,
        state=Applicant.State.JOINED,
    )  # fmt: skip
    return bob


def test_who_brought_a_friend_is_rewarded_once_in_the_fourth_week_that_the_friend_is_active(
    alice: Member, alices_friend: Member, earn: Earn
) -> None:
    for at in FOUR_WEEKS[:3]:
        earn(alices_friend, done_at=at)
    before = Contribution.objects.filter(member=alice).count()

    for at in (FOUR_WEEKS[3], FOUR_WEEKS[3] + timedelta(weeks=1)):
        earn(alices_friend, done_at=at)

    assert before == 0
    assert [paid.amount for paid in Earning.objects.filter(contribution__member=alice)] == [Money(200, "EUR")]


def test_what_a_friend_earns_does_not_hang_on_where_who_brought_them_lives(
    alice: Member, alices_friend: Member, earn: Earn
) -> None:
    alice.region = "SE"
    alice.save()

    earned = [earn(alices_friend, done_at=at) for at in FOUR_WEEKS]

    assert earned == [Money(10, "EUR")] * 4
    assert not Contribution.objects.filter(member=alice).exists()


def test_a_half_year_from_before_the_programme_came_to_a_region_stops_nobody_elses_reward(
    alice: Member, bob: Member, programme: Programme, earn: Earn
) -> None:
    [begun] = programme.versions
    regions = {code: region for code, region in begun.regions.items() if code != "FR"}
    first = begun.model_copy(update={"regions": regions})
    second = begun.model_copy(update={"number": 2, "announced": date(2026, 7, 1), "starts": date(2026, 8, 1)})
    grown = programme.model_copy(update={"versions": (first, second)})
    Member.objects.filter(pk__in=[alice.pk, bob.pk]).update(adult_on=date(2026, 1, 5))
    Member.objects.filter(pk=alice.pk).update(region="FR")
    for week in range(24):
        earn(bob, done_at=datetime(2026, 1, 12, 12, tzinfo=UTC) + timedelta(weeks=week), under=grown)

    looked_at = actions.look_for_tenure(programme=grown, now=datetime(2026, 7, 6, 3, tzinfo=UTC))

    assert looked_at == 2
    assert Earning.objects.get(offer="tenure").amount == Money(300, "EUR")
