"""Nothing is collected without a living consent, and a no is left in peace for a year (laws 1 to 3)."""

from datetime import datetime, timedelta

import pytest

from fairpanel.consent import actions
from fairpanel.consent.actions import NoConsent, OldText
from fairpanel.consent.models import Choice, Showing
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member

RECEIPTS = Purpose.RECEIPTS
VERSION = current_version(RECEIPTS)
FACTS = {"sponsor": "Example Market", "pictures_days": "90", "lines_months": "12"}


class Stopped:
    """A room that notes whose collecting was stopped."""

    def __init__(self) -> None:
        self.members: list[Member] = []

    def stop(self, *, member: Member, now: datetime) -> None:  # noqa: ARG002 - the port's signature
        self.members.append(member)


def test_who_said_nothing_has_not_agreed(alice: Member, now: datetime) -> None:
    with pytest.raises(NoConsent):
        actions.require(member=alice, purpose=RECEIPTS, now=now)


def test_a_yes_counts_for_the_one_who_said_it(alice: Member, bob: Member, now: datetime) -> None:
    actions.answer(member=alice, purpose=RECEIPTS, version=VERSION, granted=True, now=now)

    assert actions.is_live(member=alice, purpose=RECEIPTS, now=now)
    assert not actions.is_live(member=bob, purpose=RECEIPTS, now=now)


def test_a_no_is_not_asked_about_again_for_twelve_months(alice: Member, now: datetime) -> None:
    actions.answer(member=alice, purpose=RECEIPTS, version=VERSION, granted=False, now=now)

    eleven_months, a_year = now + timedelta(days=335), now + timedelta(days=365)
    assert not actions.may_ask(member=alice, purpose=RECEIPTS, now=eleven_months)
    assert actions.may_ask(member=alice, purpose=RECEIPTS, now=a_year)


def test_taking_consent_back_stops_collecting_at_once(alice: Member, now: datetime) -> None:
    collector = Stopped()
    actions.answer(member=alice, purpose=RECEIPTS, version=VERSION, granted=True, now=now)

    actions.withdraw(member=alice, purpose=RECEIPTS, collector=collector, now=now + timedelta(days=1))

    assert not actions.is_live(member=alice, purpose=RECEIPTS, now=now)
    assert collector.members == [alice]


def test_a_no_after_a_yes_drops_what_the_yes_left_undone(alice: Member, now: datetime) -> None:
    collector = Stopped()
    actions.answer(member=alice, purpose=RECEIPTS, version=VERSION, granted=True, now=now, collector=collector)
    assert collector.members == []

    later = now + timedelta(days=1)
    actions.answer(member=alice, purpose=RECEIPTS, version=VERSION, granted=False, now=later, collector=collector)

    assert not actions.is_live(member=alice, purpose=RECEIPTS, now=now)
    assert collector.members == [alice]


def test_a_yes_to_an_older_text_does_not_count(alice: Member, now: datetime) -> None:
    with pytest.raises(OldText):
        actions.answer(member=alice, purpose=RECEIPTS, version=VERSION - 1, granted=True, now=now)
    assert not Choice.objects.exists()


def test_what_was_shown_is_written_down_apart_from_what_was_chosen(alice: Member, now: datetime) -> None:
    text = actions.show(member=alice, purpose=RECEIPTS, facts=FACTS, now=now)

    shown = Showing.objects.get()
    assert shown.digest == text.digest(FACTS)
    assert shown.digest != text.digest(FACTS | {"sponsor": "Another Market"})
    assert not Choice.objects.exists()
