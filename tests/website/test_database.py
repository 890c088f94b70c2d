"""What is wrong with the database is told in one sentence, to the one who can mend it."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from fairpanel.website import database


def command(home: Path, *words: str, **said: str) -> subprocess.CompletedProcess[str]:
    """Run `fairpanel` as somebody would, in a home of its own."""
    environment = {"PATH": os.environ["PATH"], "FAIRPANEL_HOME": str(home), "HOME": str(home), **said}
    return subprocess.run(
        [sys.executable, "-m", "fairpanel", *words], env=environment, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip


def test_a_database_that_does_not_answer_is_told_in_one_sentence_without_its_password(home: Path) -> None:
    done = command(home, "migrate", DATABASE_URL="postgresql://me:hunter2@127.0.0.1:9/panel")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database at 127.0.0.1:9/panel does not answer:")
    assert done.stderr.endswith("Check DATABASE_URL and that the server runs.\n")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


def test_an_address_that_is_none_is_told_in_one_sentence(home: Path) -> None:
    done = command(home, "migrate", DATABASE_URL="panel.db")

    assert done.returncode == 1
    assert done.stderr == ("DATABASE_URL is not an address. Write it as postgres://user:password@host:port/name.\n")


@pytest.mark.django_db
def test_a_server_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "VERSION_MIN", 99)

    with pytest.raises(database.TooOld, match=r"PostgreSQL 18\. Fairpanel needs 99 or newer"):
        database.require()


@pytest.mark.django_db
def test_tables_of_another_version_are_noticed_at_the_start() -> None:
    database.require_migrated()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'consent' AND name LIKE '0002%'")
    with pytest.raises(database.NotMigrated, match="lacks 1 changes"):
        database.require_migrated()


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (psycopg.errors.DiskFull("no space"), database.Full),
        (psycopg.errors.LockNotAvailable("busy"), database.Busy),
        (psycopg.errors.AdminShutdown("bye"), database.Unreachable),
        (psycopg.errors.ConnectionFailure("gone"), database.Unreachable),
    ],
)
def test_a_fault_that_its_keeper_can_mend_has_a_sentence(fault: psycopg.Error, problem: type[Exception]) -> None:
    error = OperationalError(str(fault))
    error.__cause__ = fault

    assert isinstance(database.explained(error), problem)


def test_a_fault_of_our_own_is_not_blamed_on_the_database() -> None:
    error = OperationalError("column x does not exist")
    error.__cause__ = psycopg.errors.UndefinedColumn("column x does not exist")

    assert database.explained(error) is None


@pytest.mark.django_db
def test_the_migrations_make_the_tables_that_the_models_say() -> None:
    said = io.StringIO()

    with contextlib.suppress(SystemExit):
        call_command("makemigrations", "--check", "--dry-run", stdout=said)

    assert said.getvalue().strip() == "No changes detected"
