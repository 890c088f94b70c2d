"""Receipts by mail, as a panelist sees them: the address, a real order sent there, and what became of hostile mails."""

import io
import smtplib
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from importlib.resources import files
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.engines.column_seal import ColumnSeal
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.receipts import ports as room
from fairpanel.receipts.mail import actions, jobs, ports
from fairpanel.receipts.mail.values import Envelope
from fairpanel.receipts.models import Mail
from tests.engines.mail_keepers import serving
from tests.receipts.made_by_hand import FakeVault
from tests.receipts.mail.conftest import FakeProver
from tests.receipts.mail.made_mails import DOMAIN
from tests.website.browsing import CHROMIUM, DESK, FLAGS, PHONE, browses, picture

pytestmark = browses
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def see(page: Page, name: str) -> None:
    """Look at the page at both widths, light and dark; axe finds nothing, and nothing sticks out."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            picture(page, f"mail-{name}-{size['width']}-{look}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name} is too wide"
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")


def an_order(number: int) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = (
        "Lumina <orders@lumina.example>",
        "me@example.org",
        "Your order",
    )
    message["Message-ID"] = f"<{number}@lumina.example>"
    message.set_content(
        f"<h1>Lumina</h1><p>Order number: <b>LU-{number}-20815</b></p><table><tr><td>Desk lamp</td><td>&pound;34.90"
        "</td></tr><tr><td>Total</td><td>&pound;34.90</td></tr></table>",
        subtype="html",
    )
    return message


def a_zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("order.html", b"0" * (200 * 2**20))
    message = an_order(1)
    message.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="order.zip")
    return bytes(message)


def ten_thousand_parts() -> bytes:
    part = b"--x\r\nContent-Type: text/plain\r\n\r\nword\r\n"
    head = b"From: a@b.example\r\nMessage-ID: <2@x>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + part * 10_000 + b"--x--\r\n"


def wrapped_a_hundred_times() -> bytes:
    mail = b"Subject: order\r\n\r\nTotal 5.00\r\n"
    for number in range(100):
        mail = b"Message-ID: <3-%d@x>\r\nContent-Type: message/rfc822\r\n\r\n" % number + mail
    return mail


def injected() -> bytes:
    return (
        b"From: a@b.example\r\nMessage-ID: <4@x>\r\nSubject: =?utf-8?q?order=0D=0ABcc=3A_eve=40example=2Eorg?=\r\n"
        b"X-\x00: \x01\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb": a_zip_bomb,
    "ten thousand parts": ten_thousand_parts,
    "a hundred wrappings": wrapped_a_hundred_times,
    "header injection": injected,
}


class Room:
    """The room `receipts` behind the server of this test, with a connection of its own for each call."""

    def is_known(self, address: str) -> bool:
        try:
            return actions.is_known(address)
        finally:
            connection.close()

    def take(self, data: bytes, recipients: Any, around: Envelope | None = None) -> None:
        assert around is not None
        try:
            actions.take(data=data, recipients=recipients, envelope=around, now=timezone.now())
        finally:
            connection.close()


@pytest.fixture
def mail_comes_in(transactional_db: None, programme: Programme) -> Iterator[None]:
    """A domain of ours, and a vault without keys: those lie in tables that such a test leaves empty."""
    del transactional_db
    before, before_of_mail = room.filled(), ports.filled()
    room.fill(room.Ports(programme=programme, vault=FakeVault(), key=lambda: b"k" * 32))
    ports.fill(ports.Ports(domain=DOMAIN, seal=ColumnSeal(lambda: b"s" * 32), prover=FakeProver()))
    yield
    room.fill(before)
    ports.fill(before_of_mail)


def test_orders_and_hostile_mails_stand_on_the_page_with_what_became_of_them(
    mail_comes_in: None, alice: Member, live_server: LiveServer, signed_in: Callable[[Member], Client]
) -> None:
    del mail_comes_in
    purpose = Purpose.RECEIPTS
    answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=timezone.now())
    address = actions.give_address(member=alice, random=b"0123456789", now=timezone.now())
    session = signed_in(alice).cookies["sessionid"].value
    with serving(Room()) as (host, port):  # type: ignore[arg-type]  # it keeps what it is given elsewhere
        for make in HOSTILE.values():
            with smtplib.SMTP(host, port, timeout=60) as client:
                client.sendmail("eve@example.org", [address], make())
        with smtplib.SMTP(host, port, timeout=60) as client:
            client.sendmail("me@example.org", [address], bytes(an_order(7)))
            # Said to be from the panelist, to the address of everybody: nothing proves it.
            spoofed = an_order(8)
            spoofed.replace_header("From", alice.email)
            client.sendmail(alice.email, [f"receipts@{DOMAIN}"], bytes(spoofed))
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("me@example.org", [f"receipts-aaaaaaaaaaaaaaaa@{DOMAIN}"], b"x\r\n")
    for mail_id in Mail.objects.filter(outcome="waiting").values_list("id", flat=True):
        jobs.open_mail(mail_id=str(mail_id))

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport=PHONE, base_url=live_server.url, locale="en-GB")
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto("/receipts/mail/")
        told = page.locator("main .rows li strong").all_inner_texts()
        see(page, "mails")
        chromium.close()

    assert len(told) == len(HOSTILE) + 2
    assert any("1 receipt came of it." in words for words in told)
    assert any("your mail service did not prove that" in words for words in told)
    assert sum("It is wrapped too often, or too much is attached" in words for words in told) >= 2
    assert not any("We are opening it." in words for words in told)
