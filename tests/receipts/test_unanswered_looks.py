"""What waits for its first look ends by its deadline: nobody waits for ever because we are late."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.receipts import actions, overdue
from fairpanel.receipts.models import Receipt
from fairpanel.rewards.actions import pending
from tests.receipts.reviewers import an_unsure_reading, under

DAY = timedelta(days=1)
LOOK = timedelta(days=3)


@pytest.fixture
def unsure(panelist: Member, settled: Callable[..., Receipt]) -> Receipt:
    return settled(panelist, an_unsure_reading())


def state_of(receipt: Receipt) -> str:
    receipt.refresh_from_db()
    return receipt.state


def test_what_nobody_has_looked_at_in_time_counts_pays_once_and_is_told(
    panelist: Member, unsure: Receipt, now: datetime
) -> None:
    before = actions.end_unlooked(now=now + LOOK - timedelta(minutes=1))

    ended = [actions.end_unlooked(now=now + LOOK), actions.end_unlooked(now=now + LOOK)]

    assert (before, ended) == (0, [1, 0])
    assert (state_of(unsure), unsure.decided_by, unsure.look_until) == ("accepted", None, None)
    assert pending(panelist, currency="EUR") == Money(10, "EUR")
    assert any(notice.key.endswith(":accepted") for notice in Notice.objects.filter(kind="result"))


def test_where_the_programme_says_so_it_waits_on(unsure: Receipt, now: datetime) -> None:
    with under(look_unanswered="waits"):
        ended = actions.end_unlooked(now=now + 30 * DAY)

    assert (ended, state_of(unsure)) == (0, "needs-look")


def test_its_page_says_by_when_a_person_looks_and_what_happens_else(
    unsure: Receipt, panelist: Member, signed_in: Callable[[Member], Client], monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    page = signed_in(panelist).get(f"/receipts/{unsure.id}/").content.decode()

    assert "If nobody has looked by then, it counts." in page


def test_what_somebody_has_before_them_is_theirs_to_decide(unsure: Receipt, olivia: Member, now: datetime) -> None:
    last_moment = now + LOOK - timedelta(minutes=1)
    actions.take(reviewer=olivia, now=last_moment)

    ended = actions.end_unlooked(now=now + LOOK)

    assert (ended, state_of(unsure)) == (0, "needs-look")
    assert actions.end_unlooked(now=now + LOOK + timedelta(minutes=actions.CLAIM_MINUTES)) == 1


def test_what_was_passed_on_is_before_nobody(unsure: Receipt, olivia: Member, now: datetime) -> None:
    last_moment = now + LOOK - timedelta(minutes=1)
    actions.take(reviewer=olivia, now=last_moment)
    actions.pass_on(reviewer=olivia, receipt_id=unsure.id, now=last_moment)

    assert actions.end_unlooked(now=now + LOOK) == 1


def test_while_its_panelist_has_paused_the_time_does_not_end(unsure: Receipt, panelist: Member, now: datetime) -> None:
    consent.pause(member=panelist, purpose=Purpose.HUMAN_REVIEW, until=None, now=now)

    ended = actions.end_unlooked(now=now + LOOK)

    assert (ended, state_of(unsure)) == (0, "needs-look")
    consent.resume(member=panelist, purpose=Purpose.HUMAN_REVIEW, now=now + LOOK)
    assert actions.end_unlooked(now=now + LOOK) == 0
    assert actions.end_unlooked(now=now + LOOK + actions.DAYS_AFTER_A_PAUSE * DAY) == 1


def test_where_nobody_may_look_and_the_picture_is_gone_it_was_not_looked_at(
    unsure: Receipt, panelist: Member, now: datetime
) -> None:
    consent.pause(member=panelist, purpose=Purpose.HUMAN_REVIEW, until=None, now=now)
    Receipt.objects.update(picture="")

    ended = actions.end_unlooked(now=now + LOOK)

    assert (ended, state_of(unsure), unsure.reason) == (1, "refused", "not-looked-at")


def test_operators_hear_once_a_day_of_looks_whose_time_is_nearly_over(
    unsure: Receipt, olivia: Member, now: datetime
) -> None:
    last_day = now + LOOK - DAY

    told = [overdue.warn_of_looks(now=at) for at in (now, last_day, last_day + timedelta(hours=1))]

    assert told == [0, 1, 1]
    assert Notice.objects.filter(kind="looks-due", member_id=olivia.pk).count() == 1
