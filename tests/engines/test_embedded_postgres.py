"""The database starts with who comes first, stops with who leaves last, and survives what kills either."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fairpanel.engines.embedded_postgres.server import NoDatabase, Server

HOLD = """
import sys
from pathlib import Path
from fairpanel.engines.embedded_postgres.server import Server

server = Server.at(Path(sys.argv[1]))
server.hold()
print(server.pid(), flush=True)
sys.stdin.read()
"""
pytestmark = pytest.mark.xdist_group("embedded_postgres")


@pytest.fixture
def folder(home: Path) -> Iterator[Path]:
    yield home / "postgres"
    Server.at(home / "postgres").let_go()


def program(folder: Path) -> subprocess.Popen[str]:
    """A program of its own that holds the server until its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def pid_told_by(holder: subprocess.Popen[str]) -> int:
    assert holder.stdout is not None
    return int(holder.stdout.readline())


def end(holder: subprocess.Popen[str]) -> None:
    holder.communicate(timeout=60)


def ask(server: Server) -> int:
    with psycopg.connect(host=str(server.sockets), user="postgres", dbname="fairpanel") as session:
        row = session.execute("SELECT 42").fetchone()
    assert row is not None
    return int(row[0])


def test_two_programs_that_start_at_once_share_one_server_and_the_last_one_stops_it(folder: Path) -> None:
    first, second = program(folder), program(folder)

    pids = {pid_told_by(first), pid_told_by(second)}
    end(first)
    still_up = Server(folder).pid()
    end(second)

    assert len(pids) == 1
    assert {still_up} == pids
    assert Server(folder).pid() is None


def test_a_program_that_was_killed_does_not_keep_the_server_up_for_ever(folder: Path) -> None:
    killed, other = program(folder), program(folder)
    pid_told_by(killed), pid_told_by(other)

    killed.kill()
    killed.communicate()
    end(other)

    assert Server(folder).pid() is None


def test_a_server_that_was_killed_is_started_again_by_whoever_asks_next(folder: Path) -> None:
    server = Server.at(folder)
    server.hold()
    before = server.pid()
    assert before is not None

    os.kill(before, signal.SIGKILL)
    while server.pid() == before:
        time.sleep(0.05)
    server.hold()

    assert ask(server) == 42
    assert server.pid() != before


def test_a_folder_with_a_very_long_name_works_too(home: Path) -> None:
    server = Server.at(home / ("long" * 30))

    server.hold()

    assert ask(server) == 42
    server.let_go()


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(home: Path) -> None:
    (home / "a-file").write_text("")

    with pytest.raises(NoDatabase, match=r"a-file/postgres did not start: .*Its log is"):
        Server.at(home / "a-file" / "postgres").hold()


def test_only_its_owner_may_open_its_folder(folder: Path) -> None:
    server = Server.at(folder)

    server.hold()

    assert server.sockets.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0
