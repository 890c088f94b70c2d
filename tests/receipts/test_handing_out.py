"""Who gets which receipt: nobody one of their own or their household's, no two the same, the most pressing first."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections

from fairpanel.members import households
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.models import Receipt
from tests.receipts.made_by_hand import a_reading
from tests.receipts.reviewers import a_reviewer, an_unsure_reading

Settled = Callable[..., Receipt]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def two_unsure(panelist: Member, settled: Settled, now: datetime) -> list[Receipt]:
    return [
        settled(panelist, an_unsure_reading(shop=shop), at=at)
        for shop, at in (("Old Shop", now), ("New Market", now + MINUTE))
    ]


def test_two_people_never_have_the_same_receipt_before_them(
    rosa: Member, olivia: Member, two_unsure: list[Receipt], now: datetime
) -> None:
    at = now + MINUTE

    assert actions.take(reviewer=rosa, now=at) == two_unsure[0]
    assert actions.take(reviewer=olivia, now=at) == two_unsure[1]
    assert actions.take_this(reviewer=olivia, receipt_id=two_unsure[0].id, now=at) is None
    with pytest.raises(actions.WithSomebodyElse):
        actions.judge(receipt=two_unsure[0], reviewer=olivia, accept=True, reason=None, now=at)


def test_who_asks_again_gets_the_same_and_beside_it_the_next(
    rosa: Member, two_unsure: list[Receipt], now: datetime
) -> None:
    at = now + MINUTE
    first = actions.take(reviewer=rosa, now=at)
    assert first is not None

    ahead = actions.take(reviewer=rosa, besides=first.id, now=at)

    assert actions.take(reviewer=rosa, now=at) == first == two_unsure[0]
    assert ahead == two_unsure[1]


def test_what_somebody_left_lying_goes_to_the_next_after_some_minutes(
    rosa: Member, olivia: Member, two_unsure: list[Receipt], now: datetime
) -> None:
    at = now + MINUTE
    actions.take(reviewer=rosa, now=at)

    later = at + timedelta(minutes=actions.CLAIM_MINUTES)

    assert actions.take(reviewer=olivia, now=later) == two_unsure[0]


def test_what_somebody_passes_on_goes_to_others_and_not_back(
    rosa: Member, olivia: Member, two_unsure: list[Receipt], now: datetime
) -> None:
    at = now + MINUTE
    actions.take(reviewer=rosa, now=at)

    actions.pass_on(reviewer=rosa, receipt_id=two_unsure[0].id, now=at)

    assert actions.take(reviewer=rosa, now=at) == two_unsure[1]
    assert actions.take(reviewer=olivia, now=at) == two_unsure[0]


def test_nobody_gets_their_own_receipt_or_one_of_their_household(
    panelist: Member, rosa: Member, olivia: Member, two_unsure: list[Receipt], now: datetime
) -> None:
    at = now + MINUTE
    households.open_household(member=panelist, label="Alice", now=now)
    households.come_in(member=rosa, code=households.ask_in(member=panelist, now=now), label="Rosa", now=now)
    Receipt.objects.filter(pk=two_unsure[1].pk).update(member=olivia)

    assert not actions.queue_of(reviewer=rosa, now=at).filter(member=panelist).exists()
    assert two_unsure[1] not in actions.queue_of(reviewer=olivia, now=at)
    for reviewer, receipt in ((rosa, two_unsure[0]), (olivia, two_unsure[1])):
        with pytest.raises((actions.TooNear, actions.NotForALook)):
            actions.judge(receipt=receipt, reviewer=reviewer, accept=True, reason=None, now=at)
    with pytest.raises(actions.NoSuchReceipt):
        actions.picture_of(viewer=rosa, receipt_id=two_unsure[0].id, now=at)


def test_what_is_due_soon_comes_first_then_an_appeal_of_the_same_day(
    panelist: Member, rosa: Member, settled: Settled, now: datetime
) -> None:
    appealed = settled(panelist, a_reading(shop="Example Market"))
    actions.appeal(member=panelist, receipt_id=appealed.id, now=now)
    look = settled(panelist, an_unsure_reading(), at=now + 11 * DAY)

    on_one_day = list(actions.queue_of(reviewer=rosa, now=now + 12 * DAY))
    Receipt.objects.filter(pk=look.pk).update(look_until=now + 12 * DAY + MINUTE)
    pressing = list(actions.queue_of(reviewer=rosa, now=now + 12 * DAY))

    assert on_one_day == [appealed, look]
    assert pressing == [look, appealed]


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_at_the_same_moment_get_different_receipts(
    panelist: Member, settled: Settled, now: datetime
) -> None:
    shops = ("Old Bakery", "City Butcher", "Green Market", "Florist Rose", "Harbour Kiosk", "Book Corner")
    several = [settled(panelist, an_unsure_reading(shop=shop)).id for shop in shops]
    assert set(Receipt.objects.values_list("state", flat=True)) == {"needs-look"}
    people = [a_reviewer(f"reviewer-{number}", now) for number in range(6)]
    got: list[UUID] = []
    start = threading.Barrier(len(people))

    def ask(reviewer: Member) -> None:
        start.wait()
        found = actions.take(reviewer=reviewer, now=now)
        got.append(found.id if found is not None else UUID(int=0))
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(reviewer,)) for reviewer in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == sorted(several)
