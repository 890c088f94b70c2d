"""A phone without a connection, with a bad one, and in other hands: what waits on it is sent once, or is gone."""

import base64
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.panel import wait_for
from tests.website.browsing import (
    DESK,
    PHONE,
    READ_SECONDS_MAX,
    Demo,
    browses,
    join,
    picture,
    receipt_file,
    say_yes,
    sign_in,
)

pytestmark = browses

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
A_RECEIPT = re.compile(r"/receipts/[0-9a-f-]{36}/")
WAITING = re.compile(r"/receipts/waiting/")
# What lies in the phone's store, by place: how many, and whether there is a key.
KEPT = """
async () => {
  const database = await new Promise((done, failed) => {
    const request = indexedDB.open("fairpanel");
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });
  const all = (name) => new Promise((done) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => done(request.result);
  });
  const [about, waiting, before] = [await all("about"), await all("waiting"), await all("before")];
  const pictures = (await all("pictures")).flatMap((one) => one.pictures);
  database.close();
  const key = about.find((one) => one.what === "owner")?.key;
  const bytes = pictures.map((one) => new Uint8Array(one.sealed.slice(0, 4)).join());
  return { waiting: waiting.length, before: before.length, pictures: pictures.length, bytes, key: Boolean(key),
           readable: key?.extractable ?? false, caches: await caches.keys() };
}
"""
SHARE = """
([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
  const said = { method: "post", action: "/receipts/share/", enctype: "multipart/form-data" };
  const form = Object.assign(document.createElement("form"), said);
  const input = Object.assign(document.createElement("input"), { type: "file", name: "picture" });
  input.files = transfer.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}
"""
# As a private window does, and as a phone that is full.
NO_STORE = """
Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("private", "SecurityError"); } });
"""
NO_ROOM = """
IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
JPEG_BEGINS = "255,216,255"


def newcomer(page: Page, name: str) -> None:
    """Join, agree, and have the phone ready for what comes without a connection."""
    sign_in(page, f"{name}@example.org")
    join(page)
    say_yes(page)
    page.goto("/")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_function("caches.has('shell-1')")


def choose_and_send(page: Page, *chosen: Path) -> None:
    page.goto("/receipts/add/")
    page.locator("input[type=file]").set_input_files([str(file) for file in chosen])
    page.locator("#go").click()


def kept_by(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(KEPT)
    return found


def results(page: Page) -> int:
    """How many receipts stand in the list."""
    page.goto("/receipts/")
    return page.locator("main .rows a[href*='/receipts/']").count()


def see(page: Page, name: str) -> None:
    """Look at the page at both widths, light and dark; axe finds nothing, and nothing sticks out."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            picture(page, f"phone-{name}-{size['width']}-{look}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name} is too wide"
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")


@pytest.fixture
def offline(phone: Page) -> Iterator[Callable[[bool], None]]:
    """Take the connection away, and give it back."""
    yield phone.context.set_offline
    phone.context.set_offline(False)


def test_two_photos_taken_without_a_connection_are_two_results_when_it_is_back(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "off-line")
    offline(True)
    phone.goto("/receipts/add/")
    see(phone, "add-offline")
    for seed in (701, 702):
        choose_and_send(phone, receipt_file(demo.home, seed=seed))
        phone.wait_for_url(WAITING)
    expect(phone.locator("#waiting .row")).to_have_count(2)
    expect(phone.get_by_role("status")).to_contain_text("There is no connection")
    expect(phone.locator("#waiting .row img").nth(1)).to_be_visible()
    see(phone, "waiting-offline")
    sealed = kept_by(phone)

    offline(False)

    expect(phone.get_by_role("status")).to_contain_text("Sent.", timeout=READ_SECONDS_MAX * 1000)
    see(phone, "waiting-sent")
    assert (sealed["waiting"], sealed["key"], sealed["readable"]) == (2, True, False)
    assert [bytes_ for bytes_ in sealed["bytes"] if bytes_.startswith(JPEG_BEGINS)] == []
    assert results(phone) == 2
    wait_for(lambda: phone.reload() is not None and phone.get_by_text("+£0.10").count() == 2, seconds=90)


def test_an_answer_that_is_lost_after_the_server_has_committed_leaves_one_receipt(phone: Page, demo: Demo) -> None:
    newcomer(phone, "lost-answer")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    # The service worker would ask again at once, and nobody would see it waiting.
    phone.context.add_init_script("SyncManager.prototype.register = async () => {};")
    phone.context.route("**/receipts/add/", lose)
    choose_and_send(phone, receipt_file(demo.home, seed=703))

    phone.wait_for_url(WAITING)
    expect(phone.get_by_role("status")).to_contain_text("Sent.", timeout=READ_SECONDS_MAX * 1000)
    assert lost == [201]
    assert kept_by(phone)["waiting"] == 0
    assert results(phone) == 1


