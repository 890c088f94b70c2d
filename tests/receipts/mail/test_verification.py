"""What a forwarding service asks is shown to the panelist alone, and only where the service has signed it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.receipts.mail import actions, rules, upkeep
from fairpanel.receipts.mail.values import Proof, Verdict
from fairpanel.receipts.mail.verifying import verification_in
from fairpanel.receipts.models import Mail
from tests.receipts.everything import everything_in_the_database
from tests.receipts.mail.conftest import FakeProver
from tests.receipts.mail.made_mails import a_mail, gmail_asks

Arrive = Callable[..., Mail]
SignedIn = Callable[[Member], Client]
BY_GOOGLE = Proof(dkim=Verdict.PASS, signers=("google.com",))


def found_in(data: bytes, proof: Proof = BY_GOOGLE) -> object:
    head = rules.head_of(data)
    assert head is not None
    return verification_in(data, head, proof)


def test_the_code_and_the_link_are_shown_on_the_page_of_the_panelist(  # noqa: PLR0917 - fixtures
    panelist: Member, address: str, prover: FakeProver, arrive: Arrive, signed_in: SignedIn,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    prover.says = BY_GOOGLE

    mail = arrive(bytes(gmail_asks()), address)

    page = signed_in(panelist).get("/receipts/mail/").content.decode()
    assert (mail.outcome, mail.receipts) == ("shown", 0)
    assert "123456789" in page
    assert "https://mail-settings.google.com/mail/vf-" in page
    assert address in page
    assert "123456789" not in caplog.text + everything_in_the_database()


def test_nobody_else_sees_it(
    bob_agrees: Member, address: str, prover: FakeProver, arrive: Arrive, signed_in: SignedIn
) -> None:
    prover.says = BY_GOOGLE
    arrive(bytes(gmail_asks()), address)

    page = signed_in(bob_agrees).get("/receipts/mail/").content.decode()

    assert "123456789" not in page
    assert address not in page


def test_it_goes_after_a_week(
    panelist: Member, address: str, prover: FakeProver, arrive: Arrive, now: datetime
) -> None:
    prover.says = BY_GOOGLE
    arrive(bytes(gmail_asks()), address)
    later = now + timedelta(days=actions.SHOWN_DAYS)

    shown = [seen.asked for seen in actions.seen_by(panelist, now=later)]
    upkeep.let_go_of_mails(now=later, seen_before=now)

    assert shown == [{}]
    assert Mail.objects.get().shown is None


@pytest.mark.parametrize(
    "proof",
    [Proof(), Proof(dkim=Verdict.PASS, signers=("evil.example",)), Proof(spf=Verdict.PASS, spf_domain="google.com")],
)  # fmt: skip
def test_what_the_service_has_not_signed_is_not_shown(proof: Proof) -> None:
    assert found_in(bytes(gmail_asks()), proof) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://mail-settings.google.com.evil.example/vf-1", "http://mail-settings.google.com/mail/vf-1",
        "https://mail-settings.google.com@evil.example/vf-1", "javascript:alert(1)", "https://evil.example/?mail.google.com/",
    ],
)  # fmt: skip
def test_only_links_to_the_service_are_shown(link: str) -> None:
    mail = a_mail(text=f"Click {link} now", sender="forwarding-noreply@google.com", subject="(#987654321) Confirmation")

    found = found_in(bytes(mail))

    assert found is not None
    assert found.link == ""  # type: ignore[attr-defined]  # a Verification
    assert found.code == "987654321"  # type: ignore[attr-defined]


def test_the_page_makes_an_address_and_ends_it(panelist: Member, prover: FakeProver, signed_in: SignedIn) -> None:
    browser = signed_in(panelist)

    browser.post("/receipts/mail/new/")
    first = actions.address_of(panelist)
    browser.post("/receipts/mail/new/")
    second = actions.address_of(panelist)
    shown = browser.get("/receipts/mail/")
    browser.post("/receipts/mail/end/")

    assert first
    assert second
    assert first != second
    assert second in shown.content.decode()
    assert first not in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    assert actions.address_of(panelist) is None


def test_where_no_mail_comes_in_the_page_says_so(panelist: Member, signed_in: SignedIn) -> None:
    browser = signed_in(panelist)

    refused = browser.post("/receipts/mail/new/")

    assert "takes no receipts by mail" in browser.get("/receipts/mail/").content.decode()
    assert refused.status_code == 409
