"""The books, the months and the payouts at one look, which a machine takes after every step."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairpanel.payouts.rules import OUT, RESERVED


@dataclass(frozen=True)
class OfMonths:
    """One purse's months: what they ever earned, and what of it is posted and kept."""

    ever: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Earned:
    """One purse's earnings: all, those that came late, and what was given away of those."""

    all: int
    late: int
    late_given: int


@dataclass(frozen=True)
class Sums:
    """What is where. `accounts` are posted and held, `out` and `on_the_way` by account."""

    accounts: dict[str, tuple[int, int]]
    months: dict[UUID, OfMonths]
    earned: dict[UUID, Earned]
    reserved: int
    in_pots: int
    out: dict[str, int]
    on_the_way: dict[str, int]
    borne: int

    def posted(self, account: str) -> int:
        """What the account comes to."""
        return self.accounts.get(account, (0, 0))[0]

    def held(self, account: str) -> int:
        """What is held back of it."""
        return self.accounts.get(account, (0, 0))[1]

    def month(self, purse: UUID) -> OfMonths:
        """That purse's months."""
        return self.months.get(purse, OfMonths())


# One statement, and not five: after a hundred thousand steps that is half an hour.
_EVERYTHING = """
    SELECT 'account', account.name, sum(total.posted), sum(total.held), 0
    FROM ledger_total total JOIN ledger_account account ON account.id = total.account_id GROUP BY account.name
    UNION ALL
    SELECT 'months', purse::text, sum(earned), coalesce(sum(earned - given) FILTER (WHERE closed_at IS NOT NULL), 0),
        coalesce(sum(reserved) FILTER (WHERE closed_at IS NULL), 0)
    FROM rewards_paymonth GROUP BY purse
    UNION ALL
    SELECT 'earned', month.purse::text, sum(earning.minor), coalesce(sum(earning.minor) FILTER (WHERE key <> ''), 0),
        coalesce(sum(earning.given) FILTER (WHERE key <> ''), 0)
    FROM rewards_earning earning JOIN rewards_paymonth month ON month.id = earning.pay_month_id GROUP BY month.purse
    UNION ALL
    SELECT 'pots', '', coalesce(sum(minor - drawn), 0), 0, 0 FROM rewards_pot WHERE closed_at IS NULL
    UNION ALL
    SELECT 'payouts', account, coalesce(sum(minor - short_minor) FILTER (WHERE state = ANY (%s)), 0),
        coalesce(sum(minor) FILTER (WHERE state = ANY (%s)), 0), sum(over_minor)
    FROM payouts_payout GROUP BY account
"""


def sums() -> Sums:
    """As of this moment."""
    of: dict[str, list[tuple[str, int, int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [list(OUT), list(RESERVED)])
        for kind, name, *figures in cursor.fetchall():
            first, second, third = map(int, figures)
            of.setdefault(kind, []).append((name, first, second, third))
    months, payouts = of.get("months", []), of.get("payouts", [])
    return Sums(
        accounts={name: (posted, held) for name, posted, held, _ in of.get("account", [])},
        months={UUID(purse): OfMonths(ever, kept) for purse, ever, kept, _ in months},
        earned={UUID(purse): Earned(all_, late, given) for purse, all_, late, given in of.get("earned", [])},
        reserved=sum(reserved for *_, reserved in months),
        in_pots=of["pots"][0][1],
        out={account: out for account, out, _, _ in payouts},
        on_the_way={account: held for account, _, held, _ in payouts},
        borne=sum(over for *_, over in payouts),
    )
