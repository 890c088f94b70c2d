"""What makes the site an app on a phone, and what holds for every page: no inline script or style, no cache."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]
INLINE = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*\b(?:src=|type="application/json"))')


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    told = json.loads(client.get("/manifest.webmanifest").content)

    icons = [client.get(icon["src"]) for icon in told["icons"]]

    assert [icon.status_code for icon in icons] == [200] * 4
    assert told["display"] == "standalone"


def test_the_offline_page_is_about_nobody_because_it_is_kept(alice: Member, signed_in: SignedIn) -> None:
    theirs = signed_in(alice).get("/offline/").content.decode()

    assert "You are offline" in theirs
    assert alice.email not in theirs
    assert "csrfmiddlewaretoken" not in theirs


def test_the_service_worker_keeps_that_page_and_its_looks_alone(client: Client) -> None:
    script = client.get("/service-worker.js")

    named = re.findall(r"^const (?:PAGE|LOOKS) = (.*);$", script.content.decode(), re.MULTILINE)
    kept = re.findall(r'"(/[^"]*)"', " ".join(named))
    assert len(named) == 2
    assert script["Content-Type"] == "text/javascript"
    assert all(path == "/offline/" or path.startswith("/static/") for path in kept)
    assert [client.get(path).status_code for path in kept] == [200] * len(kept)


@pytest.mark.parametrize("path", ["/", "/account/login/", "/offline/", "/no/such/page/"])
def test_a_strangers_pages_need_no_inline_script_or_style(client: Client, db: None, path: str) -> None:
    assert not INLINE.search(client.get(path).content.decode())


@pytest.mark.parametrize(
    "path", ["/", "/you/", "/receipts/", "/consent/receipts/", "/account/security/", "/account/security/totp/activate/"]
)
def test_a_panelists_pages_need_no_inline_script_or_style_and_are_kept_nowhere(
    alice: Member, signed_in: SignedIn, path: str
) -> None:
    answer = signed_in(alice).get(path)

    assert not INLINE.search(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_what_is_not_there_is_said_in_a_page_of_ours(client: Client, db: None) -> None:
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "There is nothing here, or it is not yours." in answer.content.decode()


def test_what_breaks_is_said_without_the_database(client: Client) -> None:
    from django.test import RequestFactory

    from fairpanel.website.problems import broken

    answer: HttpResponse = broken(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_the_front_end_packages_are_pinned_by_hash_and_by_no_address() -> None:
    packages = json.loads(Path("package-lock.json").read_text("utf-8"))["packages"]

    pinned = {name: entry for name, entry in packages.items() if name}
    assert set(pinned) == {"node_modules/@picocss/pico", "node_modules/htmx.org"}
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in pinned.values())
