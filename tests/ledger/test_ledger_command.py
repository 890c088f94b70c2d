"""`fairpanel ledger check` as a keeper of the books meets it."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from fairpanel.cli.ledger import ledger
from fairpanel.kit.money import Money
from fairpanel.ledger import actions
from fairpanel.ledger.values import Posting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _paid(books: None, now: datetime) -> None:
    posting = Posting("sponsor:acme", "panelist:alice", Money(10, "EUR"))
    actions.post(posting, key="receipt:1", memo="receipt", now=now)


@pytest.mark.usefixtures("_paid")
def test_books_that_are_right_are_proven_with_counts() -> None:
    result = CliRunner().invoke(ledger, ["check"])

    assert result.exit_code == 0
    assert "Every entry sums to zero in each currency: 1 proven." in result.output
    assert result.output.endswith("The books are right.\n")


@pytest.mark.usefixtures("_paid")
def test_broken_books_are_told_with_a_sentence_a_finding_and_status_1() -> None:
    connection.cursor().execute("SET session_replication_role = replica; DELETE FROM ledger_leg WHERE amount > 0")
    connection.cursor().execute("RESET session_replication_role")

    result = CliRunner().invoke(ledger, ["check"])

    assert result.exit_code == 1
    assert "Every entry has two legs or more: broken, 1 looked at." in result.output
    assert "  The entry receipt:1 is off by -10 minor units of EUR." in result.output
    assert "The books are right." not in result.output


@pytest.mark.usefixtures("_paid")
def test_a_head_that_was_kept_is_found_again_and_another_one_is_not() -> None:
    head = CliRunner().invoke(ledger, ["link"]).output.strip()

    kept = CliRunner().invoke(ledger, ["check", "--head", head])
    other = CliRunner().invoke(ledger, ["check", "--head", head[:-1] + ("0" if head[-1] != "0" else "1")])

    assert kept.exit_code == 0
    assert f"The audit chain: 0 facts wait for a link; the head is {head}" in kept.output
    assert other.exit_code != 0


def test_a_head_that_is_none_is_told_with_how_to_write_one() -> None:
    result = CliRunner().invoke(ledger, ["check", "--head", "abc"])

    assert result.exit_code == 2
    assert "write its number, a colon and 64 hexadecimal digits" in result.output


@pytest.mark.usefixtures("_paid")
def test_the_trial_balance_has_the_same_under_debit_and_credit() -> None:
    result = CliRunner().invoke(ledger, ["balance"])

    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert lines[2:] == ["panelist (1) 0.10 EUR", "sponsor (1) 0.10 EUR", "all in EUR 0.10 EUR 0.10 EUR"]


@pytest.mark.usefixtures("_paid")
def test_before_the_first_entry_the_balance_is_empty() -> None:
    result = CliRunner().invoke(ledger, ["balance", "--all", "--at", "2026-01-01"])

    assert result.exit_code == 0
    assert result.output.startswith("At 2026-01-01 00:00:00 UTC")
    assert "EUR" not in result.output


@pytest.mark.usefixtures("_paid")
def test_the_journal_and_the_export_tell_the_entry(tmp_path: Path) -> None:
    book = tmp_path / "books.csv"

    told = CliRunner().invoke(ledger, ["journal", "panelist:alice"])
    CliRunner().invoke(ledger, ["export", str(book)], catch_exceptions=False)

    assert "posted  receipt: receipt:1" in told.output
    assert book.read_text().count("receipt:1") == 2


@pytest.mark.usefixtures("_paid")
def test_the_journal_of_an_account_that_has_no_entry_says_so() -> None:
    told = CliRunner().invoke(ledger, ["journal", "panelist:nobody"])

    assert told.exit_code == 0
    assert told.output == "No entry of panelist:nobody.\n"


@pytest.mark.usefixtures("_paid")
@pytest.mark.parametrize(
    ("form", "says"),
    [("csv", "entry,key,memo"), ("beancount", "open "), ("hledger", "decimal-mark .")],
)  # fmt: skip
def test_the_books_are_written_in_each_form_by_its_plain_name(form: str, says: str) -> None:
    done = CliRunner().invoke(ledger, ["export", "--format", form])

    assert done.exit_code == 0
    assert says in done.output
