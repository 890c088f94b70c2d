"""The proof of the books: every promise that they make, looked up in every row, without trusting the guards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import groupby

from django.db import connection

from fairpanel.ledger import chain
from fairpanel.ledger.models import Account, Entry, Leg, Link, Total
from fairpanel.ledger.rows import rows
from fairpanel.ledger.values import LegLine, digest_of

# Of one broken promise so many findings are spelled out; the rest is counted.
FINDINGS_SPELLED_MAX = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one promise: how many were looked at, a sentence a finding, and how many more there are."""

    promise: str
    looked_at: int
    findings: tuple[str, ...]
    more: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found against it."""
        return not self.findings


def prove() -> Iterator[Proof]:
    """Look up every promise over the whole book, one after the other, with memory that does not grow with the book.

    For one picture of a book that others write to, call it in a transaction of the level REPEATABLE READ.
    """
    for promise, subject, find in _PROMISES:
        with connection.cursor() as cursor:
            cursor.execute(subject)
            (looked_at,) = cursor.fetchone()
        spelled: list[str] = []
        more = 0
        for finding in find():
            if len(spelled) < FINDINGS_SPELLED_MAX:
                spelled.append(finding)
            else:
                more += 1
        yield Proof(promise, looked_at, tuple(spelled), more)


def _each(sentence: str, sql: str) -> Callable[[], Iterator[str]]:
    """A search by SQL: every row is a finding and fills the sentence."""
    return lambda: (sentence.format(*row) for row in rows(sql))


def _untrue_digests() -> Iterator[str]:
    """Digests reckoned here, from the rows as they are: the database's own arithmetic is not asked."""
    found = rows("""
        SELECT entry.id, entry.key, entry.memo, entry.opened_as, entry.digest, corrected.key,
               account.name, leg.amount, leg.currency
        FROM ledger_entry entry
        LEFT JOIN ledger_entry corrected ON corrected.id = entry.corrects_id
        LEFT JOIN ledger_leg leg ON leg.entry_id = entry.id
        LEFT JOIN ledger_account account ON account.id = leg.account_id
        ORDER BY entry.id, leg.id
    """)
    for (_id, key, memo, opened_as, digest, corrects), entry in groupby(found, key=lambda row: row[:6]):
        legs = tuple(LegLine(*row[6:]) for row in entry)
        if digest_of(key, memo, opened_as, corrects, legs) != digest:
            yield f"The entry {key} does not say what its digest stands for."