def test_two_tabs_and_the_service_worker_at_once_send_one_receipt(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "two-tabs")
    second = phone.context.new_page()
    offline(True)
    choose_and_send(phone, receipt_file(demo.home, seed=704))
    phone.wait_for_url(WAITING)
    second.goto("/receipts/waiting/")
    devtools = phone.context.new_cdp_session(phone)
    registrations: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: registrations.extend(said["registrations"]))
    devtools.send("ServiceWorker.enable")
    phone.wait_for_timeout(200)
    synced = {"origin": demo.address, "registrationId": registrations[-1]["registrationId"], "tag": "send"}

    offline(False)
    devtools.send("ServiceWorker.dispatchSyncEvent", synced | {"lastChance": False})

    for page in (phone, second):
        expect(page.locator("#waiting .row")).to_have_count(0, timeout=READ_SECONDS_MAX * 1000)
    second.close()
    assert results(phone) == 1


def test_what_another_app_shares_goes_with_one_tap_also_without_a_connection(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "shares")
    offline(True)
    content = base64.b64encode(receipt_file(demo.home, seed=705).read_bytes()).decode()

    phone.evaluate(SHARE, [content, "from-another-app.jpg"])
    phone.wait_for_url("**/receipts/add/?shared")
    expect(phone.get_by_text("from-another-app.jpg")).to_be_visible()
    phone.goto("/receipts/waiting/")
    expect(phone.get_by_text("Shared by another app")).to_be_visible()
    offline(False)
    phone.goto("/")
    phone.goto("/receipts/waiting/")
    expect(phone.get_by_text("Shared by another app")).to_be_visible()
    see(phone, "waiting-shared")
    phone.get_by_role("link", name="Look and send").click()
    expect(phone.get_by_text("from-another-app.jpg")).to_be_visible()
    see(phone, "add-shared")
    phone.get_by_role("button", name="Send").click()

    phone.wait_for_url(A_RECEIPT)
    assert kept_by(phone)["waiting"] == 0
    assert results(phone) == 1


