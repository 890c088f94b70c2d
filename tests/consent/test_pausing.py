"""A pause ends by its date or by a word, holds for one purpose or for all, and asks for nothing meanwhile."""

from datetime import datetime, timedelta

import pytest

from fairpanel.consent import actions
from fairpanel.consent.actions import Paused, PauseIsOver
from fairpanel.consent.models import Pause
from fairpanel.consent.values import Purpose, Standing, current_version
from fairpanel.members.models import Member

RECEIPTS, SURVEYS = Purpose.RECEIPTS, Purpose.SURVEYS
DAY = timedelta(days=1)


@pytest.fixture
def agreed(alice: Member, now: datetime) -> Member:
    """Alice, who has said yes to receipts and to surveys."""
    for purpose in (RECEIPTS, SURVEYS):
        version = current_version(purpose)
        actions.answer(member=alice, purpose=purpose, version=version, granted=True, now=now)
    return alice


def stands(member: Member, purpose: Purpose, now: datetime) -> Standing:
    return actions.standing(member=member, purpose=purpose, now=now)


def test_a_pause_holds_until_its_end_and_not_a_moment_longer(agreed: Member, now: datetime) -> None:
    end = now + 7 * DAY
    actions.pause(member=agreed, purpose=RECEIPTS, until=end, now=now)

    with pytest.raises(Paused):
        actions.require(member=agreed, purpose=RECEIPTS, now=end - timedelta(microseconds=1))
    actions.require(member=agreed, purpose=RECEIPTS, now=end)


def test_a_pause_of_one_purpose_leaves_the_others(agreed: Member, now: datetime) -> None:
    actions.pause(member=agreed, purpose=RECEIPTS, until=None, now=now)

    assert stands(agreed, RECEIPTS, now) is Standing.PAUSED
    assert stands(agreed, SURVEYS, now) is Standing.LIVE


def test_a_pause_of_everything_holds_for_each_until_the_member_says_so(agreed: Member, now: datetime) -> None:
    actions.pause(member=agreed, purpose=None, until=None, now=now)
    years_later = now + 1000 * DAY

    assert [stands(agreed, purpose, years_later) for purpose in (RECEIPTS, SURVEYS)] == [Standing.PAUSED] * 2

    actions.resume(member=agreed, purpose=None, now=years_later)
    assert [stands(agreed, purpose, years_later) for purpose in (RECEIPTS, SURVEYS)] == [Standing.LIVE] * 2


def test_a_new_pause_takes_the_place_of_the_one_before(agreed: Member, now: datetime) -> None:
    actions.pause(member=agreed, purpose=RECEIPTS, until=None, now=now)

    actions.pause(member=agreed, purpose=RECEIPTS, until=now + 2 * DAY, now=now + DAY)

    assert stands(agreed, RECEIPTS, now + 2 * DAY) is Standing.LIVE
    assert list(Pause.objects.order_by("since").values_list("ended_at", flat=True)) == [now + DAY, None]


def test_a_pause_that_would_be_over_already_is_refused(agreed: Member, now: datetime) -> None:
    with pytest.raises(PauseIsOver):
        actions.pause(member=agreed, purpose=RECEIPTS, until=now, now=now)

    assert stands(agreed, RECEIPTS, now) is Standing.LIVE


def test_a_pause_gives_no_consent_and_takes_none_back(
    alice: Member, agreed: Member, bob: Member, now: datetime
) -> None:
    actions.pause(member=bob, purpose=None, until=now + DAY, now=now)

    assert stands(bob, RECEIPTS, now) is Standing.NEVER_ASKED
    assert stands(agreed, RECEIPTS, now) is Standing.LIVE


def test_who_has_paused_everything_is_asked_for_nothing(bob: Member, now: datetime) -> None:
    actions.pause(member=bob, purpose=None, until=now + DAY, now=now)

    asked = actions.to_ask(member=bob, asked=(RECEIPTS,), now=now)

    assert asked == []
    assert actions.to_ask(member=bob, asked=(RECEIPTS,), now=now + DAY) == [RECEIPTS]


def test_taking_back_during_a_pause_stays_taken_back_after_it(agreed: Member, now: datetime) -> None:
    actions.pause(member=agreed, purpose=RECEIPTS, until=now + DAY, now=now)

    actions.withdraw(member=agreed, purpose=RECEIPTS, collector=None, now=now)

    assert stands(agreed, RECEIPTS, now + DAY) is Standing.WITHDRAWN