def _guards_amiss() -> Iterator[str]:
    """Guards that are missing, switched off, or not as this version of the program hangs them up."""
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in sorted((resources.files("fairpanel.ledger") / "migrations").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    )
    bodies = dict(re.findall(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", source, re.DOTALL))
    hung = dict(rows("SELECT proname, prosrc FROM pg_proc WHERE pg_function_is_visible(oid)"))
    for name, body in bodies.items():
        if hung.get(name) != body:
            yield f"The function {name} is not the one that this version of the program hangs up."
    triggers = {
        name: (definition, enabled)
        for name, definition, enabled in rows(
            """SELECT tgname, pg_get_triggerdef(oid, true), tgenabled IN ('O', 'A') FROM pg_trigger
            WHERE NOT tgisinternal AND tgrelid = ANY (%s::regclass[])""",
            [_TABLES],
        )
    }
    for definition, name in re.findall(r"(CREATE (?:CONSTRAINT )?TRIGGER (\w+).*?);", source, re.DOTALL):
        if name not in triggers:
            yield f"The trigger {name} is missing."
        elif triggers[name] != (" ".join(definition.split()), True):
            yield f"The trigger {name} is switched off, or not the one that this version of the program hangs up."
    constraints = dict(
        rows(
            """SELECT conname, convalidated AND NOT EXISTS (
                SELECT FROM pg_trigger WHERE tgconstraint = c.oid AND tgenabled NOT IN ('O', 'A'))
            FROM pg_constraint c WHERE conrelid = ANY (%s::regclass[])""",
            [_TABLES],
        )
    )
    for name in _CONSTRAINTS:
        if name not in constraints:
            yield f"The constraint {name} is missing."
    for name, holds in constraints.items():
        if not holds:
            yield f"The constraint {name} is switched off, or was never proven over the rows that stood before it."


_TABLES = ["ledger_account", "ledger_entry", "ledger_leg", "ledger_total", "ledger_link"]
_CONSTRAINTS = (
    *(
        constraint.name
        for model in (Account, Entry, Leg, Total, Link)
        for constraint in model._meta.constraints  # noqa: SLF001  # Django's documented door
    ),
    "ledger_leg_currency_of_account",
)

_ACCOUNTS = "SELECT count(*) FROM ledger_account"
_ENTRIES = "SELECT count(*) FROM ledger_entry"
_LEGS = "SELECT count(*) FROM ledger_leg"
_LINKS = "SELECT count(*) FROM ledger_link"
_GUARDS = """
    SELECT (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
            WHERE NOT tgisinternal AND relname LIKE 'ledger\\_%' AND pg_table_is_visible(c.oid))
         + (SELECT count(*) FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
            WHERE relname LIKE 'ledger\\_%' AND pg_table_is_visible(c.oid))
"""

# What every account comes to by its legs, as the totals ought to say.
_SUMS = """
    SELECT leg.account_id,
           sum(CASE WHEN entry.state = 'posted' THEN leg.amount ELSE 0 END) AS posted,
           sum(CASE WHEN entry.state = 'pending' THEN greatest(-leg.amount, 0) ELSE 0 END) AS held
    FROM ledger_leg leg JOIN ledger_entry entry ON entry.id = leg.entry_id GROUP BY leg.account_id
"""

# A promise, how many things it speaks of, and the search for what breaks it.
_PROMISES: tuple[tuple[str, str, Callable[[], Iterator[str]]], ...] = (
    ("The guards of the books are up and as this version hangs them", _GUARDS, _guards_amiss),
    (
        "Every entry has two legs or more",
        _ENTRIES,
        _each(
            "The entry {0} has {1} legs.",
            """SELECT entry.key, count(leg.id)
            FROM ledger_entry entry LEFT JOIN ledger_leg leg ON leg.entry_id = entry.id
            GROUP BY entry.id HAVING count(leg.id) < 2""",
        ),
    ),
    (
        "Every entry sums to zero in each currency",
        _ENTRIES,
        _each(
            "The entry {0} is off by {1} minor units of {2}.",
            """SELECT coalesce(entry.key, unbalanced.entry_id::text), unbalanced.off, unbalanced.currency FROM (
                SELECT entry_id, currency, sum(amount) AS off FROM ledger_leg
                GROUP BY entry_id, currency HAVING sum(amount) <> 0
            ) unbalanced LEFT JOIN ledger_entry entry ON entry.id = unbalanced.entry_id""",
        ),
    ),
    (
        "The whole book sums to zero in each currency",
        _LEGS,
        _each(
            "The book is off by {0} minor units of {1}.",
            "SELECT sum(amount), currency FROM ledger_leg GROUP BY currency HAVING sum(amount) <> 0",
        ),
    ),
    ("Every entry says what its digest stands for", _ENTRIES, _untrue_digests),
    ("Every link of the audit chain stands for what the books say", _LINKS, chain.breaks),
    (
        "Every key stands for one entry",
        _ENTRIES,
        _each(
            "The key {0} stands for {1} entries.",
            "SELECT key, count(*) FROM ledger_entry GROUP BY key HAVING count(*) > 1",
        ),
    ),
    (
        "Every entry is pending, posted or void, and says since when",
        _ENTRIES,
        _each(
            "The entry {0} is {1}, began as {2} and was closed at {3}: that cannot be.",
            """SELECT key, state, opened_as, coalesce(closed_at::text, 'no time') FROM ledger_entry
            WHERE (opened_as, state, closed_at IS NOT NULL) NOT IN (
                ('posted', 'posted', true), ('pending', 'pending', false),
                ('pending', 'posted', true), ('pending', 'void', true))""",
        ),
    ),
    (
        "Every leg belongs to an entry and to an account of its currency",
        _LEGS,
        _each(
            "The leg {0} is in {1}; its entry is {2}, its account {3}.",
            """SELECT leg.id, leg.currency, coalesce(entry.key, 'missing'),
                coalesce(account.name || ' in ' || account.currency, 'missing')
            FROM ledger_leg leg
            LEFT JOIN ledger_entry entry ON entry.id = leg.entry_id
            LEFT JOIN ledger_account account ON account.id = leg.account_id
            WHERE entry.id IS NULL OR account.id IS NULL OR account.currency <> leg.currency""",
        ),
    ),
    (
        "Every correction points at an entry that was posted",
        "SELECT count(*) FROM ledger_entry WHERE corrects_id IS NOT NULL",
        _each(
            "The entry {0} corrects one that is {1}.",
            """SELECT entry.key, coalesce(corrected.state, 'missing') FROM ledger_entry entry
            LEFT JOIN ledger_entry corrected ON corrected.id = entry.corrects_id
            WHERE entry.corrects_id IS NOT NULL AND corrected.state IS DISTINCT FROM 'posted'""",
        ),
    ),
    (
        "Every total is the sum of its legs",
        _ACCOUNTS,
        _each(
            "The account {0} is said to come to {1} and to hold back {2} minor units; its legs say {3} and {4}.",
            f"""SELECT account.name, coalesce(total.posted, 0), coalesce(total.held, 0),
                coalesce(legs.posted, 0), coalesce(legs.held, 0)
            FROM ledger_account account
            LEFT JOIN ({_SUMS}) legs ON legs.account_id = account.id
            LEFT JOIN (SELECT account_id, sum(posted) AS posted, sum(held) AS held FROM ledger_total GROUP BY account_id
            ) total ON total.account_id = account.id
            WHERE (coalesce(total.posted, 0), coalesce(total.held, 0))
                <> (coalesce(legs.posted, 0), coalesce(legs.held, 0))""",  # noqa: S608  # made of constants
        ),
    ),
    (
        "No account is overdrawn that may not be",
        "SELECT count(*) FROM ledger_account WHERE NOT may_overdraw",
        _each(
            "The account {0} may not be overdrawn and is, by {1} minor units.",
            f"""SELECT account.name, legs.held - legs.posted FROM ledger_account account
            JOIN ({_SUMS}) legs ON legs.account_id = account.id
            WHERE NOT account.may_overdraw AND legs.posted < legs.held""",  # noqa: S608  # made of constants
        ),
    ),
)
