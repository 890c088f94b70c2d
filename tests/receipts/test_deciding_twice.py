"""A share of what people decide is decided by a second person, unseen; where they differ by a third. No money goes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.receipts import actions, figures, mending
from fairpanel.receipts.forms import ReviewForm
from fairpanel.receipts.models import Judgement, Receipt, ReviewerCorrection
from fairpanel.receipts.values import Reason, Said
from fairpanel.rewards.actions import pending
from tests.receipts.reviewers import a_reviewer, an_unsure_reading, under

Settled = Callable[..., Receipt]
CENTS_10 = Money(10, "EUR")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def all_twice(panelist: Member) -> Iterator[None]:
    with under(double_coded_percent=100):
        yield


@pytest.fixture
def reviewers(now: datetime) -> list[Member]:
    return [a_reviewer(name, now) for name in ("rosa", "rita", "rolf", "ruth")]


@pytest.fixture
def unsure(panelist: Member, settled: Settled) -> Receipt:
    return settled(panelist, an_unsure_reading())


def decide(
    receipt: Receipt, by: Member, at: datetime, reason: Reason | None = None, said: Said | None = None
) -> Receipt:  # fmt: skip
    return actions.judge(receipt=receipt, reviewer=by, accept=reason is None, reason=reason, said=said, now=at)


def with_shop(receipt: Receipt, shop: str) -> Said:
    return replace(mending.held_of(receipt), shop=shop)


def test_the_first_answer_counts_and_pays_at_once_and_a_second_person_is_asked(
    panelist: Member, reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    judged = decide(unsure, reviewers[0], now)

    assert (judged.state, judged.again) == ("accepted", "second")
    assert pending(panelist, currency="EUR") == CENTS_10
    assert not actions.queue_of(reviewer=reviewers[0], now=now).exists()
    assert list(actions.queue_of(reviewer=reviewers[1], now=now)) == [unsure]


def test_where_two_agree_nobody_else_is_asked(reviewers: list[Member], unsure: Receipt, now: datetime) -> None:
    decide(unsure, reviewers[0], now)
    judged = decide(unsure, reviewers[1], now + MINUTE)

    assert (judged.again, judged.look_until) == ("", None)
    assert not actions.queue_of(reviewer=reviewers[2], now=now).exists()


def test_a_second_no_takes_nothing_back_and_a_third_is_asked_who_was_neither(
    panelist: Member, reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    decide(unsure, reviewers[0], now)
    judged = decide(unsure, reviewers[1], now + MINUTE, Reason.ALTERED)

    assert (judged.state, judged.again) == ("accepted", "third")
    for one in reviewers[:2]:
        assert not actions.queue_of(reviewer=one, now=now).exists()
        with pytest.raises(actions.AlreadyJudged):
            decide(unsure, one, now + MINUTE)

    after = decide(unsure, reviewers[2], now + MINUTE, Reason.ALTERED)

    assert (after.state, after.again) == ("accepted", "")
    assert pending(panelist, currency="EUR") == CENTS_10


def test_a_second_yes_pays_what_the_first_refused(
    panelist: Member, reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    refused = decide(unsure, reviewers[0], now, Reason.ALTERED)
    assert (refused.state, pending(panelist, currency="EUR")) == ("refused", Money(0, "EUR"))

    judged = decide(unsure, reviewers[1], now + MINUTE)

    assert (judged.state, judged.again) == ("accepted", "third")
    assert pending(panelist, currency="EUR") == CENTS_10


def test_the_second_sees_and_decides_on_what_was_held_before_the_first(
    reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    first = decide(unsure, reviewers[0], now, said=with_shop(unsure, "Corner Shoe"))
    assert first.shop == "Corner Shoe"

    shown = ReviewForm(receipt=first).initial["shop"]
    decide(unsure, reviewers[1], now + MINUTE)

    assert shown == "Corner Shop"
    assert [judgement.shop for judgement in Judgement.objects.order_by("at")] == ["Corner Shoe", "Corner Shop"]
    unsure.refresh_from_db()
    assert (unsure.shop, unsure.again) == ("Corner Shoe", "third")


def test_what_the_third_reads_is_held(reviewers: list[Member], unsure: Receipt, now: datetime) -> None:
    decide(unsure, reviewers[0], now, said=with_shop(unsure, "Corner Shoe"))
    decide(unsure, reviewers[1], now + MINUTE)

    after = decide(unsure, reviewers[2], now + MINUTE)

    assert (after.shop, after.again) == ("Corner Shop", "")


def test_a_correction_says_who_when_what_was_held_and_what_which_machine_read(
    reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    decide(unsure, reviewers[0], now, said=with_shop(unsure, "Corner Shoe"))

    (made,) = ReviewerCorrection.objects.all()
    assert (made.judgement.reviewer, made.judgement.at) == (reviewers[0], now)
    assert (made.field, made.was, made.said, made.read) == ("shop", "Corner Shop", "Corner Shoe", "Corner Shop")
    assert made.prediction is not None
    assert (made.prediction.reader, bool(made.prediction.reader_version)) == ("fairpanel.reading", True)
    assert made.prediction.fields["merchant"]["value"] == "Corner Shop"


def test_how_two_agree_is_counted_over_pairs(
    panelist: Member, reviewers: list[Member], settled: Settled, now: datetime
) -> None:
    answers = [(None, None), (None, Reason.ALTERED), (Reason.ALTERED, Reason.NO_DATE), (Reason.ALTERED, None)]
    for number, (one, other) in enumerate(answers):
        receipt = settled(panelist, an_unsure_reading(shop=f"Shop {'ABCD'[number] * 9}"))
        decide(receipt, reviewers[0], now, one)
        decide(receipt, reviewers[1], now + MINUTE, other)

    found = {row.what: row.found for row in figures.agreements(now=now + DAY)}

    assert (found["verdict"].pairs, found["verdict"].same, found["verdict"].kappa) == (4, 2, 0.0)
    assert (found["reason"].same, found["shop"].pairs, found["shop"].percent) == (1, 1, 100.0)
    assert found["shop"].kappa is None


def test_a_second_look_that_nobody_found_the_time_for_is_left(
    reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    from fairpanel.receipts import overdue

    decide(unsure, reviewers[0], now)
    late = now + timedelta(days=actions.SECOND_LOOK_DAYS)

    assert not actions.queue_of(reviewer=reviewers[1], now=late).exists()
    assert overdue.leave_second_looks(now=late) == 1
    unsure.refresh_from_db()
    assert (unsure.state, unsure.again) == ("accepted", "")


def test_an_appeal_takes_the_place_of_a_second_look(
    panelist: Member, reviewers: list[Member], unsure: Receipt, now: datetime
) -> None:
    decide(unsure, reviewers[0], now, Reason.ALTERED)

    appealed = actions.appeal(member=panelist, receipt_id=unsure.id, now=now + MINUTE)

    assert appealed.again == ""
    assert not actions.queue_of(reviewer=reviewers[0], now=now + MINUTE).exists()
    with pytest.raises(actions.AlreadyJudged):
        decide(unsure, reviewers[0], now + MINUTE)
    assert decide(unsure, reviewers[1], now + MINUTE).state == "accepted"
