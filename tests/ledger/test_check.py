"""Whatever is broken behind the guards' backs, the proof finds it and says where."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from fairpanel.kit.money import Money
from fairpanel.ledger import actions, checks
from fairpanel.ledger.values import Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book")]


@pytest.fixture
def book(books: None, now: datetime) -> None:
    """A posted receipt, its correction, a promise, and one made void."""
    to_alice, to_bob = (Posting("sponsor:acme", f"panelist:{who}", Money(10, "EUR")) for who in ("alice", "bob"))
    actions.post(to_alice, key="receipt:1", memo="receipt", now=now)
    actions.correct(to_alice, key="receipt:1:more", corrects="receipt:1", memo="correction", now=now)
    actions.post(to_bob, key="offer:1", memo="offer", now=now, pending=True)
    actions.post(to_bob, key="offer:2", memo="offer", now=now, pending=True)
    actions.void(key="offer:2", now=now)
    connection.check_constraints()


def test_nothing_is_found_in_books_that_are_right(findings: Callable[[], list[str]]) -> None:
    assert findings() == []


def test_every_promise_says_how_much_it_looked_at() -> None:
    proofs = {proof.promise: proof.looked_at for proof in checks.prove()}

    assert proofs["Every entry sums to zero in each currency"] == 4
    assert proofs["Every leg belongs to an entry and to an account of its currency"] == 8
    assert proofs["Every correction points at an entry that was posted"] == 1
    assert proofs["No account is overdrawn that may not be"] == 3


def said(account: str, posted: str, held: str, *, legs: str) -> str:
    return (
        f"The account {account} is said to come to {posted} and to hold back {held} minor units; its legs say {legs}."
    )


@pytest.mark.parametrize(
    ("behind_the_guards", "sentences"),
    [
        (
            """DELETE FROM ledger_leg leg USING ledger_entry entry
            WHERE entry.id = leg.entry_id AND entry.key = 'receipt:1' AND amount > 0""",
            [
                "The entry receipt:1 has 1 legs.",
                "The entry receipt:1 is off by -10 minor units of EUR.",
                "The book is off by -10 minor units of EUR.",
                "The entry receipt:1 does not say what its digest stands for.",
                said("panelist:alice", "20", "0", legs="10 and 0"),
            ],
        ),
        (
            """UPDATE ledger_leg leg SET amount = amount * 2 FROM ledger_entry entry
            WHERE entry.id = leg.entry_id AND entry.key = 'receipt:1'""",
            [
                "The entry receipt:1 does not say what its digest stands for.",
                said("sponsor:acme", "-20", "10", legs="-30 and 10"),
                said("panelist:alice", "20", "0", legs="30 and 0"),
            ],
        ),
        (
            "UPDATE ledger_entry SET memo = 'survey' WHERE key = 'receipt:1'",
            ["The entry receipt:1 does not say what its digest stands for."],
        ),
        (
            "UPDATE ledger_account SET may_overdraw = false WHERE name = 'sponsor:acme'",
            ["The account sponsor:acme may not be overdrawn and is, by 30 minor units."],
        ),
        (
            "UPDATE ledger_total SET posted = posted + 1 WHERE posted > 0",
            ["The account panelist:alice is said to come to 21 and to hold back 0 minor units; its legs say 20 and 0."],
        ),
        (
            "UPDATE ledger_entry SET corrects_id = gen_random_uuid() WHERE key = 'receipt:1:more'",
            [
                "The entry receipt:1:more does not say what its digest stands for.",
                "The entry receipt:1:more corrects one that is missing.",
            ],
        ),
    ],
    ids=["leg-gone", "doubled", "reworded", "overdrawn", "total", "correction"],
)
def test_rows_changed_behind_the_guards_are_found(
    behind_the_guards: str, sentences: list[str], findings: Callable[[], list[str]]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(behind_the_guards)

    assert findings() == sentences


@pytest.mark.parametrize(
    ("behind_the_guards", "sentence"),
    [
        ("DELETE FROM ledger_entry WHERE key = 'receipt:1'", "its entry is missing, its account panelist:alice in EUR"),
        ("DELETE FROM ledger_account WHERE name = 'panelist:alice'", "its entry is receipt:1, its account missing"),
        ("UPDATE ledger_account SET currency = 'USD' WHERE name = 'panelist:bob'", "is in EUR; its entry is offer:1"),
        (
            """ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_state_legal;
            UPDATE ledger_entry SET state = 'void' WHERE key = 'receipt:1'""",
            "The entry receipt:1 is void, began as posted",
        ),
        (
            """ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_key_once;
            INSERT INTO ledger_entry
            SELECT gen_random_uuid(), key, digest, memo, opened_as, state, at, closed_at, NULL
            FROM ledger_entry WHERE key = 'receipt:1'""",
            "The key receipt:1 stands for 2 entries.",
        ),
    ],
    ids=["no-entry", "no-account", "currency", "state", "key"],
)
def test_rows_that_no_constraint_would_let_in_are_found(
    behind_the_guards: str, sentence: str, findings: Callable[[], list[str]]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(behind_the_guards)

    assert any(sentence in finding for finding in findings())


@pytest.mark.parametrize(
    ("sabotage", "sentence"),
    [
        (
            "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_balances",
            "The trigger ledger_entry_balances is switched off",
        ),
        ("DROP TRIGGER ledger_leg_counts ON ledger_leg", "The trigger ledger_leg_counts is missing."),
        (
            """CREATE OR REPLACE TRIGGER ledger_leg_only_grows BEFORE DELETE ON ledger_leg
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
            "The trigger ledger_leg_only_grows is switched off, or not the one",
        ),
        (
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "The function ledger_refuse is not the one",
        ),
        (
            "ALTER TABLE ledger_leg DROP CONSTRAINT ledger_leg_currency_of_account",
            "The constraint ledger_leg_currency_of_account is missing.",
        ),
        (
            "ALTER TABLE ledger_leg DISABLE TRIGGER ALL",
            "The constraint ledger_leg_currency_of_account is switched off",
        ),
    ],
)
def test_a_guard_that_is_missing_off_or_bent_is_found(
    sabotage: str, sentence: str, findings: Callable[[], list[str]]
) -> None:
    connection.cursor().execute(sabotage)

    assert any(finding.startswith(sentence) for finding in findings())


def test_of_very_many_findings_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FINDINGS_SPELLED_MAX", 1)
    connection.cursor().execute("SET LOCAL session_replication_role = replica; UPDATE ledger_entry SET memo = 'other'")

    proof = next(proof for proof in checks.prove() if not proof.holds)

    assert (len(proof.findings), proof.more) == (1, 3)
