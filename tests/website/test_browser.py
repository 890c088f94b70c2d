"""A newcomer on a phone, in a real browser, against the real demo: from a mail address to money, and out again."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, expect

from fairpanel.engines.embedded_postgres.server import Server
from tests.notices.push_service import Browser as PushedTo
from tests.panel import wait_for
from tests.website.browsing import (
    ARTEFACTS,
    DESK,
    PHONE,
    READ_SECONDS_MAX,
    Demo,
    browses,
    free_port,
    join,
    picture,
    receipt_file,
    say_yes,
    send,
    sign_in,
)

pytestmark = browses


def test_a_newcomer_signs_in_agrees_sends_a_receipt_sees_the_money_and_deletes_it(phone: Page, demo: Demo) -> None:
    phone.goto("/")
    picture(phone, "1-landing")
    sign_in(phone, "erin@example.org")
    picture(phone, "2-join")
    join(phone)
    expect(phone.get_by_role("heading", name="May we read your receipts?")).to_be_visible()
    expect(phone.get_by_text("Example Market runs this panel").first).to_be_visible()
    picture(phone, "3-consent")
    say_yes(phone)
    phone.goto("/")
    expect(phone.get_by_text("£0.00")).to_be_visible()
    expect(phone.get_by_role("link", name="Add a receipt").first).to_be_in_viewport()
    picture(phone, "4-home-empty")

    send(phone, receipt_file(demo.home, seed=6))

    phone.wait_for_url(re.compile(r"/receipts/[0-9a-f-]{36}/"))
    picture(phone, "5-reading")
    expect(phone.get_by_text("+£0.10")).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    image = phone.locator("img[src*='/picture/']").first
    expect(image).to_be_visible()
    wait_for(lambda: bool(image.evaluate("image => image.complete && image.naturalWidth > 0")), seconds=20)
    assert phone.locator("svg [data-box], svg rect").count() > 3
    picture(phone, "6-result")
    phone.set_viewport_size(DESK)
    phone.screenshot(path=ARTEFACTS / "receipt.png")
    phone.set_viewport_size(PHONE)
    phone.goto("/")
    expect(phone.get_by_text("£0.10").first).to_be_visible()
    picture(phone, "7-home")
    phone.goto("/receipts/")
    phone.locator("main .rows a[href*='/receipts/']").first.click()
    here = phone.url

    phone.get_by_role("link", name="Delete this receipt").click()
    picture(phone, "8-delete")
    phone.get_by_role("button", name="Delete for ever").click()
    phone.wait_for_url(re.compile(r"/receipts/$"))

    phone.goto("/")
    expect(phone.get_by_text("£0.10").first).to_be_visible()
    gone = phone.goto(here)
    assert gone is not None
    assert gone.status == 404


def test_bad_files_are_told_in_place_and_nothing_of_them_is_kept(phone: Page, demo: Demo) -> None:
    sign_in(phone, "frank@example.org")
    join(phone)
    say_yes(phone)
    files = {
        "not a picture": (demo.home / "text.jpg", b"this is a letter to my aunt\n" * 50),
        "empty": (demo.home / "empty.jpg", b""),
        "cut off": (demo.home / "half.jpg", receipt_file(demo.home, seed=9).read_bytes()[:30_000]),
    }
    huge = demo.home / "huge.jpg"
    huge.write_bytes(b"\xff\xd8" + b"0" * (21 * 1024 * 1024))

    for name, (file, content) in files.items():
        file.write_bytes(content)
        send(phone, file)
        expect(phone.locator("[role=alert]").first).to_be_visible()
        picture(phone, f"bad-{name.replace(' ', '-')}")
    # Told before a byte of it is sent.
    phone.goto("/receipts/add/")
    phone.locator("input[type=file]").set_input_files(huge)
    expect(phone.locator("[role=alert]").first).to_contain_text("larger than the 20 MB")
    expect(phone.get_by_role("button", name="Send receipt")).to_be_hidden()
    picture(phone, "bad-too-large")

    phone.goto("/receipts/")
    assert phone.locator("a[href*='/receipts/']").filter(has_text=re.compile("£")).count() == 0


def test_a_picture_that_seems_bad_is_doubted_before_it_is_sent_and_can_be_sent_anyway(phone: Page, demo: Demo) -> None:
    sign_in(phone, "ivan@example.org")
    join(phone)
    say_yes(phone)
    good, bad = receipt_file(demo.home, seed=13), demo.home / "blurred.jpg"
    with Image.open(good) as sharp:
        # Larger than what a picture is looked at, so that the page makes it smaller first.
        sharp.resize((sharp.width * 2, sharp.height * 2)).filter(ImageFilter.GaussianBlur(6)).save(bad)
    phone.goto("/receipts/add/")

    phone.locator("input[type=file]").set_input_files(bad)
    doubt = phone.get_by_role("status").filter(has_text="Take it again?")
    expect(doubt).to_contain_text("The print is blurred.", timeout=READ_SECONDS_MAX * 1000)
    picture(phone, "doubted")
    anyway, retake = phone.get_by_role("button", name="Send it anyway"), phone.locator("#again")
    sizes = [anyway.bounding_box(), retake.bounding_box()]
    phone.locator("input[type=file]").set_input_files(good)
    expect(doubt).to_be_hidden()
    expect(phone.get_by_role("button", name="Send receipt")).to_be_visible()
    phone.locator("input[type=file]").set_input_files(bad)
    expect(doubt).to_be_visible()
    anyway.click()

    phone.wait_for_url(re.compile(r"/receipts/[0-9a-f-]{36}/"))
    assert sizes[0]
    assert sizes[1]
    assert (sizes[0]["width"], sizes[0]["height"]) == (sizes[1]["width"], sizes[1]["height"])


def test_the_same_file_twice_and_another_panelists_receipt(phone: Page, browser: Browser, demo: Demo) -> None:
    sign_in(phone, "grace@example.org")
    join(phone)
    say_yes(phone)
    file = receipt_file(demo.home, seed=12)
    send(phone, file)
    phone.wait_for_url(re.compile(r"/receipts/[0-9a-f-]{36}/"))
    hers = phone.url

    send(phone, file)
    expect(phone.locator("[role=alert]").first).to_contain_text("already sent")
    stranger = browser.new_context(base_url=demo.address).new_page()
    sign_in(stranger, "heidi@example.org")
    join(stranger)
    answers = [stranger.goto(hers), stranger.goto(f"{hers}picture/"), stranger.goto(f"{hers}delete/")]
    stranger.context.close()

    assert [answer.status for answer in answers if answer is not None] == [404, 404, 404]


def test_the_operator_accepts_with_one_key_what_needed_a_look(browser: Browser, demo: Demo) -> None:
    page = browser.new_context(viewport=DESK, base_url=demo.address).new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Olivia")).click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    wait_for(lambda: page.reload() is not None and page.locator("a[href*='/console/look/']").count() > 1, seconds=90)
    picture(page, "operator-1-console")

    page.goto("/console/look/")
    picture(page, "operator-2-look")
    page.keyboard.press("a")

    page.wait_for_load_state()
    picture(page, "operator-3-after")
    page.context.close()


def test_a_passkey_is_made_signs_in_without_a_mail_and_is_removed_again(browser: Browser, demo: Demo) -> None:
    # A passkey belongs to a name; an address of figures has none.
    context = browser.new_context(viewport=PHONE, base_url=demo.address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    phone_itself = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": phone_itself})
    sign_in(page, "judy@example.org")
    join(page)
    say_yes(page)

    page.goto("/account/security/")
    page.get_by_role("link", name="Add a passkey").click()
    picture(page, "passkey-1-add")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    picture(page, "passkey-2-codes")
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    page.goto("/you/devices/")
    expect(page.get_by_text("Chrome · Linux").first).to_be_visible()
    picture(page, "devices")
    page.goto("/account/security/webauthn/")
    picture(page, "passkey-3-list")
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_role("button", name="Use a key").click()
    page.get_by_role("button", name="Remove it").click()

    expect(page.get_by_text("There is none yet.")).to_be_visible()
    context.close()
    assert faults == []


def ask_for(page: Page, amount: str, mail: str = "") -> None:
    """Ask for a gift card."""
    page.goto("/money/")
    page.get_by_role("link", name="Get paid").click()
    page.get_by_role("link", name="Gift card").first.click()
    page.get_by_label("How much").fill(amount)
    if mail:
        page.get_by_label("Mail address").fill(mail)
    picture(page, "money-2-ask")
    page.get_by_role("button", name="Send it to me").click()
    page.wait_for_url(re.compile(r"/money/[0-9a-f-]{36}/"))


def test_a_panelist_asks_for_a_gift_card_sees_it_arrive_and_then_a_failure_and_the_money_back(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("button", name=re.compile("Alice")).click()
    phone.goto("/money/")
    balance = phone.locator(".money").first.inner_text()
    picture(phone, "money-1-balance")

    ask_for(phone, "1.50", "alice@demo.example")
    wait_for(lambda: has_heading(phone, "Arrived"), seconds=READ_SECONDS_MAX)
    picture(phone, "money-3-arrived")
    phone.goto("/money/")
    after = phone.locator(".money").first.inner_text()
    picture(phone, "money-4-after")

    # Of this address the provider takes what it cannot deliver.
    phone.goto("/money/ask/paypal/")
    phone.get_by_label("How much").fill("1.25")
    phone.get_by_label("Mail address").fill("bounce@demo.example")
    phone.get_by_role("button", name="Send it to me").click()
    phone.wait_for_url(re.compile(r"/money/[0-9a-f-]{36}/"))
    payout = phone.url
    picture(phone, "money-5-new-address-waits")

    expect(phone.get_by_text("You changed where your money goes.")).to_be_visible()
    phone.get_by_role("button", name="Call it off").click()
    phone.goto("/money/")
    assert phone.locator(".money").first.inner_text() == after
    assert balance != after
    phone.goto(payout)
    expect(phone.get_by_role("heading", name="Called off")).to_be_visible()


def test_a_gift_card_that_cannot_be_delivered_comes_back(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("button", name=re.compile("Chloe")).click()
    phone.goto("/you/")
    phone.locator("label", has=phone.locator("input[name=language][value=en]")).click()
    phone.locator("form", has=phone.locator("input[name=language]")).get_by_role("button").click()
    phone.goto("/money/")
    balance = phone.locator(".money").first.inner_text()

    ask_for(phone, "1.75", "bounce@demo.example")
    wait_for(lambda: has_heading(phone, "Called off"), seconds=READ_SECONDS_MAX)

    expect(phone.get_by_text("The money is in your balance again, all of it.")).to_be_visible()
    picture(phone, "money-6-back")
    phone.goto("/money/")
    assert phone.locator(".money").first.inner_text() == balance


def has_heading(page: Page, name: str) -> bool:
    """Whether the page says so when it is loaded anew."""
    page.reload()
    return page.locator("h1").inner_text() == name


@pytest.mark.parametrize("name", ["Alice", "Bob", "Chloe", "Diego", "Rosa", "Carl"])
def test_everybody_of_the_demo_can_be_stepped_in_as(name: str, browser: Browser, demo: Demo) -> None:
    page = browser.new_context(viewport=PHONE, base_url=demo.address).new_page()
    page.goto("/")

    page.get_by_role("button", name=re.compile(name)).click()

    page.wait_for_load_state()
    expect(page.locator("h1")).to_be_visible()
    picture(page, f"as-{name.lower()}")
    page.context.close()


def test_a_device_is_put_on_the_list_and_shows_what_is_pushed_to_it(browser: Browser, demo: Demo) -> None:
    subscription = PushedTo().subscription("https://fcm.googleapis.com/fcm/send/made-up")
    made = {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}}
    context = browser.new_context(viewport=PHONE, base_url=demo.address, permissions=["notifications"])
    # A headless browser has no push service to subscribe with. All that comes after subscribing is real.
    context.add_init_script(
        f"PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({json.dumps(made)}) }});"
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Alice")).click()
    expect(page.get_by_role("heading", name="Earned in")).to_be_visible()
    page.goto("/notices/")

    page.get_by_role("button", name="Show notices on this device").click()
    expect(page.get_by_text("This device is on your list.")).to_be_visible()
    expect(page.get_by_text("Chrome · Linux")).to_be_visible()
    page.get_by_role("group", name="Your receipts").get_by_text("on your devices").click()
    picture(page, "notices")
    page.get_by_role("button", name="Write to me like this").click()
    expect(page.get_by_text("From now on we write as you chose.")).to_be_visible()
    devtools = context.new_cdp_session(page)
    registrations: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    words = {"title": "Example Market", "body": "Your receipt counts", "path": "/receipts/", "tag": "result"}
    pushed = {"origin": demo.address, "registrationId": registrations[-1]["registrationId"], "data": json.dumps(words)}
    devtools.send("ServiceWorker.deliverPushMessage", pushed)

    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".some((shown) => shown.body === 'Your receipt counts' && shown.data.path === '/receipts/')"
    )
    context.close()


def test_ctrl_c_ends_it_all_and_the_second_start_is_quick() -> None:
    demo = Demo(Path(f"/tmp/fairpanel-stopped-{os.getpid()}"))  # noqa: S108 - short enough for a socket
    demo.start(free_port())

    code = demo.stop()

    wait_for(lambda: demo.leftover_processes() == [], seconds=10)
    assert code == 0
    assert Server(demo.home / "demo" / "postgres").pid() is None
    seconds = demo.start(free_port())
    demo.stop()
    assert seconds < 10
    assert demo.leftover_processes() == []
    shutil.rmtree(demo.home, ignore_errors=True)
