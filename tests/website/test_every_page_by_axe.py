"""Axe looks at every page of the product, as everybody who may open it: by day and by night, on a phone.

The pages are made by Django's own client on Alice's things, as the table of roles tries them, and shown to a browser
that has nothing but them and the static files. So a new address is looked at without anybody saying so.
"""

import mimetypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from fairpanel.members import ports
from fairpanel.members.actions import enrol, guarding
from fairpanel.members.models import Member, Role
from fairpanel.notices import reaching
from fairpanel.notices.values import Stopped
from fairpanel.programme import Programme
from tests.members.guarded import MUM, a_minor, agreed, with_guardians
from tests.website.alices import routes, things_of
from tests.website.browsing import CHROMIUM, FLAGS, PHONE, browses

pytestmark = browses

SignedIn = Callable[[Member], Client]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
# Django's and its libraries' own tables: theirs to mend, and operators have our pages for what they do every day.
OF_LIBRARIES = "/console/tables/"
# What is only asked for to be gone: it signs out, or answers no page.
NOT_PAGES = {"/account/logout/"}
# As whom a page is looked at, by what its door says: of people who see the same page, one.
SEEN_BY = {
    "anyone": ("nobody", "alice"), "member": ("alice", "rosa", "carl", "olivia"), "panelist": ("alice",),
    "newcomer": ("alice", "dora"),
    "reviewer": ("rosa", "olivia"), "operator": ("olivia",), "client": ("carl",),
}  # fmt: skip
# Nobody of the cast gets to these: a passkey is made by a browser, what stands only in a mail is not guessed,
# and the rest is asked for at another moment. A new one is given to somebody of the cast, or named here.
NOT_SEEN = {
    "/join/guardian/agreed/{token}/",
    "/join/guardian/asked/{code}/",
    "/notices/stop/{token}/",
    "/privacy/left/{link}/",
    "/privacy/left/{link}/receipt/",
    "/you/address/stop/{token}/",
    "/you/household/with/{code}/",
    "/account/security/reauthenticate/",
    "/account/security/recovery-codes/",
    "/account/security/recovery-codes/download/",
    "/account/security/totp/deactivate/",
    "/account/security/webauthn/keys/{pk}/edit/",
    "/account/security/webauthn/keys/{pk}/remove/",
    "/account/security/webauthn/reauthenticate/",
    "/console/look/{receipt_id}/picture/first/",
    "/join/with/{code}/",
    "/receipts/{receipt_id}/appeal/",
}
LIBRARY_SEEN_BY = ("nobody", "alice")
PAGES_MIN = 100
WHOLE_PAGE_BEGINS = 200
REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}


