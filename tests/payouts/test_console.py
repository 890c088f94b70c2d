"""The operator's page about payouts: every door of it does what it says."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.members import looks
from fairpanel.members.models import Member
from fairpanel.payouts import actions
from fairpanel.payouts.models import Batch, Finding, Payout
from fairpanel.payouts.values import Way
from fairpanel.programme import Programme
from tests.payouts.conftest import Ask, send
from tests.payouts.in_memory import InMemory

SignedIn = Callable[[Member], Client]


@pytest.fixture
def desk(olivia: Member, signed_in: SignedIn) -> Client:
    return signed_in(olivia)


def test_a_large_sum_is_approved_and_its_panelist_sees_who_looked(
    rich: Member, ask: Ask, provider: InMemory, desk: Client
) -> None:
    payout = ask(rich, 6000)
    page = desk.get(reverse("console:payouts")).content.decode()
    detail = desk.get(reverse("console:payout", args=[payout.id])).content.decode()

    desk.post(reverse("console:decide_payout", args=[payout.id]), {"decision": "approve"})

    payout.refresh_from_db()
    assert "€60.00" in page
    assert "alice@example.org" not in page + detail
    assert send(payout).state == "accepted"
    assert {look.what for look in looks.of_member(rich)} == {"money"}


def test_a_person_says_no_and_the_money_is_free(rich: Member, ask: Ask, desk: Client) -> None:
    payout = ask(rich, 6000)

    desk.post(reverse("console:decide_payout", args=[payout.id]), {"decision": "refuse"})

    assert ledger.available(rich.account) == Money(8000, "EUR")


def test_a_finding_is_shown_with_its_ways_out_and_resolved(
    rich: Member, ask: Ask, provider: InMemory, desk: Client
) -> None:
    provider.faults = ["less"]
    send(ask(rich, 1000))
    finding = Finding.objects.get()
    page = desk.get(reverse("console:payouts")).content.decode()

    desk.post(reverse("console:resolve_payout", args=[finding.id]), {"resolution": "given-back"})
    again = desk.post(reverse("console:resolve_payout", args=[finding.id]), {"resolution": "given-back"})

    assert "They paid another sum than we asked for." in page
    assert "It paid another sum than was asked for." in page
    assert ledger.balance(rich.account) == Money(7001, "EUR")
    assert ledger.balance("payout:gift-card:EUR").minor == provider.out()
    assert again.status_code == 409


def test_a_provider_is_stopped_let_go_on_and_compared(provider: InMemory, desk: Client, now: datetime) -> None:
    address = reverse("console:payout_provider", args=["memory"])

    desk.post(address, {"decision": "stop"})
    stopped = actions.is_stopped(provider="memory", now=now + timedelta(days=9))
    desk.post(address, {"decision": "restart"})
    desk.post(address, {"decision": "compare"})

    assert stopped
    assert not actions.is_stopped(provider="memory", now=now)
    assert desk.post(address, {"decision": "dance"}).status_code == 422


def test_transfers_go_into_one_file_once_and_a_person_says_what_the_bank_did(
    rich: Member, ask: Ask, programme: Programme, desk: Client, now: datetime
) -> None:
    told = {"holder": "=Alice Liddell", "iban": "DE02120300000000202051"}
    later = now + timedelta(days=3)
    actions.set_address(member=rich, way=Way.BANK, told=told, programme=programme, now=now - timedelta(days=3))
    payout = ask(rich, 1050, way=Way.BANK)

    desk.post(reverse("console:bank_file"), {"currency": "EUR"})
    nothing = desk.post(reverse("console:bank_file"), {"currency": "EUR"})
    batch = Batch.objects.get()
    files = [desk.get(reverse("console:bank_download", args=[batch.id, kind])).content for kind in ("xml", "csv")]
    twice = desk.get(reverse("console:bank_download", args=[batch.id, "xml"])).content
    desk.post(reverse("console:decide_payout", args=[payout.id]), {"decision": "accepted"})

    payout.refresh_from_db()
    assert nothing.status_code == 409
    assert b"DE02120300000000202051" in files[0]
    assert b"10.50" in files[0]
    assert payout.external_id.encode() in files[0]
    assert twice == files[0]
    assert b"'=Alice Liddell,DE02120300000000202051,10.50,EUR" in files[1]
    assert payout.state == "accepted"
    assert ledger.balance("payout:bank:EUR") == Money(1050, "EUR")
    actions.say_what_the_bank_did(payout_id=payout.id, state=Payout(state="returned").state, now=later)  # type: ignore[arg-type]
    assert ledger.balance(rich.account) == Money(8000, "EUR")


def test_what_is_given_away_is_paid_over_once_a_month_and_told_to_anybody(
    rich: Member, ask: Ask, desk: Client, client: Client
) -> None:
    payout = ask(rich, 300, way=Way.CHARITY)
    before = client.get(reverse("payouts:charity")).content.decode()

    for _ in range(2):
        desk.post(reverse("console:pay_over"), {"currency": "EUR", "month": "2026-11"})

    payout.refresh_from_db()
    after = client.get(reverse("payouts:charity")).content.decode()
    assert "waits to be paid over" in before
    assert "€3.00" in after
    assert "waits to be paid over" not in after
    assert payout.state == "delivered"
    assert ledger.balance("payout:charity:EUR") == Money(300, "EUR")
