"""What makes the site an app on a phone, and what holds for every page: no inline script or style, no cache."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from fairpanel.members.models import Member

STATIC = (Path(__file__).parents[2] / "src/fairpanel/website/static").resolve()
SignedIn = Callable[[Member], Client]
INLINE = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*\b(?:src=|type="application/json"))')


def words(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    told = json.loads(client.get("/manifest.webmanifest").content)

    icons = [client.get(icon["src"]) for icon in told["icons"]]

    assert [icon.status_code for icon in icons] == [200] * 4
    assert told["display"] == "standalone"
    assert told["share_target"]["action"] == "/receipts/share/"


def test_the_offline_page_is_about_nobody_because_it_is_kept(alice: Member, signed_in: SignedIn) -> None:
    theirs = signed_in(alice).get("/offline/").content.decode()

    assert "You are offline" in theirs
    assert alice.email not in theirs
    assert "csrfmiddlewaretoken" not in theirs


def named_in(script: str) -> set[str]:
    """Every address of ours that a script names or imports, as it stands in it."""
    return set(re.findall(r'"((?:/|\./)[^"]*\.(?:js|css|svg))"', script))


def test_the_phone_keeps_pages_about_nobody_and_all_that_they_load(client: Client) -> None:
    shell = (STATIC / "phone/shell.js").read_text("utf-8")

    pages = set(re.findall(r'^const [A-Z]+ = "(/[^"]*/)";$', shell, re.MULTILINE))
    kept = named_in(shell)
    loaded = {src for page in pages for src in re.findall(r'(?:src|href)="(/static/[^"#]*)', words(client, page))}
    scripts = {path for path in kept if path.endswith(".js")}
    imported = {
        f"/static/{(STATIC / path.removeprefix('/static/')).parent.joinpath(name).resolve().relative_to(STATIC)}"
        for path in scripts
        for name in named_in((STATIC / path.removeprefix("/static/")).read_text("utf-8"))
        if name.startswith("./")
    }
    assert pages == {"/offline/", "/receipts/offline/"}
    assert {path for path in loaded | imported if not path.endswith(".png")} <= kept
    assert [client.get(path).status_code for path in pages | kept] == [200] * len(pages | kept)


def test_the_service_worker_is_a_script_of_ours(client: Client) -> None:
    script = client.get("/service-worker.js")

    imported = named_in(script.content.decode())
    assert script["Content-Type"] == "text/javascript"
    assert len(imported) >= 3
    assert [client.get(path).status_code for path in imported] == [200] * len(imported)


@pytest.mark.parametrize("path", ["/offline/", "/receipts/offline/"])
def test_a_page_that_is_kept_is_the_same_for_everybody(
    alice: Member, signed_in: SignedIn, client: Client, path: str
) -> None:
    theirs = words(signed_in(alice), path)

    assert theirs == words(client, path)
    assert "csrfmiddlewaretoken" not in theirs
    assert "data-who" not in theirs


def test_every_page_says_whose_a_phone_is_and_only_a_panelists_keeps_photos(
    *, alice: Member, bob: Member, olivia: Member, signed_in: SignedIn, client: Client
) -> None:
    said = {
        who: re.findall(r'<html lang="en" data-who="([0-9a-f]*)"( data-keeps)?>', words(browser, path))
        for who, browser, path in (
            ("alice", signed_in(alice), "/"), ("bob", signed_in(bob), "/"), ("olivia", signed_in(olivia), "/you/"),
            ("nobody", client, "/"),
        )
    }  # fmt: skip

    tags = {who: found[0][0] for who, found in said.items()}
    assert {who: bool(found[0][1]) for who, found in said.items()} == {
        "alice": True, "bob": True, "olivia": False, "nobody": False,
    }  # fmt: skip
    assert tags["nobody"] == ""
    assert len(set(tags.values())) == 4


def test_signing_out_leaves_word_for_the_phone_and_a_session_that_ran_out_does_not(
    alice: Member, signed_in: SignedIn
) -> None:
    going, running_out, leaving = signed_in(alice), signed_in(alice), signed_in(alice)

    going.post("/account/logout/")
    running_out.session.flush()
    running_out.get("/")
    leaving.post("/privacy/leave/")

    assert (going.cookies["forget"].value, leaving.cookies["forget"].value) == ("1", "1")
    assert not going.cookies["forget"]["httponly"]
    assert "forget" not in running_out.cookies


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


def test_what_django_does_not_take_for_a_request_gets_a_sentence(client: Client) -> None:
    fields = {f"field-{number}": "1" for number in range(1001)}

    answer = client.post("/language/", fields)

    assert answer.status_code == 400
    assert "We could not take in what was sent" in answer.content.decode()
