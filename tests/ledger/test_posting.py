"""Money moves once, wholly, and only where it may."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.models import Entry, Leg
from fairpanel.ledger.problems import AccountDiffers, AccountUnknown, KeyTaken, NotEnough, WrongCurrency
from fairpanel.ledger.values import Draft, Posting, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def fund(now: datetime, minor: int = 1000) -> None:
    actions.post(Posting("sponsor:acme", "budget:fair", eur(minor)), key="fund:1", memo="fund", now=now)


def test_what_one_account_loses_another_gains(now: datetime, findings: Callable[[], list[str]]) -> None:
    fund(now)

    actions.post(Posting("budget:fair", "panelist:alice", eur(10)), key="receipt:1", memo="receipt", now=now)

    assert actions.balance("sponsor:acme") == eur(-1000)
    assert actions.balance("budget:fair") == eur(990)
    assert actions.balance("panelist:alice") == eur(10)
    assert findings() == []


def test_a_retry_gets_the_first_entry_and_pays_nothing(now: datetime) -> None:
    fund(now)
    posting = Posting("budget:fair", "panelist:alice", eur(10))
    first = actions.post(posting, key="receipt:1", memo="receipt", now=now)

    again = actions.post(posting, key="receipt:1", memo="receipt", now=now + timedelta(days=1))

    assert (again.pk, again.at, again.digest) == (first.pk, now, first.digest)
    assert actions.balance("panelist:alice") == eur(10)


@pytest.mark.parametrize(
    "other",
    [
        Draft("receipt:1", "receipt", (Posting("budget:fair", "panelist:alice", eur(11)),)),
        Draft("receipt:1", "receipt", (Posting("budget:fair", "panelist:bob", eur(10)),)),
        Draft("receipt:1", "survey", (Posting("budget:fair", "panelist:alice", eur(10)),)),
        Draft("receipt:1", "receipt", (Posting("budget:fair", "panelist:alice", eur(10)),), pending=True),
        Draft("receipt:1", "receipt", (Posting("budget:fair", "panelist:alice", eur(10)),), corrects="fund:1"),
        Draft("receipt:1", "receipt", (Posting("budget:fair", "panelist:alice", eur(10)),) * 2),
    ],
    ids=["amount", "account", "memo", "pending", "correction", "twice"],
)
def test_a_key_never_stands_for_two_things(now: datetime, other: Draft) -> None:
    fund(now)
    posting = Posting("budget:fair", "panelist:alice", eur(10))
    actions.post(posting, key="receipt:1", memo="receipt", now=now)

    with pytest.raises(KeyTaken, match="The key receipt:1 already stands for another entry"):
        actions.post_many([other], now=now)

    assert actions.balance("panelist:alice") == eur(10)


def test_one_entry_moves_several_sums_or_none(now: datetime, findings: Callable[[], list[str]]) -> None:
    fund(now, 15)
    to_both = [Posting("budget:fair", f"panelist:{who}", eur(10)) for who in ("alice", "bob")]

    with pytest.raises(NotEnough, match="The account budget:fair does not hold enough"):
        actions.post(*to_both, key="month:1", memo="month", now=now)

    assert actions.balance("panelist:alice") == eur(0)
    assert actions.balance("budget:fair") == eur(15)
    assert not Entry.objects.filter(key="month:1").exists()
    assert findings() == []


def test_money_may_pass_through_an_account_within_one_entry(now: datetime) -> None:
    through = (Posting("sponsor:acme", "budget:fair", eur(5)), Posting("budget:fair", "panelist:alice", eur(5)))

    actions.post(*through, key="gift:1", memo="gift", now=now)

    assert actions.balance("panelist:alice") == eur(5)


def test_what_fails_leaves_the_callers_transaction_usable(now: datetime, findings: Callable[[], list[str]]) -> None:
    posting = Posting("budget:fair", "panelist:alice", eur(10))
    with pytest.raises(NotEnough):
        actions.post(posting, key="receipt:1", memo="receipt", now=now)
    fund(now)

    actions.post(posting, key="receipt:1", memo="receipt", now=now)

    assert actions.balance("panelist:alice") == eur(10)
    assert findings() == []


def test_an_account_must_be_open(now: datetime) -> None:
    with pytest.raises(AccountUnknown, match="no account panelist:carol"):
        actions.post(Posting("sponsor:acme", "panelist:carol", eur(1)), key="k", memo="m", now=now)
    with pytest.raises(AccountUnknown, match="no account panelist:carol"):
        actions.balance("panelist:carol")


def test_an_account_holds_one_currency(now: datetime) -> None:
    with pytest.raises(WrongCurrency, match="panelist:alice is kept in EUR and cannot hold JPY"):
        actions.post(Posting("panelist:alice", "sponsor:acme", Money(1, "JPY")), key="k", memo="m", now=now)


def test_opening_an_account_again_finds_it(now: datetime) -> None:
    first = actions.open_account(name="panelist:carol", currency="EUR", may_overdraw=False, now=now)

    again = actions.open_account(name="panelist:carol", currency="EUR", may_overdraw=False, now=now)

    assert again == first


@pytest.mark.parametrize(("currency", "may_overdraw"), [("USD", False), ("EUR", True)])
def test_the_terms_of_an_account_do_not_change(now: datetime, currency: str, may_overdraw: bool) -> None:  # noqa: FBT001  # a row of the table above
    with pytest.raises(AccountDiffers, match="in EUR, may not be overdrawn"):
        actions.open_account(name="panelist:alice", currency=currency, may_overdraw=may_overdraw, now=now)


def test_many_entries_are_written_at_once_and_come_back_in_their_order(
    now: datetime, findings: Callable[[], list[str]]
) -> None:
    fund(now)
    drafts = [Draft(f"receipt:{n}", "receipt", (Posting("budget:fair", "panelist:bob", eur(n)),)) for n in (3, 1, 2)]
    actions.post_many(drafts[1:2], now=now)

    entries = actions.post_many([*drafts, drafts[0]], now=now)

    assert [entry.key for entry in entries] == ["receipt:3", "receipt:1", "receipt:2", "receipt:3"]
    assert actions.balance("panelist:bob") == eur(6)
    assert findings() == []


def test_nothing_is_written_for_nothing(now: datetime) -> None:
    assert actions.post_many([], now=now) == []


def test_the_number_of_statements_does_not_grow_with_the_number_of_entries(
    now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = [Draft(f"r:{n}", "receipt", (Posting("sponsor:acme", "panelist:bob", eur(1)),)) for n in range(500)]

    with django_assert_max_num_queries(4):
        actions.post_many(drafts, now=now)

    assert actions.balance("panelist:bob") == eur(500)


def test_a_statement_tells_each_line_once_in_order(now: datetime) -> None:
    fund(now)
    actions.post(Posting("budget:fair", "panelist:alice", eur(10)), key="receipt:1", memo="receipt", now=now)
    later = now + timedelta(days=1)
    actions.post(
        Posting("panelist:alice", "budget:fair", eur(4)), key="payout:1", memo="payout", now=later, pending=True
    )

    lines = list(actions.statement("panelist:alice"))

    assert [(line.key, line.amount, line.state) for line in lines] == [
        ("receipt:1", eur(10), State.POSTED),
        ("payout:1", eur(-4), State.PENDING),
    ]
    assert list(actions.statement("panelist:alice", since=later)) == lines[1:]
    assert list(actions.statement("panelist:alice", until=later)) == lines[:1]


def test_an_entry_is_written_without_a_word_about_anybody(now: datetime) -> None:
    """Law 15: what the ledger keeps survives erasure, so its columns are all named here."""
    fund(now)

    columns = {f.column for model in (Entry, Leg) for f in model._meta.get_fields() if hasattr(f, "column")}

    assert columns == {
        *("id", "key", "digest", "memo", "opened_as", "state", "at", "closed_at", "corrects_id"),
        *("entry_id", "account_id", "amount", "currency"),
    }