@pytest.fixture
def pages(  # noqa: PLR0917 - the cast
    alice: Member, bob: Member, carl: Member, rosa: Member, olivia: Member, programme: Programme, now: datetime,
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:  # fmt: skip
    """Each page by who sees it and its address."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    with_minors = replace(ports.filled(), programme=with_guardians(programme))
    before = ports.filled()
    ports.fill(with_minors)
    dora = enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)
    people = {"nobody": None, "dora": dora, "alice": alice, "rosa": rosa, "carl": carl, "olivia": olivia}
    made = _pages_of_all(people, things_of(alice, bob, now), signed_in)
    made |= _pages_of_guardians(now, signed_in)
    reaching.not_reached(address=bob.email, why=Stopped.BOUNCED, now=now)
    made["bob, not reached, /notices/"] = signed_in(bob).get("/notices/").text
    ports.fill(before)
    return made


def _pages_of_all(people: dict[str, Member | None], things: dict[str, object], signed_in: SignedIn) -> dict[str, str]:
    made: dict[str, str] = {}
    said: dict[str, set[int]] = defaultdict(set)
    browsers = {who: Client() if member is None else signed_in(member) for who, member in people.items()}
    for browser in browsers.values():
        browser.get("/")
    for route in routes():
        address = route.address(things)
        if address.startswith(OF_LIBRARIES) or address in NOT_PAGES:
            continue
        for who in SEEN_BY.get(route.whom or "", LIBRARY_SEEN_BY):
            with transaction.atomic():
                answer = browsers[who].get(address)
                transaction.set_rollback(True)
            said[route.shown].add(answer.status_code)
            # A piece of a page is looked at in the page that fetches it.
            if (
                answer.status_code == HTTPStatus.OK
                and "<html" in answer.getvalue().decode(errors="replace")[:WHOLE_PAGE_BEGINS]
            ):
                made[f"{who} {address}"] = answer.text
    refused = {shown for shown, codes in said.items() if HTTPStatus.OK not in codes and codes & REFUSALS}
    assert refused == NOT_SEEN
    return made


def _pages_of_guardians(now: datetime, signed_in: SignedIn) -> dict[str, str]:
    """What a minor sees at each step, and what their guardian does."""
    until = now.date() + timedelta(days=300)
    mia, max_ = (a_minor(now, email=f"{name}@example.org", until=until) for name in ("mia", "max"))
    made = {"mia first, /join/guardian/": signed_in(mia).get("/join/guardian/").text}
    code = guarding.ask_guardian(member=mia, address=MUM, now=now)
    made["mia waits, /join/guardian/"] = signed_in(mia).get("/join/guardian/").text
    made["mum asked"] = Client().get(f"/join/guardian/asked/{code}/").text
    made["mum ticks nothing"] = Client().post(f"/join/guardian/asked/{code}/", {"version": "1", "yes": "1"}).text
    made["mum says no"] = Client().post(f"/join/guardian/asked/{code}/", {"no": "1"}).text
    made["mia refused, /join/guardian/"] = signed_in(mia).get("/join/guardian/").text
    token = agreed(max_, now)
    made["mum agreed"] = Client().get(f"/join/guardian/agreed/{token}/").text
    made["max may join, /join/guardian/"] = signed_in(max_).get("/join/guardian/").text
    made["mum takes it back"] = Client().post(f"/join/guardian/agreed/{token}/").text
    made["mum's link is sent"] = Client().post("/join/guardian/link/", {"address": MUM}).text
    return made


class Shelf(ThreadingHTTPServer):
    """The pages by their number and the static files, on this machine; nothing else is there."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pages = pages

    def address(self, number: int) -> str:
        return f"http://127.0.0.1:{self.server_port}/page/{number}"

    def handle_error(self, *_asked: object) -> None:
        """A browser that goes on to the next page lets go of what it asked for."""


class _Answer(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if path.startswith("/page/"):
            self._say(self.server.pages[int(path.removeprefix("/page/"))].encode(), "text/html; charset=utf-8")
        elif found:
            self._say(Path(str(found)).read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _say(self, body: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store" if kind.startswith("text/html") else "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """It keeps quiet."""


@pytest.fixture
def shelf(pages: dict[str, str]) -> Iterator[Shelf]:
    with Shelf(list(pages.values())) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def faults_of(page: Page, name: str, address: str) -> list[str]:
    """What axe finds grave on the page by day, and its colours by night; and whether it is wider than a phone."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    page.evaluate(AXE)
    faults = _grave(page, f"{name} by day", "")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += _grave(page, f"{name} by night", ", runOnly: ['color-contrast']")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults + ([f"{name} is {wide} pixels wide"] if wide > PHONE["width"] else [])


def _grave(page: Page, name: str, only: str) -> list[str]:
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], preload: false{only}}})")
    return [
        f"{name}: {fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def test_axe_finds_nothing_grave_on_any_page_by_day_or_night(pages: dict[str, str], shelf: Shelf) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport=PHONE).new_page()
        faults = [fault for number, name in enumerate(pages) for fault in faults_of(page, name, shelf.address(number))]
        browser.close()

    assert len(pages) > PAGES_MIN
    assert faults == []
