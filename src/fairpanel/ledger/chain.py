"""The audit chain: every fact of the books under a hash that stands on the one before.

A fact is that an entry was opened, or that a pending one was closed. Facts are linked some time after they were
committed, by one writer at a time, so that nobody who pays waits for it. Whoever takes out, puts in or alters a linked
fact has to reckon every later hash anew, and then the head is another one than the one that somebody kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from fairpanel.ledger.models import Link
from fairpanel.ledger.problems import HeadDiffers
from fairpanel.ledger.rows import ROWS_AT_ONCE, rows
from fairpanel.ledger.values import NO_LINK, Fact, Head

# Any number that no other advisory lock of this database has.
_ONE_AT_A_TIME = 7_262_019

_NOT_LINKED = """
    SELECT entry.id, entry.digest, entry.opened_as AS state, entry.at AS at
    FROM ledger_entry entry
    WHERE NOT EXISTS (SELECT FROM ledger_link link WHERE link.entry_id = entry.id AND link.state = entry.opened_as)
    UNION ALL
    SELECT entry.id, entry.digest, entry.state, entry.closed_at
    FROM ledger_entry entry
    WHERE entry.opened_as = 'pending' AND entry.state <> 'pending'
      AND NOT EXISTS (SELECT FROM ledger_link link WHERE link.entry_id = entry.id AND link.state = entry.state)
    ORDER BY at, id, state
"""

# A fact as the entry tells it today, beside the link that stands for it.
_LINKED = """
    SELECT link.number, link.digest, link.entry_id, link.state, entry.digest,
           CASE WHEN link.state = entry.opened_as THEN entry.at WHEN link.state = entry.state THEN entry.closed_at END
    FROM ledger_link link LEFT JOIN ledger_entry entry ON entry.id = link.entry_id
    ORDER BY link.number
"""


@transaction.atomic
def link(*, now: datetime) -> Head:
    """Link every committed fact that has no link yet, and return the chain's head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    head = head_of()
    links: list[Link] = []
    for entry_id, digest, state, at in rows(_NOT_LINKED):
        head = Head(head.number + 1, Fact(entry_id, digest, state, at).linked_to(head))
        links.append(Link(number=head.number, entry_id=entry_id, state=state, digest=head.digest, linked_at=now))
        if len(links) == ROWS_AT_ONCE:
            Link.objects.bulk_create(links)
            links.clear()
    Link.objects.bulk_create(links)
    return head


def head_of() -> Head:
    """The last link, or `NO_LINK`."""
    last = Link.objects.order_by("-number").first()
    return NO_LINK if last is None else Head(last.number, last.digest)


def waiting() -> int:
    """How many facts have no link yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_NOT_LINKED}) fact")  # noqa: S608  # made of constants
        (count,) = cursor.fetchone()
    return int(count)


def breaks() -> Iterator[str]:
    """A sentence for each link that does not stand for what the books say today."""
    before = NO_LINK
    for number, digest, entry_id, state, entry_digest, at in rows(_LINKED):
        if number != before.number + 1:
            yield f"The links {before.number + 1} to {number - 1} of the audit chain are missing."
        elif entry_digest is None:
            yield f"Link {number} of the audit chain stands for the entry {entry_id}, which is gone."
        elif at is None:
            yield f"Link {number} of the audit chain says that the entry {entry_id} was {state}; it is not."
        elif Fact(entry_id, entry_digest, state, at).linked_to(before) != digest:
            yield f"The audit chain breaks at link {number}, which stands for the entry {entry_id} as {state}."
        # On from what is written, so that one break is told once.
        before = Head(number, digest)


def confirm(head: Head) -> None:
    """Compare the chain with a head that was kept elsewhere. Raises `HeadDiffers`.

    Together with `breaks` finding nothing it proves that no fact up to that head was altered since.
    """
    if head != NO_LINK and not Link.objects.filter(number=head.number, digest=head.digest).exists():
        raise HeadDiffers(head=head)
