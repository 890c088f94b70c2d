"""Closing a month: how long it takes for so many panelists with so many contributions each, and how that grows.

    .venv/bin/python bench/month.py [--panelists 10000,100000] [--contributions 30] [--programs 1,2] [--months 2]

A panel of its own on the embedded server: members, contributions and earnings written in bulk, a budget that is filled,
and then the very `rewards.actions.close_month` that the worker runs, in as many programs at once as are asked for. In
the first month every panelist's account is opened too; the second month finds them open. What is timed ends when every
cent is posted; then the sums are compared, the books are proven entry by entry, a second run must find nothing, and the
time of one contribution that is earned while a month is open is measured apart.

A million panelists with thirty contributions each (`--panelists 1000000 --programs 1 --months 1`) need 20 GB in the
folder for temporary files.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

CENTS_EACH = 10
RESERVED_EACH = 1900
MONTHS = {date(2026, 2, 1): datetime(2026, 3, 1, 4, tzinfo=UTC), date(2026, 3, 1): datetime(2026, 4, 1, 4, tzinfo=UTC)}
EARNED_APART = 200


def start(home: str) -> None:
    """The product on the database of that home."""
    os.environ |= {"FAIRPANEL_HOME": home}
    from fairpanel.website.start import start as begin

    begin(migrated=False)


def fill(home: str, panelists: int, contributions: int, months: int) -> None:
    """Members, and for each month contributions, earnings, months of pay, and the money reserved for them."""
    start(home)
    from django.db import connection

    from fairpanel.kit.money import Money
    from fairpanel.ledger import actions as ledger
    from fairpanel.ledger.values import Posting
    from fairpanel.members.models import Member
    from fairpanel.rewards import accounts
    from fairpanel.rewards.actions import fund
    from fairpanel.rewards.models import Contribution, Earning, PayMonth
    from fairpanel.website import database

    database.migrate()
    now = datetime(2026, 2, 1, 4, tzinfo=UTC)
    whole = Money(RESERVED_EACH * panelists, "EUR")
    with connection.cursor() as cursor, bare(cursor, Earning._meta.db_table, Contribution._meta.db_table):  # noqa: SLF001
        # Bulk rows by the database itself: what is measured is the close, not how its months came to be.
        cursor.execute(
            f"""INSERT INTO {Member._meta.db_table}
                (id, password, is_superuser, email, role, language, region, adult_on, purse, joined_at, is_active)
            SELECT uuidv7(), '', false, 'p' || n || '@bench.example', 'panelist', 'en', 'DE', '2026-01-01',
                gen_random_uuid(), %s, true FROM generate_series(1, %s) n""",  # noqa: S608, SLF001  # our own names
            [now, panelists],
        )
        for month in list(MONTHS)[:months]:
            fund(programme="fair", amount=whole, reference=f"{month}", now=now)
            names = accounts.budget("fair", "EUR"), accounts.promised("fair", "EUR")
            ledger.post(Posting(*names, whole), key=f"reserve:{month}", memo="reserve", now=now)
            cursor.execute(
                f"""INSERT INTO {PayMonth._meta.db_table}
                    (purse, month, currency, programme, region, reserved, earned, given, opened_at)
                SELECT purse, %s, 'EUR', 'fair', 'DE', %s, %s, 0, %s FROM {Member._meta.db_table}""",  # noqa: S608, SLF001
                [month, RESERVED_EACH, CENTS_EACH * contributions, now],
            )
            cursor.execute(
                f"""INSERT INTO {Contribution._meta.db_table}
                    (id, member_id, kind, subject, done_at, day, month, region, programme, version, meter, offer, minor,
                     minutes, worked_seconds)
                SELECT uuidv7(), m.id, 'receipt', uuidv7(), %s, %s, %s, 'DE', 'fair', 1, '', '', 0, 0, 0
                FROM {Member._meta.db_table} m, generate_series(1, %s)""",  # noqa: S608, SLF001
                [datetime(month.year, month.month, 10, tzinfo=UTC), month.replace(day=10), month, contributions],
            )
            cursor.execute(
                f"""INSERT INTO {Earning._meta.db_table}
                    (contribution_id, pay_month_id, offer, minor, currency, given, key)
                SELECT c.id, p.id, 'each-receipt', %s, 'EUR', 0, ''
                FROM {Contribution._meta.db_table} c JOIN {Member._meta.db_table} m ON m.id = c.member_id
                JOIN {PayMonth._meta.db_table} p ON p.purse = m.purse AND p.month = c.month
                WHERE c.month = %s""",  # noqa: S608, SLF001
                [CENTS_EACH, month],
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def bare(cursor: CursorWrapper, *tables: str) -> Iterator[None]:
    """Fill these tables first, index and prove their rows afterwards: every key and reference is checked.

    Every constraint and index is there again at the end, as it was.
    """
    cursor.execute("SET work_mem = '512MB'; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
    cursor.execute(
        """SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u', 'p') ORDER BY contype = 'f'""",
        [list(tables)],
    )
    constraints = cursor.fetchall()
    for table, name, _ in reversed(constraints):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    cursor.execute(
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY (%s::regclass[])",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for table, name, definition in constraints:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        cursor.execute(definition)


def close(home: str, month: date) -> int:
    """One program that closes; gives how many months of pay it closed."""
    start(home)
    from fairpanel.programme import preset
    from fairpanel.rewards.actions import close_month

    return close_month(programme=preset("fair"), now=MONTHS[month], month=month).count


def compare(home: str, panelists: int, contributions: int, months: int) -> str:
    """That every cent arrived, once, in books that prove right; and what one more contribution costs."""
    start(home)
    from django.db import transaction
    from django.db.models import Sum

    from fairpanel.ledger.checks import prove
    from fairpanel.ledger.models import Total
    from fairpanel.members.models import Member
    from fairpanel.programme import preset
    from fairpanel.rewards.actions import earn
    from fairpanel.rewards.models import Earning, PayMonth
    from fairpanel.rewards.values import Kind

    for month in list(MONTHS)[:months]:
        assert close(home, month) == 0, "a second run found something to close"
    assert not PayMonth.objects.filter(closed_at=None).exists()
    purses = Total.objects.filter(account__name__startswith="panelist:").aggregate(sum=Sum("posted"))["sum"]
    assert purses == panelists * contributions * CENTS_EACH * months, "cents were made or lost"
    assert Earning.objects.aggregate(sum=Sum("minor"))["sum"] == purses, "what was earned is not what was posted"
    assert [finding for proof in prove() for finding in proof.findings] == []
    now = datetime(2026, 4, 10, 12, tzinfo=UTC)
    members = list(Member.objects.all()[:EARNED_APART])
    began = time.monotonic()
    for member in members:
        with transaction.atomic():
            earn(member=member, subject=uuid4(), kind=Kind.RECEIPT, done_at=now, programme=preset("fair"), now=now)
    return f"{(time.monotonic() - began) / EARNED_APART * 1000:.1f} ms"


def run(panelists: int, contributions: int, programs: int, months: int) -> None:
    """One row of the table."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="fairpanel-bench-") as home:
        os.chmod(home, 0o755)  # noqa: PTH101, S103  # the database's account has to pass
        # Who filled it stays until the end: the server ends with its last program, and none may find it ending.
        with context.Pool(1) as holder:
            began = time.monotonic()
            holder.apply(fill, [home, panelists, contributions, months])
            filled = time.monotonic() - began
            cells = []
            for month in list(MONTHS)[:months]:
                with context.Pool(programs) as pool:
                    pool.map(start, [home] * programs, chunksize=1)
                    began = time.monotonic()
                    closed = sum(pool.starmap(close, [(home, month)] * programs, chunksize=1))
                    took = time.monotonic() - began
                assert closed == panelists, f"{closed} of {panelists} were closed"
                cells.append(f"{took:>9.1f} s {panelists / took:>8,.0f}/s")
            one = holder.apply(compare, [home, panelists, contributions, months])
        count = panelists * contributions
        cells += [""] * (len(MONTHS) - months)
        print(
            f"{panelists:>10,}{count:>14,}{programs:>9}  {cells[0]:>21}  {cells[1]:>21}  {one:>12}   "
            f"({filled:.0f} s to fill)",
            flush=True,
        )


def main() -> None:
    """Print a row for each number of panelists and programs."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = lambda given: [int(n) for n in given.split(",")]  # noqa: E731
    arguments.add_argument("--panelists", type=numbers, default=[10_000, 100_000])
    arguments.add_argument("--contributions", type=int, default=30)
    arguments.add_argument("--programs", type=numbers, default=[1, 2])
    arguments.add_argument("--months", type=int, choices=[1, 2], default=2)
    given = arguments.parse_args()
    head = ("panelists", "contributions", "programs", "first month", "second month", "one earned")
    print("{:>10}{:>14}{:>9}  {:>21}  {:>21}  {:>12}".format(*head), flush=True)
    for panelists in given.panelists:
        for programs in given.programs:
            run(panelists, given.contributions, programs, given.months)


if __name__ == "__main__":
    main()
