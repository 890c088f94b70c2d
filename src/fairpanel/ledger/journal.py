"""Reading the books: what every account came to at a moment, and every entry in the order of its making."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from fairpanel.kit.money import Money
from fairpanel.ledger.rows import rows
from fairpanel.ledger.values import LegLine, State


@dataclass(frozen=True, slots=True)
class Balance:
    """What accounts came to: `posted`, and `held`, which their pending entries would have taken from them.

    `account` is one account's name or, of a grouped balance, the kind of `accounts` accounts.
    """

    account: str
    accounts: int
    posted: Money
    held: Money


def trial_balance(*, at: datetime, by_kind: bool = False) -> Iterator[Balance]:
    """What every account had come to at that moment, by name; all of a currency sum to zero.

    An entry counts from the moment it was posted, and holds from the moment it was made until it was closed. With
    `by_kind` one balance for each first part of a name (`panelist`) and currency. Accounts that no entry had touched
    by then are left out.
    """
    found = rows(
        f"""
        SELECT {"split_part(account.name, ':', 1)" if by_kind else "account.name"} AS name, leg.currency,
               count(DISTINCT account.id),
               coalesce(sum(leg.amount) FILTER (WHERE entry.state = 'posted' AND entry.closed_at <= %(at)s), 0)::bigint,
               coalesce(sum(greatest(-leg.amount, 0)) FILTER (
                   WHERE entry.opened_as = 'pending' AND (entry.closed_at IS NULL OR entry.closed_at > %(at)s)
               ), 0)::bigint
        FROM ledger_leg leg
        JOIN ledger_entry entry ON entry.id = leg.entry_id
        JOIN ledger_account account ON account.id = leg.account_id
        WHERE entry.at <= %(at)s
        GROUP BY 1, 2 ORDER BY 1, 2
        """,  # noqa: S608  # made of constants
        {"at": at},
    )
    for name, currency, accounts, posted, held in found:
        yield Balance(name, accounts, Money(posted, currency), Money(held, currency))


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the books."""

    id: UUID
    key: str
    memo: str
    state: State
    at: datetime
    closed_at: datetime | None
    corrects: str | None
    legs: tuple[LegLine, ...]


def entries(
    *, since: datetime | None = None, until: datetime | None = None, account: str | None = None
) -> Iterator[Written]:
    """Entries made at `since` or later and before `until`, the oldest first, however many there are.

    With `account`, an account's name or the beginning of one up to a colon, those that touch it, with all their legs.
    """
    found = rows(
        """
        SELECT entry.id, entry.key, entry.memo, entry.state, entry.at, entry.closed_at, corrected.key,
               account.name, leg.amount, leg.currency
        FROM ledger_entry entry
        LEFT JOIN ledger_entry corrected ON corrected.id = entry.corrects_id
        JOIN ledger_leg leg ON leg.entry_id = entry.id
        JOIN ledger_account account ON account.id = leg.account_id
        WHERE (%(since)s::timestamptz IS NULL OR entry.at >= %(since)s)
          AND (%(until)s::timestamptz IS NULL OR entry.at < %(until)s)
          AND (%(account)s::text IS NULL OR EXISTS (
              SELECT FROM ledger_leg own JOIN ledger_account touched ON touched.id = own.account_id
              WHERE own.entry_id = entry.id
                AND (touched.name = %(account)s OR starts_with(touched.name, %(account)s || ':'))))
        ORDER BY entry.at, entry.id, leg.id
        """,
        {"since": since, "until": until, "account": account},
    )
    for (id_, key, memo, state, at, closed_at, corrects), legs in groupby(found, key=lambda row: row[:7]):
        lines = tuple(LegLine(*leg[7:]) for leg in legs)
        yield Written(id_, key, memo, State(state), at, closed_at, corrects, lines)
