"""A whole life in the panel on a phone, in English and in French: invited, asked, paid, paused, copied, gone.

On every page that is passed, axe looks for what keeps somebody out who uses a screen reader or a keyboard.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Download, Page, expect

from tests.panel import wait_for
from tests.website.browsing import DESK, PHONE, READ_SECONDS_MAX, Demo, browses, picture, receipt_file

pytestmark = browses

LOCALE = Path("src/fairpanel/website/locale")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
HERS = (
    "/you/", "/you/profile/", "/you/household/", "/you/devices/", "/you/address/", "/join/parts/", "/notices/",
    "/earnings/", "/earnings/nothing-bought/", "/money/", "/money/ask/", "/receipts/", "/receipts/waiting/",
    "/privacy/", "/privacy/notice/", "/privacy/complain/", "/privacy/looks/", "/account/security/",
)  # fmt: skip
Say = Callable[[str], str]


def spoken(language: str) -> Say:
    """What a text of ours is in that language, by the catalogue that the pages use."""
    if language == "en":
        return lambda text: text
    with (LOCALE / language / "LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)

    def said(text: str) -> str:
        message = catalogue.get(text)
        assert message is not None, f"{text!r} stands in no catalogue"
        return str(message.string)

    return said


class Life:
    """A phone in somebody's hand, and what they see on it."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.region = {"en": "GB", "fr": "FR"}[language]
        self.say = spoken(language)
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def see(self, name: str) -> None:
        """Take a picture of the page, and let axe look at it."""
        expect(self.page.locator("h1").first).to_be_visible()
        assert self.page.locator("html").get_attribute("lang") == self.language, f"{name} speaks another language"
        picture(self.page, f"life-{self.language}-{name}")
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        self.faults += [
            f"{name}: {fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:200]}"
            for fault in found["violations"]
            if fault["impact"] in GRAVE
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.faults.append(f"{name} is {wide} pixels wide")

    def go(self, path: str, name: str) -> None:
        """Open the page and see it."""
        self.page.goto(path)
        self.see(name)

    def press(self, text: str) -> None:
        """Press the button that says so."""
        self.page.get_by_role("button", name=self.say(text), exact=True).first.click()

    def answer(self, word: str) -> None:
        """Say yes or no to the question on the page."""
        self.page.locator(f"button[name=answer][value={word}]").click()

    def newest_mail(self, contains: str) -> str:
        """The text of the newest mail that has this in it, as soon as it is there."""
        outbox = self.page.context.new_page()
        found: list[str] = []

        def is_there() -> bool:
            outbox.goto("/demo/outbox/")
            texts = outbox.locator("main").evaluate_all("all => all.map(one => one.textContent)")
            found[:] = [text for text in texts if contains in text]
            return bool(found)

        wait_for(is_there, seconds=READ_SECONDS_MAX)
        outbox.close()
        return found[0]

    def fetched(self, folder: Path) -> Path:
        """The file behind the page's download."""
        with self.page.expect_download() as begun:
            self.page.locator("a[download]").first.click()
        download: Download = begun.value
        file = folder / download.suggested_filename
        download.save_as(file)
        return file


@pytest.fixture(params=["en", "fr"])
def life(request: pytest.FixtureRequest, browser: Browser, demo: Demo) -> Iterator[Life]:
    """A phone that speaks the language."""
    context = browser.new_context(
        viewport=PHONE, base_url=demo.address, has_touch=True, locale={"en": "en-GB", "fr": "fr-FR"}[request.param]
    )
    living = Life(context.new_page(), request.param)
    yield living
    context.close()
    assert living.faults == []


def invite(browser: Browser, demo: Demo, address: str, language: str) -> None:
    """The operator invites one person by mail."""
    page = browser.new_context(viewport=DESK, base_url=demo.address, locale="en-GB").new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Olivia")).click()
    page.goto("/console/invitations/")
    page.locator("summary", has_text="One person, by mail").click()
    form = page.locator("form[action*='invitations/mail']")
    form.locator("[name=label]").fill(f"A life in {language}")
    form.locator("[name=email]").fill(address)
    form.locator("[name=language]").select_option(language)
    form.get_by_role("button").click()
    expect(page.get_by_text(f"A life in {language}").first).to_be_visible()
    page.context.close()


def come_in(life: Life, address: str) -> None:
    """Follow the invitation, sign in, and join."""
    page = life.page
    way_in = re.search(r"http\S+(/join/with/\S+/)", life.newest_mail("/join/with/"))
    assert way_in
    page.goto(way_in[1])
    life.see("1-invited")
    page.locator("a[href$='/join/']").first.click()
    life.see("2-sign-in")
    page.locator("input[name=email]").first.fill(address)
    life.press("Send me a code")
    expect(page.locator("input[name=code]")).to_be_visible()
    life.see("3-code")
    outbox = page.context.new_page()
    outbox.goto("/demo/outbox/")
    code = outbox.locator(".code").first.inner_text().strip()
    outbox.close()
    page.locator("input[name=code]").fill(code)
    life.press("Go in")
    page.locator("label", has=page.locator(f"input[name=region][value={life.region}]")).click()
    page.locator("label", has=page.locator(f"input[name=language][value={life.language}]")).click()
    for name, value in (("day", "5"), ("month", "6"), ("year", "1987")):
        page.locator(f"input[name={name}]").fill(value)
    life.see("4-join")
    life.press("Join")


def refuse_twice(life: Life) -> None:
    """Say no to receipts, and nothing is taken; then yes to them of her own accord, and no to a person's look."""
    page = life.page
    life.see("5-receipts-asked")
    life.answer("no")
    life.see("6-home-refused")
    life.go("/receipts/add/", "7-add-refused")
    assert page.locator("input[type=file]").count() == 0
    life.go("/consent/", "8-consent")
    page.goto("/consent/receipts/")
    life.answer("yes")
    life.go("/consent/human-review/", "9-look-asked")
    life.answer("no")


def send_a_receipt(life: Life, home: Path) -> str:
    """Send one and see that it counts. Returns its address."""
    page = life.page
    life.go("/receipts/add/", "10-add")
    page.locator("input[type=file]").set_input_files(receipt_file(home, seed=6, country=life.region))
    life.press("Send receipt")
    page.wait_for_url(re.compile(r"/receipts/[0-9a-f-]{36}/"))
    expect(page.get_by_text(re.compile(r"\+.?0[.,]10"))).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    life.see("11-result")
    return page.url


def pause_and_go_on(life: Life) -> None:
    """A pause takes nothing, and ends with a tap."""
    page = life.page
    life.go("/consent/pause/", "12-pause")
    page.locator("label", has=page.locator("input[name=length]")).first.click()
    page.locator("main form button.large").click()
    life.go("/receipts/add/", "13-add-paused")
    assert page.locator("input[type=file]").count() == 0
    page.goto("/consent/")
    page.locator("form[action$='/consent/go-on/'] button").first.click()
    page.goto("/receipts/add/")
    assert page.locator("input[type=file]").count() == 1


def look_around(life: Life) -> None:
    """Open everything else that is hers to see."""
    for number, path in enumerate(HERS, 14):
        life.go(path, f"{number}-{path.strip('/').replace('/', '-')}")


def take_along(life: Life, folder: Path) -> None:
    """Ask for a copy of everything, and find what she sent in it."""
    life.go("/privacy/take-along/", "31-take-along")
    life.press("Make my copy")
    expect(life.page.locator("a[download]")).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    life.see("32-copy")
    with zipfile.ZipFile(life.fetched(folder)) as copy:
        names = copy.namelist()
        lines = json.loads(copy.read("tables/receipts.Line.json"))
    assert lines
    assert any(name.startswith("files/receipts/") for name in names)


def delete(life: Life, receipt: str) -> None:
    """Delete one receipt, which is then nowhere."""
    life.page.goto(f"{receipt}delete/")
    life.see("33-delete")
    life.press("Delete for ever")
    life.page.wait_for_url(re.compile(r"/receipts/$"))
    gone = life.page.goto(receipt)
    assert gone is not None
    assert gone.status == 404


def leave(life: Life, folder: Path) -> Path:
    """Leave with two taps. Returns the signed deletion receipt."""
    page = life.page
    life.go("/privacy/leave/", "34-leave")
    life.press("Leave and delete everything")
    life.see("35-leaving")
    expect(page.locator("a[download]")).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    life.see("36-left")
    receipt = life.fetched(folder)
    page.goto("/")
    assert page.locator("a[href='/receipts/add/']").count() == 0
    return receipt


def test_a_whole_life_in_the_panel(life: Life, browser: Browser, demo: Demo, tmp_path: Path) -> None:
    address = f"nina.{life.language}@example.org"
    invite(browser, demo, address, life.language)

    come_in(life, address)
    refuse_twice(life)
    receipt = send_a_receipt(life, demo.home)
    pause_and_go_on(life)
    look_around(life)
    take_along(life, tmp_path)
    delete(life, receipt)
    deletion = leave(life, tmp_path)

    assert address not in deletion.read_text()
    verified = subprocess.run(
        [sys.executable, "-m", "fairpanel", "privacy", "verify", str(deletion)],
        env={**os.environ, "FAIRPANEL_HOME": str(demo.home / "demo")},
        text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
