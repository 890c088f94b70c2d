"""`fairpanel submit`: what is taken is named with its id, what is not with its sentence."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairpanel.cli.submit import submit
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from tests.receipts.made_by_hand import a_picture


@pytest.fixture(autouse=True)
def in_time(panelist: Member, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(submit, [str(word) for word in words])


def test_each_file_is_sent_and_named(tmp_path: Path) -> None:
    files = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for file in files:
        file.write_bytes(a_picture())

    done = run("--member", "Alice@example.org", *files)

    assert done.exit_code == 0
    told = {line.rpartition(" ")[2] for line in done.stdout.splitlines()}
    assert told == {str(receipt.id) for receipt in Receipt.objects.all()}
    assert len(told) == len(files)
    assert set(Receipt.objects.values_list("channel", flat=True)) == {"command"}


def test_what_is_not_taken_is_said_and_the_rest_is_sent(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.jpg", tmp_path / "empty.jpg"
    good.write_bytes(a_picture())
    empty.touch()

    done = run("--member", "alice@example.org", empty, good, good, tmp_path / "missing.jpg")

    assert done.exit_code == 1
    assert "empty.jpg: This file is empty." in done.stderr
    assert "good.jpg: You have already sent us this receipt." in done.stderr
    assert "missing.jpg: This file cannot be opened: No such file or directory." in done.stderr
    assert Receipt.objects.count() == 1


def test_an_address_that_nobody_has_is_a_sentence(tmp_path: Path) -> None:
    done = run("--member", "nobody@example.org", tmp_path / "any.jpg")

    assert done.exit_code == 1
    assert "Nobody here has the mail address nobody@example.org." in done.stderr
