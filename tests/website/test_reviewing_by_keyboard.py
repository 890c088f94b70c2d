"""Ten receipts decided by the keyboard alone, in a real browser: how many keys, and how long one waits."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.reading import drawing
from fairpanel.receipts import actions, ports
from fairpanel.receipts.models import Judgement, Receipt, ReviewerCorrection
from fairpanel.receipts.values import Channel, Seen
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading
from tests.receipts.test_sent_before import a_basket
from tests.website.browsing import CHROMIUM, DESK, FLAGS, PHONE, browses, picture

pytestmark = browses
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
TEN = 10
SHOPS = (
    "Old Bakery", "City Butcher", "Green Market", "Florist Rose", "Harbour Kiosk", "Book Corner", "Fish Quay",
    "Toy Castle", "Garden Centre", "Wine Cellar", "Paper House", "Shoe Palace", "Tea Room", "Bike Shed",
)  # fmt: skip
# What a person needs is theirs; the machine may take a small part of the ten seconds.
MACHINE_SECONDS_MAX = 5.0


@pytest.fixture
def a_vault(programme: Programme) -> Iterator[None]:
    """A vault without keys of its own: those lie in tables that each of these tests leaves empty."""
    before = ports.filled()
    ports.fill(ports.Ports(programme=programme, vault=FakeVault(), key=lambda: b"k" * 32))
    yield
    ports.fill(before)


@pytest.fixture
def waiting(transactional_db: None, a_vault: None, alice: Member) -> Iterator[list[Receipt]]:
    """More receipts than are decided, and one appeal, each with a picture that looks like one."""
    del transactional_db, a_vault
    now = timezone.now()
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    jpeg = drawing.draw(seed=3, now=now, country="DE").jpeg
    made = [_settled(alice, shop, jpeg, sure=0.1) for shop in SHOPS]
    refused = _settled(alice, "Example Market", jpeg, sure=0.9)
    actions.appeal(member=alice, receipt_id=refused.id, now=now, note="It is another market of that name.")
    yield made
    with connection.cursor() as cursor:
        cursor.execute("SET fairpanel.ledger_may_be_emptied = 'yes'")


def _settled(member: Member, shop: str, jpeg: bytes, *, sure: float) -> Receipt:
    now = timezone.now()
    sent = actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)
    day = a_field(now.date() - timedelta(days=1), 5, confidence=sure)
    settled = actions.settle(receipt_id=sent.id, seen=Seen(a_reading(shop=shop, date=day), (), jpeg), now=now)
    assert settled is not None
    return settled


def look_closely(page: Page, name: str) -> list[str]:
    """A picture of it, and what axe finds."""
    picture(page, name)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    faults = [
        f"{name}: {fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
    ]
    return faults + ([f"{name} is wider than the screen"] if wide else [])


def shown(page: Page) -> str:
    """Which receipt is on the page."""
    return str(page.locator("#review form").get_attribute("action"))


def press(page: Page, key: str) -> float:
    """Press one key, and give the seconds until the next receipt stands there with its picture."""
    before, begun = shown(page), perf_counter()
    page.keyboard.press(key)
    page.wait_for_function(
        "before => { const form = document.querySelector('#review form'), image = form?.querySelector('img');"
        " return form && form.getAttribute('action') !== before && image?.complete && image.naturalWidth > 0; }",
        arg=before,
    )
    return perf_counter() - begun


def test_ten_receipts_are_decided_with_one_key_each(
    waiting: list[Receipt], rosa: Member, live_server: LiveServer, signed_in: Callable[[Member], Client]
) -> None:
    session = signed_in(rosa).cookies["sessionid"].value
    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport=DESK, base_url=live_server.url, locale="en-GB")
        page = _page_of(context, session, live_server.url, faults)
        page.goto("/console/look/")
        expect(page.get_by_role("heading", name="A receipt to look at")).to_be_visible()
        _links_both_ways(page)
        faults += look_closely(page, "review-desk")
        took = []
        for number in range(TEN):
            page.wait_for_load_state("networkidle")
            took.append(press(page, "1" if number == TEN - 1 else "a"))
        _corrects(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width, size in (("desk", DESK), ("phone", PHONE)):
                page.set_viewport_size(size)
                page.goto("/console/look/")
                faults += look_closely(page, f"review-{width}-{scheme}")
                page.goto("/console/queue/")
                faults += look_closely(page, f"queue-{width}-{scheme}")
        chromium.close()
    print(f"\nmedian machine time of a decision by one key: {median(took):.2f} s; keys: {TEN}")  # noqa: T201

    assert faults == []
    assert median(took) < MACHINE_SECONDS_MAX
    assert Judgement.objects.count() == TEN + 1
    assert Judgement.objects.exclude(reason="").count() == 1
    assert ReviewerCorrection.objects.get().said == "Corner Shop"


def _page_of(context: BrowserContext, session: str, address: str, faults: list[str]) -> Page:
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    return page


def _links_both_ways(page: Page) -> None:
    """Going to a box frames its place on the picture; pointing at the place lights the box."""
    page.keyboard.press("e")
    expect(page.locator("svg [data-box=merchant]")).to_have_class(re.compile("lit"))
    page.keyboard.press("Escape")
    expect(page.locator("svg [data-box=merchant]")).not_to_have_class(re.compile("lit"))
    page.locator("svg [data-box=total]").dispatch_event("pointerover")
    expect(page.locator(".says [data-box=total]")).to_have_class(re.compile("lit"))
    page.locator("svg [data-box=total]").dispatch_event("pointerout")


def _corrects(page: Page) -> None:
    """Six keys and a name: to the first box, write, accept."""
    before = shown(page)
    page.keyboard.press("e")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Corner Shop")
    page.keyboard.press("Enter")
    page.wait_for_function("was => document.querySelector('#review form')?.getAttribute('action') !== was", arg=before)


def test_without_script_each_key_is_a_control(
    waiting: list[Receipt], rosa: Member, live_server: LiveServer, signed_in: Callable[[Member], Client]
) -> None:
    session = signed_in(rosa).cookies["sessionid"].value
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport=DESK, base_url=live_server.url, java_script_enabled=False)
        page = _page_of(context, session, live_server.url, [])
        page.goto("/console/look/")
        page.get_by_label("Shop").fill("Corner Shop")
        page.get_by_role("button", name="Accept").click()
        said_first = page.get_by_text("Accepted.").count()
        page.get_by_role("button", name="No date").click()
        said_then = page.get_by_text("Refused.").count()
        page.get_by_role("button", name="Leave it to somebody else").click()
        said_last = page.get_by_text("Left to somebody else.").count()
        chromium.close()

    assert (said_first, said_then, said_last) == (1, 1, 1)
    assert Judgement.objects.count() == 2
    assert ReviewerCorrection.objects.get().said == "Corner Shop"


def test_a_panelist_appeals_with_a_note_and_reads_what_they_wrote(
    alice: Member, waiting: list[Receipt], live_server: LiveServer, signed_in: Callable[[Member], Client]
) -> None:
    del waiting
    jpeg = drawing.draw(seed=5, now=timezone.now(), country="DE").jpeg
    refused = _settled(alice, "Example-Market", jpeg, sure=0.9)
    session = signed_in(alice).cookies["sessionid"].value
    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport=PHONE, base_url=live_server.url, locale="en-GB")
        page = _page_of(context, session, live_server.url, faults)
        page.goto(f"/receipts/{refused.id}/")
        page.get_by_role("link", name="Ask a person to look again").click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width, size in (("desk", DESK), ("phone", PHONE)):
                page.set_viewport_size(size)
                faults += look_closely(page, f"appeal-{width}-{scheme}")
        page.get_by_label("What should the person who looks know?").fill("It is another market.")
        page.get_by_role("button", name="Ask a person").click()
        expect(page.get_by_text("If nobody has answered by then, it counts.")).to_be_visible()
        faults += look_closely(page, "appeal-sent")
        chromium.close()

    assert faults == []
    assert Receipt.objects.get(pk=refused.pk).appeal.note == "It is another market."


def test_what_may_have_been_sent_before_stands_beside_the_other_one(
    waiting: list[Receipt], rosa: Member, alice: Member, live_server: LiveServer, signed_in: Callable[[Member], Client]
) -> None:
    Receipt.objects.all().delete()
    now = timezone.now()
    jpegs = [drawing.draw(seed=seed, now=now, country="DE").jpeg for seed in (3, 5)]
    for total, jpeg in (("11.40", jpegs[0]), ("21.40", jpegs[1])):
        sent = actions.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)
        day = a_field(now.date() - timedelta(days=1), 5)
        seen = Seen(a_basket(total=a_field(Decimal(total), 4), date=day), (), jpeg)
        settled = actions.settle(receipt_id=sent.id, seen=seen, now=now)
    assert settled is not None
    assert settled.doubts == ["sent-before"]
    session = signed_in(rosa).cookies["sessionid"].value
    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = _page_of(
            chromium.new_context(base_url=live_server.url, locale="en-GB"), session, live_server.url, faults
        )
        for width, size in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size(size)
            page.goto("/console/look/")
            expect(page.get_by_role("heading", name="The same panelist sent this one")).to_be_visible()
            faults += look_closely(page, f"review-beside-{width}")
        chromium.close()

    assert faults == []
