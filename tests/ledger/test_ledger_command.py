"""`fairpanel ledger check` as a keeper of the books meets it."""

from datetime import datetime

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
