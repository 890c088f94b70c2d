"""Whatever is killed, and whenever: every receipt ends, and none pays twice."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.panel import Panel, wait_for

pytestmark = [pytest.mark.xdist_group("panel"), pytest.mark.timeout(600)]
COUNT = 5
CENTS_EACH = 10


@pytest.fixture
def panel(home: Path) -> Iterator[Panel]:
    panel = Panel(home)
    panel.enrol_alice()
    # One program that holds the database for the length of the test, as `serve` would.
    panel.server.hold()
    panel.run("submit", "--member", "alice@example.org", *panel.draw(COUNT))
    yield panel
    panel.end()
    panel.server.let_go()


def unfinished(panel: Panel) -> int:
    [(count,)] = panel.ask("SELECT count(*) FROM receipts_receipt WHERE state = 'received'")
    return int(count)


def assert_each_accepted_receipt_pays_once(panel: Panel) -> None:
    [(accepted,)] = panel.ask("SELECT count(*) FROM receipts_receipt WHERE state = 'accepted'")
    earned = panel.ask(
        "SELECT count(*), count(DISTINCT contribution.subject), sum(earning.minor) FROM rewards_earning earning"
        " JOIN rewards_contribution contribution ON contribution.id = earning.contribution_id"
    )
    assert accepted > 0
    assert earned == [(accepted, accepted, CENTS_EACH * accepted)]
    panel.run("ledger", "check")


def test_a_worker_killed_in_the_middle_of_reading_loses_nothing(panel: Panel) -> None:
    worker = panel.start("work")
    wait_for(lambda: panel.ask("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'") != [])

    worker.kill()
    worker.wait()
    assert unfinished(panel) > 0
    # What the silence of half a minute would say: this worker is dead.
    with psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel") as session:
        session.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    panel.start("work")
    wait_for(lambda: unfinished(panel) == 0)

    assert_each_accepted_receipt_pays_once(panel)


def now_at(panel: Panel, *, turn: int) -> list[str]:
    """The receipts that are being read for the first or the second time."""
    asked = "SELECT id FROM receipts_receipt WHERE readings_begun = %s AND state = 'received'"
    with psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel") as session:
        return [str(number) for (number,) in session.execute(asked, [turn])]


# Twice a minute passes until somebody looks for work whose worker is dead.
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_picture_that_kills_its_worker_is_tried_by_a_second_one_then_refused_and_the_others_are_read(
    panel: Panel,
) -> None:
    killed = []
    for turn in (1, 2):
        worker = panel.start("work")
        wait_for(lambda turn=turn: now_at(panel, turn=turn) != [], seconds=400)  # type: ignore[misc]
        killed += now_at(panel, turn=turn)
        worker.kill()
        worker.wait()
        with psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel") as session:
            session.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    panel.start("work")
    wait_for(lambda: unfinished(panel) == 0, seconds=400)

    refused = panel.ask("SELECT id::text FROM receipts_receipt WHERE reason = 'unreadable' AND readings_begun = 2")
    assert killed == [refused[0][0]] * 2
    assert len(refused) == 1
    assert_each_accepted_receipt_pays_once(panel)


def test_a_database_killed_in_the_middle_of_settling_loses_nothing(panel: Panel) -> None:
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%rewards_earning%'"
    blocker = psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel")
    blocker.execute("LOCK TABLE rewards_earning IN EXCLUSIVE MODE")
    panel.start("work")
    # The receipt is closed, and what it earns stands at the locked table: the middle of settling.
    wait_for(lambda: panel.ask(waits) != [])

    panel.kill_database()
    blocker.close()
    panel.server.hold()
    wait_for(lambda: unfinished(panel) == 0)

    assert_each_accepted_receipt_pays_once(panel)
