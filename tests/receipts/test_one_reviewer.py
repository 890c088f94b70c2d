"""A panel with one person who decides: what nobody may answer is said, and whoever comes to help answers it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.receipts import actions, figures
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Reason
from tests.receipts.reviewers import a_reviewer, an_unsure_reading, under

Settled = Callable[..., Receipt]
SignedIn = Callable[[Member], Client]


@pytest.fixture
def appealed(panelist: Member, rosa: Member, settled: Settled, now: datetime) -> Receipt:
    """Refused by Rosa, the only one who decides here; Alice asks somebody to look again."""
    with under(double_coded_percent=0):
        receipt = settled(panelist, an_unsure_reading())
        actions.judge(receipt=receipt, reviewer=rosa, accept=False, reason=Reason.ALTERED, now=now)
    return actions.appeal(member=panelist, receipt_id=receipt.id, now=now)


def test_an_appeal_that_the_only_reviewer_refused_is_said_to_wait_for_somebody_else(
    appealed: Receipt, rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    page = signed_in(rosa).get("/console/queue/").content.decode()

    assert figures.stuck(now=now) == figures.Stuck(waits=1, measures=0)
    assert "1 panelist waits for an answer that nobody here may give" in page
    assert "second look waits" not in page
    assert "fairpanel member add" not in page


def test_an_operator_is_told_how_to_let_one_more_in_and_may_answer_themselves(
    appealed: Receipt, olivia: Member, signed_in: SignedIn, now: datetime
) -> None:
    page = signed_in(olivia).get("/console/queue/").content.decode()

    assert figures.stuck(now=now) == figures.Stuck(waits=0, measures=0)
    assert "nobody here may give" not in page
    assert actions.queue_of(reviewer=olivia, now=now).get() == appealed


def test_where_an_operator_alone_decides_they_read_the_command(
    panelist: Member, olivia: Member, settled: Settled, signed_in: SignedIn, now: datetime
) -> None:
    with under(double_coded_percent=100):
        receipt = settled(panelist, an_unsure_reading())
        actions.judge(receipt=receipt, reviewer=olivia, accept=True, reason=None, now=now)

    page = signed_in(olivia).get("/console/queue/").content.decode()

    assert figures.stuck(now=now) == figures.Stuck(waits=0, measures=1)
    assert "1 second look waits for somebody else." in page
    assert "fairpanel member add --role reviewer" in page


def test_with_one_more_person_nothing_is_stuck(appealed: Receipt, now: datetime) -> None:
    a_reviewer("rudi", now)

    assert figures.stuck(now=now).waits == 0


def test_who_does_not_work_here_any_more_answers_nothing(appealed: Receipt, now: datetime) -> None:
    rudi = a_reviewer("rudi", now)
    rudi.is_active = False
    rudi.save()

    assert figures.stuck(now=now).waits == 1
