"""Eight writers race each other for keys and money, are killed and start again: no cent is made or lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from random import Random

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.ledger import actions
from fairpanel.ledger.checks import prove
from fairpanel.ledger.models import Entry
from fairpanel.ledger.problems import BooksBusy, NotEnough
from fairpanel.ledger.values import Draft, Posting, State

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEED = 20261122
WRITERS = 8
BUDGETS = ["budget:fair", "budget:shopper"]
PANELISTS = [f"panelist:{n}" for n in range(20)]
# No panelist ever holds so much: a writer who asks for it must be told no, however the race goes.
MORE_THAN_THERE_IS = 10**9
LOST_CONNECTION = (OperationalError, InterfaceError)


class Crash(Exception):
    """The program ends in the middle of a transaction."""


@lru_cache(maxsize=10_000)
def drafted(number: int, variant: int) -> Draft:
    """What stands under key `number`: always the same, but for the rare writer who says something else by it."""
    chance = Random(f"{SEED}:{number}:{variant}")
    budget, one, other = chance.choice(BUDGETS), *chance.sample(PANELISTS, 2)
    routes = [("sponsor:acme", budget, 400), (budget, one, 20), (budget, one, 20), (one, other, 6), (one, budget, 3)]
    routes = chance.sample(routes, chance.choice([1, 1, 2]))
    if chance.random() < 0.02:
        routes = [(one, other, MORE_THAN_THERE_IS)]
    return Draft(
        key=f"op:{number}",
        memo="race",
        postings=tuple(
            Posting(source, target, Money(most if most == MORE_THAN_THERE_IS else chance.randint(1, most), "EUR"))
            for source, target, most in routes
        ),
        pending=chance.random() < 0.3,
        corrects=f"op:{number - 1000}" if chance.random() < 0.005 else None,
    )


@dataclass
class Told:
    """What writers were told was done, and so must be found in the end."""

    variants: dict[int, set[int]] = field(default_factory=dict)
    closed: dict[int, set[State]] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)

    def posted(self, number: int, variant: int) -> None:
        self.variants.setdefault(number, set()).add(variant)

    def add(self, other: Told) -> None:
        for number, variants in other.variants.items():
            self.variants.setdefault(number, set()).update(variants)
        for number, states in other.closed.items():
            self.closed.setdefault(number, set()).update(states)
        self.happened.update(other.happened)


@dataclass(frozen=True)
class Race:
    """So many operations in all; each verb posts up to `drafts` entries or closes one."""

    operations: int
    drafts: int
    # Every writer adds to it without a lock: it only moves the window on.
    done: list[int] = field(default_factory=lambda: [0])

    @property
    def window(self) -> range:
        """The keys that writers draw from. It moves on with the work, so that several want the same key at once."""
        start = self.done[0] // 2
        return range(start, start + WRITERS * self.drafts)

    def write(self, writer: int) -> Told:
        """Run one writer's share on a connection of its own. Returns what it was told."""
        chance, told, operations = Random(f"{SEED}:{writer}"), Told(), 0
        try:
            while operations < self.operations // WRITERS:
                # Mostly one verb, as callers do; several in one transaction wait for each other crosswise and deadlock.
                plan = [self._verb(chance, most) for most in chance.choice([[self.drafts]] * 9 + [[2, 2, 2]])]
                crash_before = chance.randrange(len(plan)) if chance.random() < 0.05 else None
                done = self._until_told(plan, crash_before)
                operations += done.happened["operations"]
                self.done[0] += done.happened["operations"]
                told.add(done)
        finally:
            connection.close()
        return told

    def _verb(self, chance: Random, most: int) -> Callable[[Told], int]:
        """One verb with all its arguments drawn, so that it can be said again to the letter."""
        if chance.random() < 0.7:
            numbers = chance.choices(self.window, k=chance.randint(1, most))
            variants = [0] * (len(numbers) - 1) + [int(chance.random() < 0.1)]

            def post(told: Told) -> int:
                pairs = list(zip(numbers, variants, strict=True))
                actions.post_many([drafted(number, variant) for number, variant in pairs], now=NOW)
                for number, variant in pairs:
                    told.posted(number, variant)
                return len(pairs)

            return post
        number, state = chance.choice(self.window), chance.choice([State.POSTED, State.VOID])

        def close(told: Told) -> int:
            (actions.settle if state is State.POSTED else actions.void)(key=f"op:{number}", now=NOW)
            told.closed.setdefault(number, set()).add(state)
            return 1

        return close

    def _until_told(self, plan: list[Callable[[Told], int]], crash_before: int | None) -> Told:
        """Say the plan in one transaction, again and again until it is known what became of it."""
        lost: Counter[str] = Counter()
        while True:
            told = Told()
            try:
                with transaction.atomic():
                    for position, verb in enumerate(plan):
                        if position == crash_before:
                            raise Crash  # noqa: TRY301  # in the middle of the transaction is where it belongs
                        try:
                            told.happened["operations"] += verb(told)
                        except BooksBusy:
                            raise
                        except Problem as problem:
                            told.happened["operations"] += 1
                            told.happened[type(problem).__name__] += 1
            except Crash:
                return Told(happened=lost + Counter(operations=1, crashes=1))
            except BooksBusy:
                lost["deadlocks"] += 1
            except LOST_CONNECTION:
                lost["killed connections"] += 1
                connection.close()
            else:
                told.happened.update(lost)
                return told


