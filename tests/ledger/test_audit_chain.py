"""The audit chain: whatever is altered behind the guards, the chain breaks, or its head is another one."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from fairpanel.kit.money import Money
from fairpanel.ledger import actions, chain
from fairpanel.ledger.models import Link
from fairpanel.ledger.problems import HeadDiffers
from fairpanel.ledger.values import NO_LINK, Head, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book")]

TO_ALICE, TO_BOB = (Posting("sponsor:acme", f"panelist:{who}", Money(10, "EUR")) for who in ("alice", "bob"))


@pytest.fixture
def book(books: None, now: datetime) -> None:
    """Two posted receipts and a promise that was settled."""
    actions.post(TO_ALICE, key="receipt:1", memo="receipt", now=now)
    actions.post(TO_BOB, key="receipt:2", memo="receipt", now=now)
    actions.post(TO_BOB, key="offer:1", memo="offer", now=now, pending=True)
    actions.settle(key="offer:1", now=now)


def behind_the_guards(sql: str) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = replica; {sql}; RESET session_replication_role")


def test_every_entry_is_linked_once_and_a_closed_one_twice(now: datetime) -> None:
    head = chain.link(now=now)

    assert head.number == 4
    assert list(Link.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert chain.waiting() == 0
    assert chain.link(now=now) == head


def test_an_empty_chain_has_a_head_that_every_chain_begins_with() -> None:
    assert chain.head_of() == NO_LINK
    chain.confirm(NO_LINK)


def test_a_later_link_stands_on_an_earlier_head(now: datetime) -> None:
    before = chain.link(now=now)
    actions.post(TO_ALICE, key="receipt:3", memo="receipt", now=now)

    after = chain.link(now=now)

    assert after.number == before.number + 1
    chain.confirm(before)
    chain.confirm(after)


THE_RECEIPT_GONE = """DELETE FROM ledger_leg USING ledger_entry e WHERE e.id = entry_id AND e.key = 'receipt:1';
    DELETE FROM ledger_entry WHERE key = 'receipt:1'"""


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        # The digest is put right as well, so that the entry by itself tells nothing.
        ("UPDATE ledger_entry SET memo = 'gift', digest = repeat('0', 64) WHERE key = 'receipt:1'", "breaks at link"),
        ("UPDATE ledger_entry SET at = at - interval '1 day' WHERE key = 'receipt:1'", "breaks at link"),
        ("UPDATE ledger_entry SET state = 'void' WHERE key = 'offer:1'", "says that the entry"),
        (THE_RECEIPT_GONE, "which is gone"),
        ("DELETE FROM ledger_link WHERE number = 2", "are missing"),
        ("UPDATE ledger_link SET digest = repeat('0', 64) WHERE number = 2", "breaks at link 2"),
    ],
)
def test_what_is_altered_breaks_the_chain(
    tampering: str, told: str, now: datetime, findings: Callable[[], list[str]]
) -> None:
    chain.link(now=now)

    behind_the_guards(tampering)

    assert any(told in finding for finding in findings())


def test_a_chain_that_was_reckoned_anew_has_another_head_than_the_one_that_was_kept(now: datetime) -> None:
    kept = chain.link(now=now)

    behind_the_guards("DELETE FROM ledger_link")
    behind_the_guards(THE_RECEIPT_GONE)
    chain.link(now=now)

    assert list(chain.breaks()) == []
    with pytest.raises(HeadDiffers):
        chain.confirm(kept)


def test_nobody_deletes_a_link_by_hand(now: datetime) -> None:
    chain.link(now=now)

    with pytest.raises(Exception, match="the books only grow"):
        Link.objects.all().delete()


@pytest.mark.parametrize("written", ["", "1", "1:ab", "x:" + "0" * 64, "1:" + "g" * 64])
def test_what_is_no_head_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a head"):
        Head.read(written)


def test_a_head_is_read_as_it_is_written(now: datetime) -> None:
    head = chain.link(now=now)

    assert Head.read(str(head)) == head
