"""The books as other programs take them: the real `beancount` and the real `hledger` come to the same sums."""

import csv
import io
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Open, Transaction

from fairpanel.kit.money import Money
from fairpanel.ledger import actions, exports, journal
from fairpanel.ledger.exports import Format
from fairpanel.ledger.values import Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book")]

_MUST_RUN = os.environ.get("FAIRPANEL_TESTS_NEED_ALL") == "1"


@pytest.fixture
def book(books: None, now: datetime) -> None:
    """Currencies with 0, 2 and 3 decimals, names that look alike over there, a correction and a promise."""
    for name, currency in (("sponsor:acme:JPY", "JPY"), ("sponsor:acme:TND", "TND")):
        actions.open_account(name=name, currency=currency, may_overdraw=True, now=now)
    for name, currency in (("payout:a.b:JPY", "JPY"), ("payout:a-b:JPY", "JPY"), ("panelist:_x", "TND")):
        actions.open_account(name=name, currency=currency, may_overdraw=False, now=now)
    later = now - timedelta(days=400)
    for source, target, amount, key in (
        ("sponsor:acme", "budget:fair", Money(1050, "EUR"), 'fund:"1"\\'),
        ("budget:fair", "panelist:alice", Money(10, "EUR"), "receipt:1"),
        ("sponsor:acme:JPY", "payout:a.b:JPY", Money(1200, "JPY"), "yen:1"),
        ("sponsor:acme:JPY", "payout:a-b:JPY", Money(7, "JPY"), "yen:2"),
        ("sponsor:acme:TND", "panelist:_x", Money(1234, "TND"), "dinar:1"),
    ):
        actions.post(Posting(source, target, amount), key=key, memo="move", now=later)
    back = Posting("panelist:alice", "budget:fair", Money(4, "EUR"))
    actions.correct(back, key="receipt:1:less", corrects="receipt:1", memo="correction", now=now)
    promise = Posting("budget:fair", "panelist:bob", Money(99, "EUR"))
    actions.post(promise, key="offer:1", memo="offer", now=now, pending=True)


def text(as_: Format) -> str:
    return "".join(exports.export(journal.entries(), as_))


def ours(now: datetime) -> dict[str, Decimal]:
    return {b.account: b.posted.decimal() for b in journal.trial_balance(at=now) if b.posted}


def test_beancount_takes_the_books_and_comes_to_the_same(now: datetime) -> None:
    entries, errors, _options = loader.load_string(text(Format.BEANCOUNT))

    assert errors == []
    named = {entry.account: entry.meta["account"] for entry in entries if isinstance(entry, Open)}
    sums: dict[str, Decimal] = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            assert posting.units is not None
            assert isinstance(posting.units.number, Decimal)
            name = named[posting.account]
            sums[name] = sums.get(name, Decimal(0)) - posting.units.number
    assert sums == ours(now)
    assert {entry.meta["key"] for entry in entries if isinstance(entry, Transaction)} >= {'fund:"1"\\', "receipt:1"}


def test_hledger_takes_the_books_and_comes_to_the_same(tmp_path: Path, now: datetime) -> None:
    program = shutil.which("hledger")
    if program is None:
        assert not _MUST_RUN, "hledger is not here, and where everything must run that is a failure"
        pytest.skip("hledger is not here; on Debian: apt-get install hledger")
    book = tmp_path / "books.journal"
    book.write_text(text(Format.HLEDGER))

    asked = [program, "--file", str(book), "balance", "--flat", "--no-total", "-O", "csv"]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run([program, "--file", str(book), "check"], check=True, env=environment)
    told = subprocess.run(asked, check=True, capture_output=True, text=True, env=environment).stdout

    sums = sorted(
        -Decimal(amount.split()[0]) for _account, amount in list(csv.reader(io.StringIO(told)))[1:] if amount != "0"
    )
    assert sums == sorted(ours(now).values())


def test_csv_has_every_leg_of_every_entry_also_of_the_pending(now: datetime) -> None:
    rows = list(csv.DictReader(io.StringIO(text(Format.CSV))))

    assert len(rows) == 14
    assert sum(Decimal(row["amount"]) for row in rows if row["state"] == "posted") == 0
    assert {row["key"] for row in rows if row["state"] == "pending"} == {"offer:1"}
    assert {row["corrects"] for row in rows} == {"", "receipt:1"}
    assert {row["amount"] for row in rows if row["key"] == "dinar:1"} == {"-1.234", "1.234"}
