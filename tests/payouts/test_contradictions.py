"""Answers that contradict what was heard before: nothing is paid twice for them, or given back for nothing."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members.models import Member
from fairpanel.payouts import actions, jobs, tasks
from fairpanel.payouts.models import Finding, Payout
from fairpanel.payouts.values import Nudge, Resolution, State, Told, Trouble, Way
from fairpanel.programme import Programme
from tests.payouts.conftest import Ask, look, send
from tests.payouts.in_memory import InMemory


class Forgetful(InMemory):
    """Takes what is sent, and refuses it the second time instead of saying that it has it."""

    def send(self, body: bytes) -> Told:
        id_ = str(json.loads(body)["id"])
        if id_ in self.paid:
            return Told(id_, State.FAILED, trouble=Trouble.REFUSED)
        return super().send(body)


@pytest.fixture
def forgetful(provider: InMemory, monkeypatch: pytest.MonkeyPatch) -> InMemory:
    monkeypatch.setattr(provider, "__class__", Forgetful)
    return provider


def test_a_refusal_of_what_may_have_been_taken_is_not_believed_where_they_know_of_it(
    rich: Member, ask: Ask, forgetful: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    forgetful.faults = ["silent"]
    send(payout)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))

    send(payout)

    assert payout.state == "accepted"
    assert ledger.balance(rich.account) == Money(7000, "EUR")
    assert ledger.balance("payout:gift-card:EUR").minor == forgetful.out()


def test_a_refusal_stays_in_doubt_where_they_cannot_be_asked_about_the_first_sending(
    *, rich: Member, ask: Ask, forgetful: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    forgetful.faults = ["silent"]
    send(payout)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    monkeypatch.setattr(forgetful, "look", lambda sent: Told(sent.external_id, State.SUBMITTED))

    send(payout)

    assert payout.state == "submitted"
    assert payout.next_try_at is not None
    assert payout.next_try_at > now + timedelta(minutes=5)
    assert ledger.available(rich.account) == Money(7000, "EUR")


def test_what_was_accepted_long_after_it_was_sent_is_not_missed_in_a_statement_of_its_week(
    rich: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    payout = send(ask(rich))
    Payout.objects.update(sent_at=now - timedelta(days=9), accepted_at=now - timedelta(hours=2))

    found = actions.reconcile(provider="memory", statement=[], since=now - timedelta(days=7), now=now)

    payout.refresh_from_db()
    assert (found, payout.state) == (0, "accepted")


def test_a_call_after_the_end_is_heard_and_found_to_contradict_it(
    rich: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    provider.faults = ["refused"]
    payout = send(ask(rich))
    provider.paid[payout.external_id] = Told(payout.external_id, State.DELIVERED, "ref", payout.amount)

    actions.hear(provider="memory", nudge=Nudge("event-1", (payout.external_id,)), now=now)

    assert tasks.is_under_way(payout_id=payout.id)
    assert look(payout).state == "failed"
    assert Finding.objects.get().kind == "paid-after-end"
    assert actions.is_stopped(provider="memory", now=now)


def test_a_provider_without_statements_is_asked_every_night_about_what_ended(
    rich: Member, ask: Ask, provider: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.faults = ["refused"]
    payout = send(ask(rich))
    monkeypatch.setattr(provider, "statement", lambda **_: None)

    jobs.reconcile(0)

    assert tasks.is_under_way(payout_id=payout.id)


def test_a_code_that_has_ended_is_not_asked_for_again_since_that_would_pay_it(
    rich: Member, ask: Ask, provider: InMemory
) -> None:
    provider.codes = True
    provider.faults = ["refused"]
    payout = send(ask(rich))
    provider.paid.clear()

    look(payout)

    assert payout.state == "failed"
    assert provider.paid == {}
    assert Finding.objects.count() == 0


def test_an_amount_in_another_currency_stops_the_provider_and_moves_nothing(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    payout = send(ask(rich))
    provider.paid[payout.external_id] = replace(provider.paid[payout.external_id], amount=Money(1200, "USD"))

    look(payout)
    finding = Finding.objects.get()

    assert (finding.ours, finding.theirs) == (Money(1000, "EUR"), Money(1200, "USD"))
    assert actions.choices(finding) == [Resolution.NOTED]
    actions.resolve(finding_id=finding.id, resolution=Resolution.NOTED, operator=olivia, now=now)
    assert ledger.balance(rich.account) == Money(7000, "EUR")


def test_what_was_paid_in_another_currency_after_the_end_is_borne_in_that_one(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    provider.faults = ["refused"]
    payout = send(ask(rich))
    provider.paid[payout.external_id] = Told(payout.external_id, State.DELIVERED, "ref", Money(1200, "USD"))
    look(payout)

    finding = Finding.objects.get()
    actions.resolve(finding_id=finding.id, resolution=Resolution.BORNE, operator=olivia, now=now)

    assert ledger.balance("payout:gift-card:USD") == Money(1200, "USD")
    assert ledger.balance(rich.account) == Money(8000, "EUR")


def test_a_transfer_that_is_in_no_file_cannot_be_said_to_be_on_its_way(
    rich: Member, programme: Programme, now: datetime
) -> None:
    told = {"holder": "Alice", "iban": "DE89370400440532013000"}
    actions.set_address(member=rich, way=Way.BANK, told=told, programme=programme, now=now - timedelta(days=5))
    payout = actions.ask(member=rich, way=Way.BANK, amount=Money(1000, "EUR"), programme=programme, now=now)

    with pytest.raises(actions.NotWaiting):
        actions.say_what_the_bank_did(payout_id=payout.id, state=State.SUBMITTED, now=now)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ([-1, -3], (7003, 0)), ([7, 9], (7000, 9)), ([-1, 7], (7001, 8)), ([7, -3], (7003, 0)),
        ([7, -3, 7, 0], (7003, 3)),
    ],
)  # fmt: skip
def test_however_often_they_say_another_sum_the_books_come_to_what_they_paid(
    *, rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime, said: list[int],
    holds: tuple[int, int],
) -> None:  # fmt: skip
    """What the purse holds in the end, and what the sponsor bore."""
    payout = send(ask(rich))
    put_in = ledger.balance("sponsor:fair:EUR").minor

    for more in said:
        provider.says(payout.external_id, State.ACCEPTED, amount=Money(1000 + more, "EUR"))
        look(payout)
        (finding,) = Finding.objects.filter(resolved_at=None)
        (way,) = actions.choices(finding)
        actions.resolve(finding_id=finding.id, resolution=way, operator=olivia, now=now)

    borne = put_in - ledger.balance("sponsor:fair:EUR").minor
    assert (ledger.balance(rich.account).minor, borne) == holds
    assert ledger.balance("payout:gift-card:EUR").minor == provider.out() == 1000 + said[-1]


def test_what_was_paid_after_the_end_is_borne_once_whatever_sums_they_name(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    payout = send(ask(rich))
    provider.says(payout.external_id, State.RETURNED)
    look(payout)

    for minor in (1000, 1004, 1002):
        provider.says(payout.external_id, State.DELIVERED, amount=Money(minor, "EUR"))
        jobs.reconcile_with("memory")
        for finding in Finding.objects.filter(resolved_at=None):
            actions.resolve(
                finding_id=finding.id, resolution=actions.choices(finding)[0], operator=olivia, now=now
            )  # fmt: skip

    assert ledger.balance(rich.account) == Money(8000, "EUR")
    assert ledger.balance("payout:gift-card:EUR") == Money(1004, "EUR")
