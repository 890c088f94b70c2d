"""What is promised is held until it is settled or made void; what was wrong is put right by a new entry."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.models import Entry
from fairpanel.ledger.problems import EntryClosed, EntryUnknown, NotEnough, NotPosted
from fairpanel.ledger.values import Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def promised(books: None, now: datetime) -> Entry:
    """A budget of 100 of which 60 are promised to Alice."""
    actions.post(Posting("sponsor:acme", "budget:fair", eur(100)), key="fund:1", memo="fund", now=now)
    posting = Posting("budget:fair", "panelist:alice", eur(60))
    return actions.post(posting, key="offer:1", memo="offer", now=now, pending=True)


def test_what_is_pending_is_held_and_given_to_nobody(promised: Entry, findings: Callable[[], list[str]]) -> None:
    assert promised.state == "pending"
    assert (actions.balance("budget:fair"), actions.available("budget:fair")) == (eur(100), eur(40))
    assert (actions.balance("panelist:alice"), actions.available("panelist:alice")) == (eur(0), eur(0))
    assert findings() == []


@pytest.mark.usefixtures("promised")
def test_a_second_promise_cannot_take_what_the_first_holds(now: datetime) -> None:
    with pytest.raises(NotEnough):
        actions.post(
            Posting("budget:fair", "panelist:bob", eur(41)), key="offer:2", memo="offer", now=now, pending=True
        )


@pytest.mark.usefixtures("promised")
def test_what_is_only_promised_cannot_be_spent(now: datetime) -> None:
    with pytest.raises(NotEnough):
        actions.post(Posting("panelist:alice", "panelist:bob", eur(1)), key="gift:1", memo="gift", now=now)


@pytest.mark.usefixtures("promised")
def test_settling_gives_what_was_held_and_once_only(now: datetime, findings: Callable[[], list[str]]) -> None:
    later = now + timedelta(days=1)

    entries = [actions.settle(key="offer:1", now=later), actions.settle(key="offer:1", now=later + timedelta(days=1))]

    assert [(entry.state, entry.closed_at) for entry in entries] == [("posted", later)] * 2
    assert (actions.balance("budget:fair"), actions.available("budget:fair")) == (eur(40), eur(40))
    assert actions.balance("panelist:alice") == eur(60)
    assert findings() == []


@pytest.mark.usefixtures("promised")
def test_making_void_frees_what_was_held_and_once_only(now: datetime, findings: Callable[[], list[str]]) -> None:
    entries = [actions.void(key="offer:1", now=now), actions.void(key="offer:1", now=now)]

    assert [entry.state for entry in entries] == ["void", "void"]
    assert (actions.balance("budget:fair"), actions.available("budget:fair")) == (eur(100), eur(100))
    assert findings() == []


def test_a_retry_of_a_promise_that_was_settled_gets_the_settled_entry(promised: Entry, now: datetime) -> None:
    actions.settle(key="offer:1", now=now)

    posting = Posting("budget:fair", "panelist:alice", eur(60))
    again = actions.post(posting, key="offer:1", memo="offer", now=now, pending=True)

    assert (again.pk, again.state) == (promised.pk, "posted")


@pytest.mark.usefixtures("promised")
def test_what_is_void_cannot_be_settled_nor_what_is_posted_be_made_void(now: datetime) -> None:
    actions.void(key="offer:1", now=now)

    with pytest.raises(EntryClosed, match="The entry offer:1 is already void"):
        actions.settle(key="offer:1", now=now)
    with pytest.raises(EntryClosed, match="The entry fund:1 is already posted"):
        actions.void(key="fund:1", now=now)


def test_there_is_nothing_to_settle_under_an_unknown_key(now: datetime) -> None:
    with pytest.raises(EntryUnknown, match="There is no entry offer:9"):
        actions.settle(key="offer:9", now=now)


def test_a_correction_is_a_new_entry_that_points_at_the_old(now: datetime, findings: Callable[[], list[str]]) -> None:
    wrong = actions.post(Posting("sponsor:acme", "panelist:alice", eur(10)), key="fund:1", memo="fund", now=now)

    back = Posting("panelist:alice", "sponsor:acme", eur(10))
    right = actions.correct(back, key="fund:1:undone", corrects="fund:1", memo="correction", now=now)

    assert right.corrects == wrong
    assert Entry.objects.get(key="fund:1").state == "posted"
    assert actions.balance("panelist:alice") == eur(0)
    assert findings() == []


@pytest.mark.usefixtures("promised")
def test_only_what_was_posted_can_be_corrected(now: datetime) -> None:
    back = Posting("sponsor:acme", "budget:fair", eur(10))

    with pytest.raises(NotPosted, match="The entry offer:1 is pending"):
        actions.correct(back, key="c", corrects="offer:1", memo="correction", now=now)
    with pytest.raises(EntryUnknown, match="There is no entry offer:9"):
        actions.correct(back, key="c", corrects="offer:9", memo="correction", now=now)
