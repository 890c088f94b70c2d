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
    VALUES ('00000000-0000-7000-8000-000000000001', 'by:hand', encode(sha256('guess'), 'hex'), 'hand', 'posted', 'posted', now(), now());
"""


def leg(account: str, amount: int, currency: str = "EUR", entry: str = "by:hand") -> str:
    return f"""
        INSERT INTO ledger_leg (entry_id, account_id, amount, currency)
        SELECT e.id, a.id, {amount}, '{currency}' FROM ledger_entry e, ledger_account a
        WHERE e.key = '{entry}' AND a.name = '{account}';
    """


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
        leg("panelist:alice", 5, entry="receipt:1"),
    ],
)
def test_nothing_is_changed_deleted_or_slipped_in(by_hand: str) -> None:
    with pytest.raises(IntegrityError, match="refused|written whole|changes once"), transaction.atomic():
        connection.cursor().execute(by_hand)


@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_leg", "ledger_total"])
def test_the_books_cannot_be_emptied(table: str) -> None:
    with pytest.raises(IntegrityError, match="the books only grow"), transaction.atomic():
        connection.cursor().execute(f"SET LOCAL fairpanel.ledger_may_be_emptied = ''; TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("by_hand", "refusal"),
    [
        (ENTRY, "does not balance"),
        (ENTRY + leg("panelist:alice", 10), "does not balance"),
        (
            ENTRY + leg("sponsor:acme", -10).rstrip().rstrip(";") + " UNION ALL "
            "SELECT e.id, a.id, 9, 'EUR' FROM ledger_entry e, ledger_account a "
            "WHERE e.key = 'by:hand' AND a.name = 'panelist:alice'",
            "does not balance",
        ),
        (
            ENTRY + leg("sponsor:acme", -10).rstrip().rstrip(";") + " UNION ALL "
            "SELECT e.id, a.id, 10, 'EUR' FROM ledger_entry e, ledger_account a "
            "WHERE e.key = 'by:hand' AND a.name = 'panelist:alice'",
            "does not say what its digest stands for",
        ),
        (ENTRY + leg("panelist:alice", 10, "JPY"), "ledger_leg_currency_of_account"),
        (ENTRY + leg("panelist:alice", 0), "ledger_leg_amount_legal"),
        (ENTRY + leg("panelist:alice", -11), "The account panelist:alice does not hold enough"),
        (ENTRY.replace("'posted', 'posted'", "'posted', 'void'"), "ledger_entry_state_legal"),
        (ENTRY.replace("by:hand", "receipt:1"), "ledger_entry_key_once"),
        (ENTRY.replace("by:hand", "by hand"), "ledger_entry_key_legal"),
        (
            "INSERT INTO ledger_account (name, currency, may_overdraw, opened_at)"
            "VALUES ('alice@example.org', 'EUR', false, now())",
            "ledger_account_name_legal",
        ),
    ],
    ids="no-legs one-leg unequal other-digest currency nothing overdrawn state key-twice key-illegal mail".split(),
)
def test_what_does_not_add_up_is_refused(by_hand: str, refusal: str) -> None:
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        connection.cursor().execute(by_hand)
        connection.check_constraints()


def test_a_correction_by_hand_of_what_is_pending_is_refused(now: datetime) -> None:
    draft = Draft("by:hand", "hand", (Posting("sponsor:acme", "panelist:bob", Money(5, "EUR")),), corrects="offer:1")
    entry = "INSERT INTO ledger_entry (id, key, digest, memo, opened_as, state, at, closed_at, corrects_id) SELECT "
    values = "gen_random_uuid(), 'by:hand', %s, 'hand', 'posted', 'posted', %s, %s, id FROM ledger_entry"
    legs = "INSERT INTO ledger_leg (entry_id, account_id, amount, currency) SELECT e.id, a.id, sum, 'EUR' FROM "
    pairs = "(VALUES ('sponsor:acme', -5), ('panelist:bob', 5)) AS v (name, sum) JOIN ledger_account a USING (name)"

    with pytest.raises(IntegrityError, match="corrects one that is not posted"), transaction.atomic():
        cursor = connection.cursor()
        cursor.execute(f"{entry}{values} WHERE key = 'offer:1'", [draft.digest(), now, now])
        cursor.execute(f"{legs}{pairs}, ledger_entry e WHERE e.key = 'by:hand' ORDER BY sum")
        connection.check_constraints()
