"""A worker is killed (kill -9) in the middle of an erasure: the next goes on, and nothing is left of who left."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from fairpanel.privacy import ports
from tests.panel import Panel, wait_for
from tests.privacy.traces import places

pytestmark = [pytest.mark.xdist_group("panel"), pytest.mark.timeout(600)]
LEAVE = """
from datetime import UTC, datetime
from fairpanel.website.start import start
start()
from fairpanel.members.models import Member
from fairpanel.privacy.erasures.actions import leave
alice = Member.objects.get(email="alice@example.org")
print(alice.pk, alice.purse, leave(member=alice, now=datetime.now(UTC)))
"""


@pytest.fixture
def panel(home: Path) -> Iterator[Panel]:
    panel = Panel(home)
    panel.enrol_alice()
    panel.server.hold()
    panel.run("submit", "--member", "alice@example.org", *panel.draw(2))
    panel.run("work", "--until-idle")
    yield panel
    panel.end()
    panel.server.let_go()


def leave(panel: Panel) -> tuple[str, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", LEAVE], env=panel.environment, text=True, capture_output=True, check=True, timeout=120
    )
    member, purse, secret = done.stdout.split()
    return member, purse, secret


def session(panel: Panel) -> psycopg.Connection:
    return psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel")


def found_in_the_database(panel: Panel, words: tuple[str, ...], *, books: bool) -> set[tuple[str, str]]:
    """In which columns one of these words stands, in books or outside of them."""
    found = set()
    with session(panel) as connection:
        for place in places(ports.filled().keepers):
            query = sql.SQL("SELECT string_agg({}::text, ' ') FROM {}")
            told = connection.execute(
                query.format(sql.Identifier(place.column), sql.Identifier(place.table))
            ).fetchone()
            if place.is_book == books and told and any(word in (told[0] or "") for word in words):
                found.add((place.table, place.column))
    return found


def files_in_the_vault(panel: Panel) -> list[Path]:
    return [file for file in (panel.home / "vault").rglob("*") if file.is_file()]


def test_a_worker_killed_in_the_middle_of_erasing_leaves_nothing_behind(panel: Panel) -> None:
    [(shop, line)] = panel.ask(
        "SELECT shop, text FROM receipts_receipt r JOIN receipts_line l ON l.receipt_id = r.id "
        "WHERE length(text) > 7 AND shop <> '' LIMIT 1"
    )
    assert len(files_in_the_vault(panel)) == 2
    member, purse, _secret = leave(panel)
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%rewards_contribution%'"
    steps = "SELECT count(*) FROM privacy_step WHERE done_at IS NOT NULL"
    finished = "SELECT document FROM privacy_erasure WHERE finished_at IS NOT NULL AND mailed_at IS NOT NULL"

    with session(panel) as blocker:
        blocker.execute("LOCK TABLE rewards_contribution IN ACCESS EXCLUSIVE MODE")
        worker = panel.start("work")
        wait_for(lambda: panel.ask(waits) != [])
        # The receipts are gone already, what they earned is about to.
        assert panel.ask("SELECT count(*) FROM receipts_receipt") == [(0,)]
        [(done_before,)] = panel.ask(steps)
        worker.kill()
        worker.wait()
    assert done_before >= 2
    assert panel.ask(finished) == []
    assert panel.ask("SELECT id::text FROM members_member") == [(member,)]
    with session(panel) as connection:
        # What the silence of half a minute would say: this worker is dead.
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    panel.start("work")
    wait_for(lambda: panel.ask(finished) != [])

    who = (member, member.replace("-", ""), "alice@example.org", shop, line)
    undone = "SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%erasure_id%'"
    wait_for(lambda: panel.ask(undone) == [(0,)])
    assert found_in_the_database(panel, (*who, purse), books=False) == set()
    assert found_in_the_database(panel, who, books=True) == set()
    assert files_in_the_vault(panel) == []
    log = (panel.home / "stderr.log").read_text()
    assert not any(word in log for word in (*who, purse, purse.replace("-", "")))
    [(document,)] = panel.ask(finished)
    file = panel.home / "deletion-receipt.json"
    file.write_text(document)
    assert "Genuine" in panel.run("privacy", "verify", str(file)).stdout
    assert '"store": "receipts.Receipt",\n      "count": 2' in document
    panel.run("ledger", "check")


def test_who_leaves_while_a_worker_reads_their_receipt_leaves_nothing_of_it(panel: Panel) -> None:
    panel.run("submit", "--member", "alice@example.org", *panel.draw(3)[2:])
    panel.start("work")
    wait_for(
        lambda: panel.ask("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND queue_name = 'reading'") != []
    )

    member, _purse, _secret = leave(panel)
    # The reader is at it still; another one erases meanwhile.
    panel.start("work")
    finished = "SELECT 1 FROM privacy_erasure WHERE finished_at IS NOT NULL"
    wait_for(lambda: panel.ask(finished) != [])
    undone = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name <> 'upkeep'"
    wait_for(lambda: panel.ask(undone) == [(0,)])

    who = (member, member.replace("-", ""), "alice@example.org")
    assert found_in_the_database(panel, who, books=False) == set()
    assert panel.ask("SELECT count(*) FROM receipts_receipt") == [(0,)]
    assert panel.ask("SELECT count(*) FROM vault_key WHERE owner <> '00000000-0000-0000-0000-000000000000'") == [(0,)]
    assert files_in_the_vault(panel) == []
