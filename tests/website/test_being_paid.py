"""Being paid on a phone: the threshold is crossed, the statement says so, a gift card comes, another one comes back."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel import wait_for
from tests.website.browsing import PHONE, READ_SECONDS_MAX, Demo, browses, free_port, picture, receipt_file, send
from tests.website.test_life import AXE, GRAVE

pytestmark = browses

NEEDED = 6
PROGRESS = re.compile(rf"(\d+) of {NEEDED} receipts")
LUMP = """
[version.offers.six-receipts]
kind = "receipt-threshold"
purpose = "receipts"
regions = ["US", "GB", "DE", "FR", "ES"]
receipts_min = 6
amount = { USD = "5.00", GBP = "5.00", EUR = "5.00" }
[version.offers.six-receipts.asks]
en = "Send us six receipts in a calendar month."
de = "Senden Sie uns sechs Kassenbons in einem Kalendermonat."
fr = "Envoyez-nous six tickets en un mois."
es = "Envíenos seis tickets en un mes."
"""


@pytest.fixture
def alice(browser: Browser) -> Iterator[Page]:
    """Alice's phone, in a panel that pays a sum at six receipts and lets a new address rest for no hour."""
    home = Path(f"/tmp/fairpanel-paid-{os.getpid()}")  # noqa: S108 - short enough for a socket
    home.mkdir()
    fair = resources.files("fairpanel.programme").joinpath("presets/fair.toml").read_text("utf-8")
    programme = home / "programme.toml"
    programme.write_text(fair.replace("rest_hours = 48", "rest_hours = 0") + LUMP, "utf-8")
    panel = Demo(home, programme=programme)
    panel.start(free_port())
    context = browser.new_context(viewport=PHONE, base_url=panel.address, has_touch=True, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Alice")).click()
    yield page
    context.close()
    panel.stop()
    shutil.rmtree(home, ignore_errors=True)


def see(page: Page, name: str) -> None:
    """Keep a picture, and let axe look."""
    expect(page.locator("h1").first).to_be_visible()
    picture(page, f"paid-{name}")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    assert [fault["id"] for fault in found["violations"] if fault["impact"] in GRAVE] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def done_of_six(page: Page) -> int:
    page.goto("/")
    found = PROGRESS.search(page.locator("main").inner_text())
    return int(found[1]) if found else NEEDED


def wait_until_read(page: Page) -> None:
    def is_read() -> bool:
        page.goto("/receipts/")
        return "Being read" not in page.locator("main").inner_text()

    wait_for(is_read, seconds=READ_SECONDS_MAX * 2)


def ask(page: Page, amount: str, *, mail: str = "") -> None:
    page.goto("/money/ask/gift-card/")
    page.locator("input[name=amount]").fill(amount)
    if mail:
        page.locator("input[name=mail]").fill(mail)
    page.get_by_role("button", name="Send it to me").click()
    page.wait_for_url(re.compile(r"/money/[0-9a-f-]{36}/"))


def wait_for_state(page: Page, state: str) -> None:
    def has_come() -> bool:
        page.reload()
        return page.locator("h1").first.inner_text() == state

    wait_for(has_come, seconds=READ_SECONDS_MAX * 2)


def test_the_threshold_is_crossed_a_gift_card_arrives_and_what_fails_comes_back(alice: Page, tmp_path: Path) -> None:
    wait_until_read(alice)
    before = done_of_six(alice)
    see(alice, "1-on-the-way")
    for number in range(NEEDED - before):
        send(alice, receipt_file(tmp_path, seed=60 + number))
        wait_until_read(alice)
    assert 0 < before < done_of_six(alice) == NEEDED
    see(alice, "2-crossed")

    alice.goto(f"/earnings/{datetime.now(UTC):%Y-%m}/")
    expect(alice.get_by_text("Send us six receipts in a calendar month.")).to_be_visible()
    expect(alice.get_by_text("£5.00", exact=False).first).to_be_visible()
    see(alice, "3-statement")

    alice.goto("/money/")
    expect(alice.get_by_text("£12.40").first).to_be_visible()
    see(alice, "4-money")
    ask(alice, "5.00", mail="alice@example.org")
    see(alice, "5-asked")
    wait_for_state(alice, "Arrived")
    see(alice, "6-arrived")

    alice.goto("/money/address/gift-card/")
    alice.locator("input[name=mail]").fill("bounce@example.org")
    see(alice, "7-address")
    alice.locator("main form button").first.click()
    ask(alice, "2.00")
    wait_for_state(alice, "Called off")
    expect(alice.get_by_text("The money is in your balance again, all of it.").first).to_be_visible()
    see(alice, "8-came-back")
    alice.goto("/money/")
    expect(alice.get_by_text("£7.40").first).to_be_visible()
    see(alice, "9-money-again")
