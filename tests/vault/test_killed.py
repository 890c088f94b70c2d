"""Kill -9 while a file is written and while keys are wrapped anew: nothing half is ever there, and all opens after."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.panel import Panel, wait_for

pytestmark = [pytest.mark.xdist_group("panel"), pytest.mark.timeout(600)]
PANELISTS = 40
SEAL = f"""
from uuid import UUID
from fairpanel.website.start import start
start()
from django.db import transaction
from fairpanel.website.assembly import vault_here
with transaction.atomic():
    for number in range(1, {PANELISTS + 1}):
        print(vault_here("copies").seal(b"receipt %d" % number, owner=UUID(int=number)))
"""
OPEN = """
import sys
from fairpanel.website.start import start
start()
from fairpanel.website.assembly import vault_here
print([vault_here("copies").open(name).decode() for name in sys.argv[1:]])
"""
WRITE = """
import time
from fairpanel.website.start import start
start()
from uuid import UUID
from fairpanel.website.assembly import vault_here
def pieces():
    while True:
        yield b"r" * 1_000_000
        time.sleep(0.05)
vault_here("copies").seal_pieces(pieces(), owner=UUID(int=1))
"""


@pytest.fixture
def panel(home: Path) -> Iterator[Panel]:
    panel = Panel(home)
    panel.migrate()
    panel.server.hold()
    yield panel
    panel.end()
    panel.server.let_go()


def told_by(panel: Panel, program: str, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *words], env=panel.environment, text=True, capture_output=True, check=True,
        timeout=120,
    ).stdout  # fmt: skip


def test_a_rotation_killed_half_way_loses_no_key_and_goes_on(panel: Panel) -> None:
    names = told_by(panel, SEAL).split()
    everything = str([f"receipt {number}" for number in range(1, PANELISTS + 1)])
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%vault_key%'"

    with psycopg.connect(host=str(panel.server.sockets), user="postgres", dbname="fairpanel") as blocker:
        # One panelist's key cannot be wrapped anew for the moment: so far the rotation comes, and no farther.
        blocker.execute("SELECT 1 FROM vault_key WHERE owner = '00000000-0000-0000-0000-000000000001' FOR UPDATE")
        rotation = panel.start("vault", "rotate")
        wait_for(lambda: panel.ask(waits) != [])
        rotation.kill()
        rotation.wait()
    assert [count for (count,) in panel.ask("SELECT count(*) FROM vault_key GROUP BY master ORDER BY 1")] == [
        1, PANELISTS,
    ]  # fmt: skip

    assert told_by(panel, OPEN, *names).strip() == everything
    assert "still wrapped" not in panel.run("vault", "rotate").stdout
    assert len((panel.home / "vault.key").read_text().split()) == 2
    assert "the only one left" in panel.run("vault", "rotate", "--remove-old").stdout
    assert len((panel.home / "vault.key").read_text().split()) == 1
    assert told_by(panel, OPEN, *names).strip() == everything


def test_a_program_killed_while_it_writes_leaves_no_file_that_anybody_reads(panel: Panel) -> None:
    told_by(panel, SEAL)
    writer = subprocess.Popen([sys.executable, "-c", WRITE], env=panel.environment)
    wait_for(lambda: any(file.stat().st_size > 2_000_000 for file in panel.home.glob("copies/*/*.draft")))

    writer.kill()
    writer.wait()

    [half] = panel.home.glob("copies/*/*.draft")
    assert not half.with_suffix("").exists()
    assert "41 files, 0 rows" in panel.run("vault", "check").stdout
    # Half a day later nobody can be at it any more.
    told_by(panel, f"import os; os.utime({str(half)!r}, (0, 0))")
    panel.run("vault", "sweep")
    assert not half.exists()


def test_with_another_master_key_nothing_starts_and_one_sentence_says_why(panel: Panel) -> None:
    (panel.home / "vault.key").write_text("ab" * 32)

    for command in (["work", "--until-idle"], ["serve", "--port", "0"], ["vault", "check"]):
        said = panel.run(*command, code=1).stderr
        assert said.count("\n") == 1
        assert "FAIRPANEL_VAULT_KEY does not open 1 of the 1 keys of this panel" in said
