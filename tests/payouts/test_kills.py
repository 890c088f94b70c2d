"""Real programs, a real database, real kills, and a provider at the other end: all ends, and nothing is paid twice."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fairpanel.engines.fake_provider import KEYS, FakeProvider, Fault
from tests.panel import Panel, wait_for

pytestmark = [pytest.mark.xdist_group("panel"), pytest.mark.timeout(600)]
COUNT = 3
ASK = """
from datetime import UTC, datetime
from fairpanel.website.start import start
start()
from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.payouts import actions
from fairpanel.payouts.values import Way
from fairpanel.programme import preset
now, alice, fair = datetime.now(UTC), Member.objects.get(email="alice@example.org"), preset("fair")
ledger.open_account(name="sponsor:fair:EUR", currency="EUR", may_overdraw=True, now=now)
ledger.open_account(name=alice.account, currency="EUR", may_overdraw=False, now=now)
ledger.post(Posting("sponsor:fair:EUR", alice.account, Money(5000, "EUR")), key="earned", memo="reward", now=now)
actions.set_address(member=alice, way=Way.GIFT_CARD, told={"mail": "alice@example.org"}, programme=fair, now=now)
for minor in (1000, 1100, 1200):
    actions.ask(member=alice, way=Way.GIFT_CARD, amount=Money(minor, "EUR"), programme=fair, now=now)
"""


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


class Paying(Panel):
    """A panel whose programs know where the provider is."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"FAIRPANEL_PAYOUTS": str(self.home / "payouts.toml")}


@pytest.fixture
def panel(home: Path, fake: FakeProvider) -> Iterator[Paying]:
    panel = Paying(home)
    (home / "payouts.toml").write_text(
        f'[tremendous]\naddress = "{fake.address}/tremendous"\nkey = "{KEYS["tremendous"]}"\nproducts = ["P"]\n'
    )
    panel.enrol_alice()
    panel.server.hold()
    subprocess.run([sys.executable, "-c", ASK], env=panel.environment, check=True, timeout=120)
    yield panel
    panel.end()
    panel.server.let_go()


def make_time_pass(panel: Panel) -> None:
    """What minutes of silence would say: that worker is dead, and its claim is over."""
    with psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel") as session:
        session.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        session.execute("UPDATE payouts_payout SET next_try_at = now() - interval '1 hour' WHERE state = 'submitted'")


def all_accepted(panel: Panel) -> bool:
    [(count,)] = panel.ask("SELECT count(*) FROM payouts_payout WHERE state IN ('accepted', 'delivered')")
    return bool(count == COUNT)


def assert_each_is_paid_once(panel: Panel, fake: FakeProvider) -> None:
    assert sorted(payment.minor for payment in fake.book.payments.values()) == [1000, 1100, 1200]
    [(entries,)] = panel.ask("SELECT count(*) FROM ledger_entry WHERE memo = 'payout' AND state = 'posted'")
    assert entries == COUNT
    panel.run("ledger", "check")


def test_a_worker_killed_while_the_provider_takes_its_time_pays_once(panel: Paying, fake: FakeProvider) -> None:
    fake.book.slow_seconds = 8
    fake.book.faults.append(Fault.SLOW)
    worker = panel.start("work")
    wait_for(lambda: panel.ask("SELECT 1 FROM payouts_attempt WHERE ended_at IS NULL") != [])

    worker.kill()
    worker.wait()
    make_time_pass(panel)
    panel.start("work")
    wait_for(lambda: all_accepted(panel), seconds=200)

    assert_each_is_paid_once(panel, fake)


def test_a_database_killed_while_the_answer_is_on_its_way_pays_once(panel: Paying, fake: FakeProvider) -> None:
    fake.book.slow_seconds = 4
    fake.book.faults.append(Fault.SLOW)
    panel.start("work")
    wait_for(lambda: panel.ask("SELECT 1 FROM payouts_attempt WHERE ended_at IS NULL") != [])

    panel.kill_database()
    panel.server.hold()
    wait_for(lambda: panel.server.pid() is not None)
    make_time_pass(panel)
    wait_for(lambda: all_accepted(panel), seconds=200)

    assert_each_is_paid_once(panel, fake)