def _named(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Every new connection is a writer's: let it be found, and let a deadlock be found soon."""
    with connection.cursor() as cursor:
        cursor.execute("SET application_name = 'ledger writer'; SET deadlock_timeout = '30ms'")


@contextmanager
def connections_killed(*, every_s: float) -> Iterator[None]:
    """Now and then end a writer's connection, wherever it stands."""
    over = threading.Event()

    def kill() -> None:
        with connection.cursor() as cursor:
            while not over.wait(every_s):
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'ledger writer' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
                )
        connection.close()

    connection_created.connect(_named)
    with ThreadPoolExecutor(1) as killer:
        killing = killer.submit(kill)
        try:
            yield
        finally:
            over.set()
            killing.result()
            connection_created.disconnect(_named)


def race(race: Race, *, kill_every_s: float) -> Told:
    """Open the accounts, let the writers run, and compare the books with what the writers were told."""
    actions.open_account(name="sponsor:acme", currency="EUR", may_overdraw=True, now=NOW)
    for name in BUDGETS + PANELISTS:
        actions.open_account(name=name, currency="EUR", may_overdraw=False, now=NOW)
    start = [Posting("sponsor:acme", name, Money(10, "EUR")) for name in BUDGETS + PANELISTS]
    actions.post(*start, key="start", memo="start", now=NOW)
    told = Told()
    started = time.monotonic()

    with connections_killed(every_s=kill_every_s), ThreadPoolExecutor(WRITERS) as writers:
        for of_one in writers.map(race.write, range(WRITERS)):
            told.add(of_one)

    told.happened["seconds"] = round(time.monotonic() - started)
    entries = {int(e.key[3:]): e for e in Entry.objects.exclude(key="start").iterator()}
    assert len(entries) == Entry.objects.count() - 1, "a key is there twice"
    assert set(entries) == set(told.variants), "a key was told and is not there, or the other way round"
    expected = Counter({"sponsor:acme": -10 * len(start), **dict.fromkeys(BUDGETS + PANELISTS, 10)})
    for number, entry in entries.items():
        (variant,) = told.variants[number]
        draft = drafted(number, variant)
        (state,) = told.closed.get(number, {draft.opened_as})
        assert (entry.digest, entry.state) == (draft.digest(), state)
        if state is State.POSTED:
            for leg in draft.legs():
                expected[leg.account] += leg.minor
    balances = {name: actions.balance(name).minor for name in ["sponsor:acme", *BUDGETS, *PANELISTS]}
    assert balances == {name: expected[name] for name in balances}
    assert sum(balances.values()) == 0
    assert [finding for proof in prove() for finding in proof.findings] == []
    return told


def at_once(write: Callable[[int], str]) -> list[str]:
    """What each writer got, all of them starting at the same moment."""
    start = threading.Barrier(WRITERS)

    def one(writer: int) -> str:
        connection.ensure_connection()
        start.wait()
        try:
            return write(writer)
        except NotEnough:
            return "not enough"
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(one, range(WRITERS)))


@pytest.mark.usefixtures("books")
def test_eight_writers_of_the_same_key_get_the_same_entry() -> None:
    ten = Posting("sponsor:acme", "panelist:alice", Money(10, "EUR"))

    got = at_once(lambda _writer: str(actions.post(ten, key="receipt:1", memo="receipt", now=NOW).id))

    assert got == [str(Entry.objects.get().id)] * WRITERS
    assert actions.balance("panelist:alice") == Money(10, "EUR")


@pytest.mark.usefixtures("books")
def test_of_eight_writers_who_want_the_last_ten_cents_one_gets_them() -> None:
    ten = Money(10, "EUR")
    actions.post(Posting("sponsor:acme", "budget:fair", ten), key="fund", memo="fund", now=NOW)
    posting = Posting("budget:fair", "panelist:alice", ten)

    got = at_once(lambda writer: actions.post(posting, key=f"r:{writer}", memo="receipt", now=NOW).memo)

    assert Counter(got) == {"receipt": 1, "not enough": WRITERS - 1}
    assert actions.balance("panelist:alice") == ten


def test_eight_writers_make_and_lose_no_cent() -> None:
    told = race(Race(operations=2_000, drafts=8), kill_every_s=0.2)

    assert {"KeyTaken", "NotEnough", "EntryClosed", "crashes"} <= set(told.happened)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_eight_writers_make_and_lose_no_cent_in_a_million_operations(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    told = race(Race(operations=1_000_000, drafts=200), kill_every_s=1)

    record_testsuite_property("what happened", dict(told.happened))
    assert told.happened["operations"] >= 1_000_000
    assert told.happened["killed connections"] > 100
