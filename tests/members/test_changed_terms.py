"""Panelists are told of new terms once, in their language, with what changes for them, as soon as it is announced."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from fairpanel.kit.money import Money
from fairpanel.members import changed_terms
from fairpanel.members.changed_terms import Count, announce
from fairpanel.members.models import Member
from fairpanel.notices.announcing import tell_of_terms
from fairpanel.notices.models import Announced, Notice
from fairpanel.notices.privacy import keeper
from fairpanel.notices.sending import send
from fairpanel.programme import Programme, agreement, preset

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANNOUNCED, STARTS = date(2026, 11, 22), date(2027, 2, 1)


def coming(*, announced: date = ANNOUNCED, starts: date = STARTS, **other: Any) -> Programme:
    """The default programme with a second version that pays more for a receipt."""
    run = preset("fair")
    first = run.versions[0]
    each = first.offers["each-receipt"]
    amounts = {currency: Money(12, currency) for currency in ("EUR", "GBP", "USD")}
    offers = {**first.offers, "each-receipt": each.model_copy(update={"amount": amounts})}
    facts = {"number": 2, "announced": announced, "starts": starts, "offers": offers} | other
    return run.model_copy(update={"versions": (first, first.model_copy(update=facts))})


def letters() -> list[str]:
    """What goes by mail."""
    for notice in Notice.objects.order_by("made_at", "id"):
        send(notice_id=notice.id, now=NOON)
    return [str(sent.body) for sent in mail.outbox]


def test_everybody_is_told_once_what_changes_for_them(alice: Member, bob: Member) -> None:
    counts = [announce(programme=coming(), now=NOON + timedelta(hours=hours)) for hours in (0, 1)]

    assert counts == [Count(told=2, late=0), Count(told=0, late=0)]
    assert [sent.to for sent in mail.outbox] == []
    letter = letters()[0]
    assert "We will pay 0,12\xa0€ for it, not 0,10\xa0€." in letter
    assert "Our terms change on" in mail.outbox[0].subject
    assert "1 February 2027" in letter
    assert Announced.objects.filter(member=alice, version=2).count() == 1


def test_it_is_not_told_again_when_the_notice_itself_was_forgotten(alice: Member) -> None:
    announce(programme=coming(), now=NOON)
    letters()
    keeper.expire(now=NOON, events_before=NOON + timedelta(days=1))

    assert announce(programme=coming(), now=NOON + timedelta(days=1)) == Count(told=0, late=0)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        # In Berlin the day begins an hour earlier than by UTC.
        ("2026-11-21T22:59+00:00", 0),
        ("2026-11-21T23:01+00:00", 1),
        ("2027-01-31T22:59+00:00", 1),
        ("2027-01-31T23:01+00:00", 0),
    ],
)
def test_it_is_told_from_the_day_of_the_announcement_until_the_new_terms_begin(
    alice: Member, moment: str, told: int
) -> None:
    assert announce(programme=coming(), now=datetime.fromisoformat(moment)).told == told


def test_who_is_told_later_than_was_promised_is_counted(alice: Member) -> None:
    Member.objects.update(joined_at=NOON - timedelta(days=100))

    assert announce(programme=coming(), now=NOON + timedelta(days=30)) == Count(told=1, late=1)


def test_who_joined_after_the_announcement_is_told_and_not_late(alice: Member) -> None:
    Member.objects.update(joined_at=NOON + timedelta(days=29))

    assert announce(programme=coming(), now=NOON + timedelta(days=30)) == Count(told=1, late=0)


def test_staff_and_who_has_not_joined_are_not_told(olivia: Member, carl: Member) -> None:
    assert announce(programme=coming(), now=NOON) == Count(told=0, late=0)


def test_killed_half_way_and_done_again_each_is_told_once(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    told: list[dict[str, Any]] = []

    def killed_at_the_second(**facts: Any) -> None:
        told.append(facts)
        if len(told) == 2:
            raise Killed
        tell_of_terms(**facts)

    monkeypatch.setattr(changed_terms, "AT_ONCE", 1)
    with monkeypatch.context() as once:
        once.setattr(changed_terms, "tell_of_terms", killed_at_the_second)
        with pytest.raises(Killed):
            announce(programme=coming(), now=NOON)

    again = announce(programme=coming(), now=NOON)

    assert again == Count(told=1, late=0)
    assert {notice.member_id for notice in Notice.objects.all()} == {alice.id, bob.id}


def test_who_turned_everything_off_is_told_all_the_same(alice: Member) -> None:
    announce(programme=coming(), now=NOON)

    assert len(letters()) == 1
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_where_nothing_changes_for_somebody_that_is_what_they_are_told(alice: Member) -> None:
    same = coming(offers=preset("fair").versions[0].offers)

    announce(programme=same, now=NOON)

    assert "For you nothing changes" in letters()[0]


def test_a_version_whose_notice_cannot_be_kept_is_no_programme() -> None:
    early = coming(starts=ANNOUNCED + timedelta(days=59))

    [fault] = agreement.across(early.versions)

    assert "promises 60 days of notice" in fault.sentence
