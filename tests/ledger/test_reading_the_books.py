"""The trial balance at any past moment, and the journal: both say what was written, no more and no less."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger import actions, journal
from fairpanel.ledger.values import Posting, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

ACCOUNTS = ("sponsor:acme", "budget:fair", "panelist:alice", "panelist:bob")


def cents(minor: int) -> Money:
    return Money(minor, "EUR")


def balances(at: datetime, *, by_kind: bool = False) -> dict[str, tuple[int, int]]:
    return {b.account: (b.posted.minor, b.held.minor) for b in journal.trial_balance(at=at, by_kind=by_kind)}


def test_a_promise_is_held_from_its_making_and_moves_when_it_is_settled(now: datetime) -> None:
    hour = timedelta(hours=1)
    actions.post(Posting("sponsor:acme", "budget:fair", cents(50)), key="fund", memo="fund", now=now)
    actions.post(Posting("budget:fair", "panelist:bob", cents(20)), key="p", memo="offer", now=now + hour, pending=True)
    actions.settle(key="p", now=now + 2 * hour)

    assert balances(now - hour) == {}
    assert balances(now) == {"budget:fair": (50, 0), "sponsor:acme": (-50, 0)}
    assert balances(now + hour) == {"budget:fair": (50, 20), "sponsor:acme": (-50, 0), "panelist:bob": (0, 0)}
    assert balances(now + 2 * hour) == {"budget:fair": (30, 0), "sponsor:acme": (-50, 0), "panelist:bob": (20, 0)}


def test_what_was_made_void_is_held_only_in_between(now: datetime) -> None:
    hour = timedelta(hours=1)
    actions.post(Posting("sponsor:acme", "panelist:bob", cents(5)), key="p", memo="offer", now=now, pending=True)
    actions.void(key="p", now=now + hour)

    assert balances(now)["sponsor:acme"] == (0, 5)
    assert balances(now + hour)["sponsor:acme"] == (0, 0)


def test_accounts_of_one_kind_come_together(now: datetime) -> None:
    for who, minor in (("alice", 3), ("bob", 4)):
        actions.post(Posting("sponsor:acme", f"panelist:{who}", cents(minor)), key=who, memo="receipt", now=now)

    (panelists,) = [b for b in journal.trial_balance(at=now, by_kind=True) if b.account == "panelist"]

    assert (panelists.accounts, panelists.posted) == (2, cents(7))


moves = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS[1:]),
        st.integers(1, 500),
        st.sampled_from(["post", "settle", "void", "leave"]),
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_at_every_moment_all_sums_to_zero_and_at_the_last_it_is_what_the_totals_say(
    moves: list[tuple[str, int, str, int]], now: datetime
) -> None:
    # Each example begins with the same books.
    with transaction.atomic():
        at = now
        moments = [at]
        for target, minor, fate, minutes in moves:
            key = f"move:{new_id(at)}"
            posting = Posting("sponsor:acme", target, cents(minor))
            actions.post(posting, key=key, memo="move", now=at, pending=fate != "post")
            at += timedelta(minutes=minutes)
            if fate in {"settle", "void"}:
                (actions.settle if fate == "settle" else actions.void)(key=key, now=at)
            moments.append(at)

        for moment in moments:
            assert sum(posted for posted, _held in balances(moment).values()) == 0
        last = balances(max(moments))
        for account in ACCOUNTS:
            now_posted = actions.balance(account).minor
            now_held = now_posted - actions.available(account).minor
            assert last.get(account, (0, 0)) == (now_posted, now_held)
        transaction.set_rollback(True)


def test_the_journal_tells_entries_with_their_legs_the_oldest_first(now: datetime) -> None:
    later = now + timedelta(days=1)
    actions.post(Posting("sponsor:acme", "panelist:bob", cents(4)), key="second", memo="receipt", now=later)
    actions.post(Posting("sponsor:acme", "panelist:alice", cents(3)), key="first", memo="receipt", now=now)
    actions.correct(
        Posting("panelist:alice", "sponsor:acme", cents(1)),
        key="put-right",
        corrects="first",
        memo="slip",
        now=later + timedelta(1),
    )

    told = [(e.key, e.state, e.corrects, [(leg.account, leg.minor) for leg in e.legs]) for e in journal.entries()]

    assert told[0] == ("first", State.POSTED, None, [("sponsor:acme", -3), ("panelist:alice", 3)])
    assert told[2] == ("put-right", State.POSTED, "first", [("panelist:alice", -1), ("sponsor:acme", 1)])
    assert [e.key for e in journal.entries(since=later)] == ["second", "put-right"]
    assert [e.key for e in journal.entries(until=later)] == ["first"]


def test_the_journal_of_one_account_leaves_out_what_only_begins_like_it(now: datetime) -> None:
    actions.open_account(name="panelist:alice-two", currency="EUR", may_overdraw=False, now=now)
    for who in ("alice", "alice-two", "bob"):
        actions.post(Posting("sponsor:acme", f"panelist:{who}", cents(3)), key=who, memo="receipt", now=now)

    assert [e.key for e in journal.entries(account="panelist:alice")] == ["alice"]
    assert {e.key for e in journal.entries(account="panelist")} == {"alice", "alice-two", "bob"}
