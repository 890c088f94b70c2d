"""`fairpanel payouts`: what an operator does without a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairpanel.cli.main import main
from fairpanel.members.models import Member
from fairpanel.payouts import jobs
from fairpanel.payouts.models import Finding, Payout
from tests.payouts.conftest import Ask, send
from tests.payouts.in_memory import InMemory

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, provider: InMemory) -> Run:  # before the command
    monkeypatch.setattr("fairpanel.website.start.start", lambda **_: None)
    return lambda *words: CliRunner().invoke(main, ["payouts", *words])


def test_payouts_are_listed_with_why_they_wait_and_without_an_address(rich: Member, ask: Ask, run: Run) -> None:
    held, gone = ask(rich, 6000), send(ask(rich, 1000))

    everything, waiting, wrong = run("list"), run("list", "--state", "held"), run("list", "--state", "lost")

    assert [str(one.id) in everything.output for one in (held, gone)] == [True, True]
    assert "held       gift-card       60.00 EUR  approval" in waiting.output
    assert str(gone.id) not in waiting.output
    assert "example.org" not in everything.output
    assert wrong.exit_code == 1
    assert "There is no state lost." in wrong.output


def test_a_second_person_says_yes(rich: Member, olivia: Member, ask: Ask, run: Run) -> None:
    payout = ask(rich, 6000)

    nobody = run("approve", str(payout.id), "--by", rich.email)
    told = run("approve", str(payout.id), "--by", olivia.email)
    again = run("approve", str(payout.id), "--by", olivia.email)

    assert "is no operator of this panel" in nobody.output
    assert told.output == "Approved. It is created now.\n"
    assert again.exit_code == 1


def test_a_payout_that_waits_for_its_next_try_is_sent_again_now_and_paid_once(
    rich: Member, ask: Ask, run: Run, provider: InMemory
) -> None:
    payout = ask(rich)
    provider.faults = ["silent"]
    send(payout)
    Payout.objects.filter(pk=payout.pk).update(claimed_until=None)
    waited = send(payout).state

    told = run("retry", str(payout.id))

    assert waited == "submitted"
    assert told.output == "10.00 EUR by gift-card is sent again by the next worker that is free.\n"
    assert send(payout).state == "accepted"
    assert run("retry", str(payout.id)).exit_code == 1
    assert provider.out() == 1000


def test_the_books_are_compared_and_findings_counted(
    *, rich: Member, ask: Ask, run: Run, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(ask(rich))
    provider.paid.clear()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=5))

    told = run("reconcile")

    assert told.output == "memory: 1 new findings.\n1 findings wait for a person, on the console.\n"


def test_without_a_statement_each_payout_is_asked_for_and_what_they_do_not_know_is_found_and_found_again(
    *, rich: Member, ask: Ask, run: Run, provider: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = send(ask(rich))
    monkeypatch.setattr(provider, "statement", lambda **_: None)
    known = provider.paid.pop(payout.external_id)

    told = run("reconcile")
    jobs.look(payout_id=str(payout.id))
    unknown = Finding.objects.get()
    provider.paid[payout.external_id] = known
    jobs.look(payout_id=str(payout.id))

    unknown.refresh_from_db()
    assert "memory: gives no statement; 1 payouts are asked for one by one." in told.output
    assert (unknown.kind, unknown.resolution) == ("unknown-to-them", "gone")


def test_what_is_no_statement_of_a_bank_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "statement.xml"
    file.write_text("not xml")

    told = run("bank", str(file))

    assert told.exit_code == 1
    assert "This is no bank statement in the form camt.053 or camt.054." in told.output
