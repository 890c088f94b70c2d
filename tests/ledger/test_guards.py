"""The database refuses what would make the books wrong, whoever asks for it."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.values import Draft, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paid")]

PAID = Draft("receipt:1", "receipt", (Posting("sponsor:acme", "panelist:alice", Money(10, "EUR")),))
ENTRY = """
    INSERT INTO ledger_entry (id, key, digest, memo, opened_as, state, at, closed_at)
    SELECT gen_random_uuid(), 'by:hand', encode(sha256('guess'), 'hex'), 'hand', 'posted', 'posted', now(), now();
"""
LEGS = """
    INSERT INTO ledger_leg (entry_id, account_id, amount, currency)
    SELECT entry.id, account.id, amount, leg.currency
    FROM ledger_entry entry, ledger_account account JOIN (VALUES %s) AS leg (name, amount, currency) USING (name)
    WHERE entry.key = 'by:hand' ORDER BY amount;
"""


def entry_with(*legs: tuple[str, int, str]) -> str:
    return ENTRY + LEGS % ", ".join(map(str, legs))


@pytest.fixture
def paid(books: None, now: datetime) -> None:
    """Alice got 10 cents; a promise to Bob is pending."""
    actions.post_many([PAID], now=now)
    promise = Posting("sponsor:acme", "panelist:bob", Money(5, "EUR"))
    actions.post(promise, key="offer:1", memo="offer", now=now, pending=True)
    connection.check_constraints()


@pytest.mark.parametrize(
    "by_hand",
    [
        "UPDATE ledger_account SET may_overdraw = true",
        "DELETE FROM ledger_account",
        "UPDATE ledger_leg SET amount = amount * 2",
        "DELETE FROM ledger_leg",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_entry SET key = 'other' WHERE key = 'offer:1'",
        "UPDATE ledger_entry SET memo = 'other', state = 'posted', closed_at = now() WHERE key = 'offer:1'",
        "UPDATE ledger_entry SET at = now() WHERE key = 'receipt:1'",
        "UPDATE ledger_total SET posted = posted + 1",
        "DELETE FROM ledger_total",
        "INSERT INTO ledger_total (account_id, slot, posted, held) SELECT id, 3, 100, 0 FROM ledger_account",
        (LEGS % "('sponsor:acme', -5, 'EUR'), ('panelist:alice', 5, 'EUR')").replace("by:hand", "receipt:1"),
    ],
)
def test_nothing_is_changed_deleted_or_slipped_in(by_hand: str) -> None:
    with pytest.raises(IntegrityError, match=r"refused|written whole|changes once"), transaction.atomic():
        connection.cursor().execute(by_hand)


@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_leg", "ledger_total"])
def test_the_books_cannot_be_emptied(table: str) -> None:
    with pytest.raises(IntegrityError, match="the books only grow"), transaction.atomic():
        connection.cursor().execute(f"SET LOCAL fairpanel.ledger_may_be_emptied = ''; TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("by_hand", "refusal"),
    [
        (ENTRY, "does not balance"),
        (entry_with(("panelist:alice", 10, "EUR")), "does not balance"),
        (entry_with(("sponsor:acme", -10, "EUR"), ("panelist:alice", 9, "EUR")), "does not balance"),
        (entry_with(("sponsor:acme", -10, "EUR"), ("panelist:alice", 10, "EUR")), "not say what its digest stands for"),
        (entry_with(("panelist:alice", 10, "JPY")), "ledger_leg_currency_of_account"),
        (entry_with(("panelist:alice", 0, "EUR")), "ledger_leg_amount_legal"),
        (entry_with(("panelist:alice", -11, "EUR")), "The account panelist:alice does not hold enough"),
        (ENTRY.replace("'posted', 'posted'", "'posted', 'void'"), "ledger_entry_state_legal"),
        (ENTRY.replace("by:hand", "receipt:1"), "ledger_entry_key_once"),
        (ENTRY.replace("by:hand", "by hand"), "ledger_entry_key_legal"),
        (
            """INSERT INTO ledger_account (name, currency, may_overdraw, opened_at)
            VALUES ('alice@example.org', 'EUR', false, now())""",
            "ledger_account_name_legal",
        ),
    ],
    ids="no-legs one-leg unequal other-digest currency nothing overdrawn state key-twice key-illegal mail".split(),
)
def test_what_does_not_add_up_is_refused(by_hand: str, refusal: str) -> None:
    with pytest.raises(IntegrityError, match=refusal):
        committed(by_hand)


def test_a_correction_by_hand_of_what_is_pending_is_refused() -> None:
    draft = Draft("by:hand", "hand", (Posting("sponsor:acme", "panelist:bob", Money(5, "EUR")),), corrects="offer:1")
    entry = """
        INSERT INTO ledger_entry (id, key, digest, memo, opened_as, state, at, closed_at, corrects_id)
        SELECT gen_random_uuid(), 'by:hand', '%s', 'hand', 'posted', 'posted', now(), now(), id
        FROM ledger_entry WHERE key = 'offer:1';
    """

    with pytest.raises(IntegrityError, match="corrects one that is not posted"):
        committed(entry % draft.digest() + LEGS % "('sponsor:acme', -5, 'EUR'), ('panelist:bob', 5, 'EUR')")


def committed(by_hand: str) -> None:
    """Run it, and what waits for the commit too."""
    with transaction.atomic():
        connection.cursor().execute(by_hand)
        connection.check_constraints()
