"""A panel of its own in a folder: real programs, a real database, real kills."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from fairpanel.engines.embedded_postgres.server import Server
from fairpanel.reading import drawing

ENROL = """
from datetime import UTC, date, datetime
from fairpanel.website.start import start
start()
from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Role
from fairpanel.programme import preset
now = datetime.now(UTC)
member = enrol(email="alice@example.org", role=Role.PANELIST, language="en", now=now)
join(member=member, programme=preset("fair"), region="DE", language="en", born=date(1990, 1, 1), today=now.date())
answer(member=member, purpose=Purpose.RECEIPTS, version=current_version(Purpose.RECEIPTS), granted=True, now=now)
"""


@dataclass
class Panel:
    """Programs that share one home, and what their database says."""

    home: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        # The same sources as the tests run on.
        ours = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        return ours | {"HOME": str(self.home), "FAIRPANEL_HOME": str(self.home)}

    @property
    def server(self) -> Server:
        return Server.at(self.home / "postgres")

    def run(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `fairpanel` to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "fairpanel", *words], env=self.environment, text=True, capture_output=True,
            check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `fairpanel` in a session of its own."""
        with (self.home / "stderr.log").open("a") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "fairpanel", *words], env=self.environment, text=True, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            )  # fmt: skip
        self.started.append(process)
        return process

    def migrate(self) -> None:
        """Make the tables, as `fairpanel migrate` does. Before anything holds the database."""
        _copy(_migrated(), self.home)

    def enrol_alice(self) -> None:
        """Make the tables, and let Alice join and agree. Before anything holds the database."""
        _copy(_with_alice(), self.home)

    def draw(self, count: int) -> list[str]:
        """Files with drawn receipts of the last days."""
        now = datetime.now(UTC)
        files = [self.home / f"receipt-{seed}.jpg" for seed in range(count)]
        for seed, file in enumerate(files):
            file.write_bytes(drawing.draw(seed=seed, now=now, country="DE").jpeg)
        return [str(file) for file in files]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows from the panel's database."""
        with psycopg.connect(host=str(self.server.sockets), user="postgres", dbname="fairpanel") as session:
            return session.execute(query).fetchall()

    def kill_database(self) -> None:
        """SIGKILL to the server, as a power cut would."""
        pid = self.server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: self.server.pid() != pid)

    def end(self) -> None:
        """End whatever still runs."""
        for process in self.started:
            if process.poll() is None:
                process.terminate()
            process.wait(60)


# Made once for all tests and copied, with the database stopped: a migration takes longer than most tests.
@cache
def _migrated() -> Path:
    panel = Panel(_kept_until_the_end())
    panel.run("migrate")
    return panel.home


@cache
def _with_alice() -> Path:
    panel = Panel(_kept_until_the_end())
    panel.migrate()
    subprocess.run([sys.executable, "-c", ENROL], env=panel.environment, check=True, timeout=120)
    return panel.home


def _kept_until_the_end() -> Path:
    home = tempfile.mkdtemp(prefix="fairpanel-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return Path(home)


def _copy(home: Path, to: Path) -> None:
    assert not (to / "postgres").exists(), "the tables are made before anything holds the database"
    # The database's files belong to an account of their own, which `shutil` does not keep.
    subprocess.run(["/bin/cp", "-a", f"{home}/.", str(to)], check=True)


def wait_for(holds: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait until it holds; fail when it takes longer."""
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, "it did not come to hold in time"
        time.sleep(0.1)
