"""Leaving in two taps, erasing one purpose, fetching the receipts, and claiming the money: the pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from fairpanel.privacy import jobs, ports
from fairpanel.privacy.claims import actions as claims
from fairpanel.privacy.erasures import receipt
from fairpanel.privacy.models import Complaint, Erasure
from fairpanel.receipts.models import Receipt

SignedIn = Callable[[Member], Client]
Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


def carry_out_all(commits: Commits) -> None:
    with commits(execute=True):
        for erasure in Erasure.objects.filter(finished_at=None):
            jobs.carry_out(erasure.pk)


def test_two_taps_and_everything_is_gone_and_the_money_is_not(
    both_lived: tuple[Member, Member], client: Client, signed_in: SignedIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    browser = signed_in(both_lived[0])

    assert "/privacy/leave/" in browser.get("/you/").text
    asked = browser.get("/privacy/leave/")
    left = browser.post("/privacy/leave/")
    waiting = browser.get(left["Location"])
    carry_out_all(django_capture_on_commit_callbacks)
    done = client.get(left["Location"])
    file = client.get(f"{left['Location']}receipt/")

    assert "10,30\xa0€" in asked.text
    assert "We are deleting" in waiting.text
    assert browser.get("/").context["user"].is_anonymous
    secret = left["Location"].split("/")[-2]
    code, _amount = claims.claimable(secret=secret) or ("", None)
    assert code in done.text
    assert done["Referrer-Policy"] == "no-referrer"
    assert file["Content-Disposition"] == 'attachment; filename="deletion-receipt.json"'
    assert receipt.verify(file.content, public=receipt.public_of(ports.filled().signing_key)).count > 10
    claimed = client.post("/privacy/claim/", {"code": f" {code.lower().replace('-', ' ')} "}, follow=True)
    assert "€10.00" in claimed.text
    assert "€0.30 more come when the month is closed." in claimed.text


@pytest.mark.parametrize(("ticked", "stays"), [({}, True), ({"forget_complaints": "on"}, False)])
def test_who_leaves_is_told_of_a_complaint_that_waits_and_may_have_it_deleted(
    *, ticked: dict[str, str], stays: bool, both_lived: tuple[Member, Member], client: Client, signed_in: SignedIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    browser, told = signed_in(both_lived[0]), "A person still answers your complaint."

    asked = browser.get("/privacy/leave/")
    left = browser.post("/privacy/leave/", ticked)
    carry_out_all(django_capture_on_commit_callbacks)
    done = client.get(left["Location"])

    assert told in asked.text
    assert (told in done.text) is stays
    assert Complaint.objects.filter(address="alice@example.org").exists() is stays


def test_who_never_joined_leaves_as_easily(
    db: None, client: Client, signed_in: SignedIn, now: datetime, django_capture_on_commit_callbacks: Commits
) -> None:
    dora = enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)
    browser = signed_in(dora)

    assert browser.get("/privacy/leave/").status_code == 200
    browser.post("/privacy/leave/")
    carry_out_all(django_capture_on_commit_callbacks)

    assert not Member.objects.filter(email="dora@example.org").exists()


def test_one_purpose_goes_with_a_receipt_that_only_its_member_can_fetch(
    both_lived: tuple[Member, Member], signed_in: SignedIn, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, bob = both_lived
    browser = signed_in(alice)

    assert "Pictures of receipts" in browser.get("/privacy/delete/receipts/").text
    browser.post("/privacy/delete/receipts/")
    assert "being deleted" in browser.get("/privacy/delete/").text
    carry_out_all(django_capture_on_commit_callbacks)
    listed = browser.get("/privacy/delete/").text
    [erasure] = Erasure.objects.filter(what="purpose")
    address = f"/privacy/delete/{erasure.pk}/receipt/"

    assert address in listed
    assert receipt.verify(browser.get(address).content).what == "purpose"
    assert signed_in(bob).get(address).status_code == 404
    assert not Receipt.objects.filter(member=alice).exists()


def test_deleting_one_receipt_gives_a_signed_receipt_too(
    both_lived: tuple[Member, Member], signed_in: SignedIn, django_capture_on_commit_callbacks: Commits
) -> None:
    alice, _bob = both_lived
    browser = signed_in(alice)
    before = Erasure.objects.filter(what="receipt", member_id=alice.pk).count()
    one = Receipt.objects.filter(member=alice, state="accepted").first()
    assert one is not None

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/receipts/{one.id}/delete/")

    made = Erasure.objects.filter(what="receipt", member_id=alice.pk).order_by("-asked_at")
    assert made.count() == before + 1
    assert receipt.verify(browser.get(f"/privacy/delete/{made[0].pk}/receipt/").content).what == "receipt"


@pytest.mark.parametrize("address", ["/privacy/left/made-up/", "/privacy/left/made-up/receipt/"])
def test_a_link_that_nobody_was_given_opens_nothing(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("code", "status"), [("", 422), ("ABCD-EFGH-IJKL-MNOP", 404), ("x" * 60, 422)])
def test_a_code_that_nobody_was_given_opens_nothing(db: None, client: Client, code: str, status: int) -> None:
    assert client.post("/privacy/claim/", {"code": code}).status_code == status


def test_the_key_stands_on_a_page_and_as_plain_text(db: None, client: Client) -> None:
    public = receipt.public_of(ports.filled().signing_key).hex()

    assert public in client.get("/privacy/key/").text
    assert client.get("/privacy/key/", headers={"Accept": "text/plain"}).text.strip() == public