def test_a_share_before_there_is_a_service_worker_comes_back_into_the_page(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(viewport=PHONE, base_url=demo.address, locale="en-GB", service_workers="block")
    page = context.new_page()
    sign_in(page, "no-worker@example.org")
    join(page)
    say_yes(page)
    content = base64.b64encode(receipt_file(demo.home, seed=706).read_bytes()).decode()

    page.evaluate(SHARE, [content, "from-another-app.jpg"])
    expect(page.get_by_text("from-another-app.jpg")).to_be_visible()
    before = page.context.request.get("/receipts/").text().count("Being read")
    page.get_by_role("button", name="Send").click()

    page.wait_for_url(A_RECEIPT)
    context.close()
    assert before == 0


def test_signing_out_takes_the_key_the_photos_and_the_pages_from_the_phone(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "signs-out")
    choose_and_send(phone, receipt_file(demo.home, seed=707))
    phone.wait_for_url(A_RECEIPT)
    offline(True)
    choose_and_send(phone, receipt_file(demo.home, seed=708))
    phone.wait_for_url(WAITING)
    had = kept_by(phone)
    phone.context.route("**/receipts/phone/", lambda route: route.abort())
    offline(False)

    phone.goto("/account/logout/")
    expect(phone.get_by_text("Receipts that wait on this phone: 1")).to_be_visible()
    see(phone, "signing-out")
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    phone.wait_for_url(re.compile(r":\d+/$"))

    wait_for(lambda: not kept_by(phone)["key"], seconds=10)
    left = kept_by(phone)
    assert (had["waiting"], had["before"], had["pictures"], had["key"]) == (1, 1, 2, True)
    assert (left["waiting"], left["before"], left["pictures"], left["caches"]) == (0, 0, 0, [])


def test_when_the_session_is_over_what_waits_is_locked_until_its_owner_is_back(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "comes-back")
    offline(True)
    choose_and_send(phone, receipt_file(demo.home, seed=709))
    phone.wait_for_url(WAITING)
    phone.context.clear_cookies(name="sessionid")

    offline(False)
    expect(phone.get_by_role("link", name="Sign in")).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    see(phone, "waiting-locked")
    locked = phone.locator("#waiting .row").count()
    sign_in(phone, "comes-back@example.org")
    phone.wait_for_url(re.compile(r":\d+/$"))

    wait_for(lambda: kept_by(phone)["waiting"] == 0, seconds=60)
    assert locked == 0
    assert results(phone) == 1


def test_somebody_else_who_signs_in_on_the_phone_never_sees_or_sends_what_waited(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "the-first")
    offline(True)
    choose_and_send(phone, receipt_file(demo.home, seed=710))
    phone.wait_for_url(WAITING)
    phone.context.clear_cookies(name="sessionid")
    phone.goto("about:blank")
    offline(False)

    newcomer(phone, "the-second")

    assert results(phone) == 0
    phone.goto("/receipts/waiting/")
    expect(phone.get_by_text("Nothing waits.")).to_be_visible()
    assert kept_by(phone)["waiting"] == 0


def test_what_the_server_refuses_says_why_and_stays_until_it_is_removed(
    phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, "refused")
    letter = demo.home / "letter.jpg"
    letter.write_bytes(b"this is a letter to my aunt\n" * 50)
    offline(True)
    choose_and_send(phone, letter)
    phone.wait_for_url(WAITING)
    choose_and_send(phone, receipt_file(demo.home, seed=711))
    phone.wait_for_url(WAITING)

    offline(False)

    refused = phone.locator("#waiting .row")
    expect(refused).to_have_count(1, timeout=READ_SECONDS_MAX * 1000)
    expect(refused).to_contain_text("This is not a picture that we can read.")
    see(phone, "waiting-refused")
    phone.get_by_role("button", name="Remove").focus()
    phone.keyboard.press("Enter")
    expect(refused).to_have_count(0)
    assert results(phone) == 1


@pytest.mark.parametrize(("name", "fault"), [("no-store", NO_STORE), ("no-room", NO_ROOM)])
def test_where_the_phone_cannot_keep_a_photo_it_is_sent_from_the_page_and_stays_there_meanwhile(
    *, name: str, fault: str, phone: Page, demo: Demo, offline: Callable[[bool], None]
) -> None:
    newcomer(phone, name)
    phone.context.add_init_script(fault)
    phone.goto("/receipts/add/")
    phone.locator("input[type=file]").set_input_files(receipt_file(demo.home, seed=712))
    offline(True)
    phone.get_by_role("button", name="Send receipt").click()
    expect(phone.get_by_role("alert")).to_contain_text("leave this page open")
    offline(False)

    phone.get_by_role("button", name="Send receipt").click()

    phone.wait_for_url(A_RECEIPT)
    assert results(phone) == 1


def test_pieces_of_a_long_receipt_are_chosen_one_after_the_other_and_become_one_result(phone: Page, demo: Demo) -> None:
    newcomer(phone, "long-one")
    pieces = in_pieces(receipt_file(demo.home, seed=727))
    phone.goto("/receipts/add/")
    phone.locator("input[type=file]").set_input_files(pieces[0])
    for piece in pieces[1:]:
        with phone.expect_file_chooser() as opened:
            phone.get_by_role("button", name="Add another picture of this receipt").click()
        opened.value.set_files(piece)
    expect(phone.locator("#taken li")).to_have_count(3)
    see(phone, "add-several")
    phone.get_by_role("button", name="That is all: send 3 pictures").click()

    phone.wait_for_url(A_RECEIPT)
    expect(phone.get_by_text("+£0.10")).to_be_visible(timeout=READ_SECONDS_MAX * 1000)
    phone.get_by_text("Before: only on this phone").click()
    expect(phone.locator("[data-before] img")).to_have_count(3)
    see(phone, "result-with-before")
    phone.get_by_role("button", name="Delete it from this phone").click()
    wait_for(lambda: kept_by(phone)["pictures"] == 0, seconds=10)
    assert results(phone) == 1


def in_pieces(file: Path) -> list[Path]:
    """The picture in three pieces, the end first, each with a part of the next."""
    pieces = []
    with Image.open(BytesIO(file.read_bytes())) as whole:
        for top, bottom in ((0.58, 1), (0, 0.48), (0.3, 0.75)):
            piece = file.with_name(f"{file.stem}-from-{top}.jpg")
            whole.crop((0, int(whole.height * top), whole.width, int(whole.height * bottom))).save(piece)
            pieces.append(piece)
    return pieces


def test_a_photo_is_kept_to_compare_for_a_day_and_not_when_its_owner_says_no(phone: Page, demo: Demo) -> None:
    newcomer(phone, "compares")
    choose_and_send(phone, receipt_file(demo.home, seed=713))
    phone.wait_for_url(A_RECEIPT)
    first = kept_by(phone)["before"]
    turn_the_clock(phone.context, hours=25)
    phone.goto("/receipts/")
    wait_for(lambda: kept_by(phone)["before"] == 0, seconds=10)

    phone.goto("/receipts/add/")
    phone.get_by_label("Keep my photo on this phone for a day").uncheck()
    choose_and_send(phone, receipt_file(demo.home, seed=714))
    phone.wait_for_url(A_RECEIPT)

    assert first == 1
    assert (kept_by(phone)["before"], kept_by(phone)["pictures"]) == (0, 0)


def turn_the_clock(context: BrowserContext, *, hours: int) -> None:
    """Every page that opens from here on believes that it is later."""
    context.add_init_script(f"const now = Date.now; Date.now = () => now() + {hours} * 3600 * 1000;")


def test_who_deletes_a_receipt_deletes_the_photo_of_it_from_the_phone(phone: Page, demo: Demo) -> None:
    newcomer(phone, "deletes")
    choose_and_send(phone, receipt_file(demo.home, seed=716))
    phone.wait_for_url(A_RECEIPT)
    had = kept_by(phone)["pictures"]

    phone.goto(f"{phone.url}delete/")
    phone.get_by_role("button", name="Delete for ever").click()
    phone.wait_for_url(re.compile(r"/receipts/$"))

    assert (had, kept_by(phone)["pictures"]) == (1, 0)
