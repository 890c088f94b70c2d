"""The panelist's money pages, and the address that providers call."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.payouts import actions, ports
from fairpanel.payouts.models import Call, Payout
from fairpanel.payouts.values import Nudge, State, Way
from tests.payouts.conftest import Ask, earn, send
from tests.payouts.in_memory import InMemory

SignedIn = Callable[[Member], Client]


def words(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]  # Django's response


@pytest.fixture
def hers(rich: Member, signed_in: SignedIn) -> Client:
    return signed_in(rich)


def test_the_balance_stands_first_and_an_empty_one_says_from_where_on(
    alice: Member, provider: InMemory, signed_in: SignedIn, now: datetime
) -> None:
    browser = signed_in(alice)
    empty = words(browser.get(reverse("payouts:index")))

    earn(alice, 1240, now=now)
    page = words(browser.get(reverse("payouts:index")))

    assert "0,00" in empty
    assert "What you have earned does not run out." in empty
    assert reverse("payouts:choose") not in empty
    assert "12,40" in page
    assert reverse("payouts:choose") in page


def test_the_first_time_the_address_is_asked_for_with_the_sum(
    alice: Member, provider: InMemory, signed_in: SignedIn, now: datetime
) -> None:
    earn(alice, 1240, now=now)
    browser = signed_in(alice)

    sent = browser.post(reverse("payouts:ask", args=["gift-card"]), {"amount": "12,40", "mail": "a@example.org"})

    payout = Payout.objects.get()
    assert sent["Location"] == reverse("payouts:one", args=[payout.id])
    assert (payout.minor, payout.state) == (1240, "created")
    assert "a…@example.org" in words(browser.get(sent["Location"]))


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0.99", "The least that we pay out at once is 1.00 EUR."),
        ("80.01", "You can be paid 80.00 EUR now."),
        ("ten", "Write a sum in numbers"),
        ("1.005", "Write a sum in numbers"),
        ("-5", "Write a sum in numbers"),
        ("", "This field is required."),
    ],
)
def test_a_sum_that_cannot_be_is_told_at_its_place_and_nothing_is_held(
    hers: Client, amount: str, sentence: str
) -> None:
    page = hers.post(reverse("payouts:ask", args=["gift-card"]), {"amount": amount})

    assert page.status_code == 422
    assert sentence in words(page)
    assert not Payout.objects.exists()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words(rich: Member, ask: Ask, hers: Client, state: State, now: datetime) -> None:
    payout = ask(rich)
    ended = now if state in {"returned", "expired", "failed", "cancelled", "reversed"} else None
    Payout.objects.filter(pk=payout.pk).update(state=state, ended_at=ended, held_for=["rest", "case"])

    page = hers.get(reverse("payouts:one", args=[payout.id]))

    assert page.status_code == 200
    assert ("All of it." in words(page) or "all of it." in words(page)) == (ended is not None)


def test_a_payout_is_called_off_by_its_panelist_only(
    rich: Member, bob: Member, ask: Ask, hers: Client, signed_in: SignedIn
) -> None:
    payout = ask(rich)
    address = reverse("payouts:cancel", args=[payout.id])

    refused = signed_in(bob).post(address)
    hers.post(address)

    payout.refresh_from_db()
    assert refused.status_code == 404
    assert payout.state == "cancelled"


def test_a_stopped_provider_is_told_where_the_way_is_chosen(hers: Client, now: datetime) -> None:
    actions.stop(provider="memory", why="amount", now=now)

    page = words(hers.get(reverse("payouts:choose")))

    assert "Paused: the provider makes mistakes at the moment. Your money is safe here." in page
    assert reverse("payouts:ask", args=["gift-card"]) not in page


def test_a_claim_code_is_shown_to_its_panelist_and_kept_in_no_place(
    *, rich: Member, bob: Member, ask: Ask, provider: InMemory, hers: Client, signed_in: SignedIn
) -> None:  # fmt: skip
    from tests.receipts.everything import everything_in_the_database

    coded = InMemory(name="coded", way=Way.AMAZON, codes=True, fields=())
    ports.fill(replace(ports.filled(), providers={"coded": coded}))
    payout = send(ask(rich, way=Way.AMAZON))
    address = reverse("payouts:code", args=[payout.id])

    refused = signed_in(bob).post(address)
    shown = hers.post(address)

    payout.refresh_from_db()
    code = f"CODE-{payout.external_id[:4]}"
    assert refused.status_code == 404
    assert code in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert payout.state == "delivered"
    assert code not in everything_in_the_database()


def test_a_tax_form_is_recorded_and_never_shown_again(hers: Client) -> None:
    told = {"name": "Alice Liddell", "street": "Lindenstr. 3", "city": "10969 Berlin", "number": "12345678911"}

    wrong = hers.post(reverse("payouts:tax"), told | {"number": "12"})
    hers.post(reverse("payouts:tax"), told)
    page = words(hers.get(reverse("payouts:tax")))

    assert wrong.status_code == 422
    assert "ends in 8911" in page
    assert "12345678911" not in page
    assert "Lindenstr" not in page


def test_a_signed_call_is_heard_and_any_other_is_turned_away(
    rich: Member, ask: Ask, provider: InMemory, client: Client
) -> None:
    cache.clear()
    payout = send(ask(rich))
    body = json.dumps({"event": "e1", "id": payout.external_id})
    address = reverse("payouts:heard", args=["memory"])

    def call(signature: str, to: str = address) -> int:
        headers = {"signature": signature}
        return client.post(to, body, content_type="application/json", headers=headers).status_code

    assert [call("wrong"), call("right"), call("right")] == [403, 204, 204]
    assert call("right", reverse("payouts:heard", args=["nobody"])) == 404
    assert Call.objects.get().payout == payout
    assert client.get(address).status_code == 405


@pytest.mark.django_db
def test_who_shouts_makes_us_ask_nobody_and_a_true_call_is_heard_a_minute_later(
    client: Client, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    hear = provider.hear

    def heard(*, headers: Any, body: bytes) -> Nudge:
        asked.append(headers.get("signature", ""))
        return hear(headers=headers, body=body)

    monkeypatch.setattr(provider, "hear", heard)
    address = reverse("payouts:heard", args=["memory"])

    def call(signature: str) -> int:
        body, headers = json.dumps({"event": "e1", "id": "x"}), {"signature": signature}
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    cache.clear()
    answers = {call("wrong") for _ in range(40)}
    during = call("right")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=1))
    after = call("right")
    cache.clear()

    assert answers == {403, 429}
    assert (during, after) == (429, 204)
    assert len(asked) == 31


def test_the_money_page_leads_to_what_was_earned_and_back(hers: Client) -> None:
    money, earnings = hers.get("/money/"), hers.get("/earnings/")

    assert 'href="/earnings/"' in money.text
    assert 'href="/money/"' in earnings.text.partition("<main")[2].partition("</main>")[0]


def test_what_was_earned_in_another_currency_can_be_asked_for_too(hers: Client, rich: Member, now: datetime) -> None:
    rich.region = "GB"
    rich.save()

    money = hers.get("/money/")
    choose = hers.get("/money/ask/?currency=EUR")
    unknown = hers.get("/money/ask/?currency=XXX")
    hers.post("/money/ask/gift-card/?currency=EUR", {"amount": "12.40"})

    assert "/money/ask/?currency=EUR" in money.text
    assert "/money/ask/gift-card/?currency=EUR" in choose.text
    assert "currency=GBP" in unknown.text
    payout = Payout.objects.get()
    assert (payout.amount, payout.account) == (Money(1240, "EUR"), rich.account)
