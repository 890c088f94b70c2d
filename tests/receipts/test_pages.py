"""A panelist's pages: send a receipt, watch it being read, see what became of it, delete it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from fairpanel.kit.page import Box
from fairpanel.members.models import Member
from fairpanel.reading import drawing
from fairpanel.receipts import actions
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import BlackBox, Channel, Seen
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading

SignedIn = Callable[[Member], Client]
Settled = Callable[..., Receipt]
ADD = "/receipts/add/"
LOOK = "/receipts/look/"
# As somebody in Germany writes it, in whichever language.
TEN_CENTS = "+0,10 €"


def a_jpeg() -> bytes:
    file = BytesIO()
    Image.effect_noise((200, 300), 60).save(file, "JPEG")
    return file.getvalue()


def picture_file(data: bytes | None = None) -> dict[str, Any]:
    return {"picture": SimpleUploadedFile("receipt.jpg", a_picture() if data is None else data, "image/jpeg")}


def words_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


@pytest.fixture
def sent(panelist: Member, now: datetime) -> Receipt:
    """One that waits to be read."""
    return actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)


def test_who_has_not_agreed_is_asked_first(alice: Member, signed_in: SignedIn) -> None:
    assert signed_in(alice).get(ADD)["Location"] == "/consent/receipts/"


def test_without_a_script_sending_leads_to_the_receipts_page(panelist: Member, signed_in: SignedIn) -> None:
    answer = signed_in(panelist).post(ADD, picture_file())

    assert (answer.status_code, answer["Location"]) == (302, f"/receipts/{Receipt.objects.get().id}/")


def test_a_script_is_told_the_address(panelist: Member, signed_in: SignedIn) -> None:
    answer = signed_in(panelist).post(ADD, picture_file(), headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()) == (201, {"address": f"/receipts/{Receipt.objects.get().id}/"})


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 422, "This file is empty."),
        (b"a letter to my aunt\n" * 50, 415, "This is not a picture that we can read."),
        (a_jpeg()[:9000], 422, "This file is damaged or was cut off on its way."),
    ],
)
def test_a_file_that_is_no_picture_is_told_and_nothing_is_kept(
    *, data: bytes, status: int, words: str, panelist: Member, vault: FakeVault, signed_in: SignedIn
) -> None:
    to_a_script = signed_in(panelist).post(ADD, picture_file(data), headers={"accept": "application/json"})
    to_a_person = signed_in(panelist).post(ADD, picture_file(data))

    assert (to_a_script.status_code, to_a_person.status_code) == (status, status)
    assert words in to_a_script.json()["detail"]
    assert words in to_a_person.content.decode()
    assert not Receipt.objects.exists()
    assert vault.kept == {}


def test_a_picture_is_looked_at_before_it_is_sent_and_forgotten(
    panelist: Member, vault: FakeVault, signed_in: SignedIn
) -> None:
    answer = signed_in(panelist).post(LOOK, picture_file(), headers={"accept": "application/json"})

    assert answer.json() == {
        "reasons": ["We see no receipt that we could read. Hold the phone closer and keep it still."]
    }
    assert not Receipt.objects.exists()
    assert vault.kept == {}


def test_a_good_picture_is_not_doubted(panelist: Member, now: datetime, signed_in: SignedIn) -> None:
    drawn = drawing.draw(seed=102, now=now, country="DE")

    answer = signed_in(panelist).post(LOOK, picture_file(drawn.jpeg))

    assert answer.json() == {"reasons": []}


def test_without_consent_no_picture_is_looked_at(alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post(LOOK, picture_file(), headers={"accept": "application/json"})

    assert answer.status_code == 403
    assert "reasons" not in answer.json()


def test_a_file_that_is_too_large_is_told(panelist: Member, signed_in: SignedIn, settings: LazySettings) -> None:
    settings.UPLOAD_BYTES_MAX = 100

    answer = signed_in(panelist).post(ADD, picture_file())

    assert answer.status_code == 413
    assert "This file is larger than" in answer.content.decode()


def test_sending_nothing_is_told(panelist: Member, signed_in: SignedIn) -> None:
    answer = signed_in(panelist).post(ADD, {})

    assert answer.status_code == 422
    assert "There was no picture with it." in answer.content.decode()


def test_the_same_file_twice_is_told(panelist: Member, signed_in: SignedIn) -> None:
    data = a_picture()
    signed_in(panelist).post(ADD, picture_file(data))

    answer = signed_in(panelist).post(ADD, picture_file(data))

    assert answer.status_code == 409
    assert "You have already sent us this receipt." in answer.content.decode()
    assert Receipt.objects.count() == 1


def test_while_it_is_read_the_page_asks_again_every_second(
    panelist: Member, sent: Receipt, signed_in: SignedIn
) -> None:
    browser = signed_in(panelist)

    page = words_of(browser, f"/receipts/{sent.id}/")

    assert "We are reading your receipt" in page
    assert 'hx-trigger="every 1s"' in page
    assert 'aria-live="polite"' in page
    assert browser.get(f"/receipts/{sent.id}/progress/").status_code == 204


def test_the_result_says_the_verdict_the_money_and_what_was_read(
    panelist: Member, settled: Settled, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading())

    page = words_of(signed_in(panelist), f"/receipts/{receipt.id}/")

    assert "This receipt counts." in page
    assert TEN_CENTS in page
    assert "Corner Shop" in page
    assert "Saturday, 21 November" in page
    assert "4,50 €" in page
    assert "2 \N{MULTIPLICATION SIGN}</span> Milk" in page


def test_the_piece_that_the_page_asks_for_has_the_result_and_asks_no_more(
    panelist: Member, settled: Settled, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading())

    piece = words_of(signed_in(panelist), f"/receipts/{receipt.id}/progress/")

    assert "This receipt counts." in piece
    assert "<html" not in piece
    assert "hx-trigger" not in piece


def test_each_thing_read_has_its_box_on_the_picture(panelist: Member, settled: Settled, signed_in: SignedIn) -> None:
    receipt = settled(panelist, a_reading())

    page = words_of(signed_in(panelist), f"/receipts/{receipt.id}/")

    assert 'viewBox="0 0 420 600"' in page
    assert 'data-box="total" x="10" y="160" width="390" height="30"' in page
    assert page.count('data-box="total"') == 2
    assert page.count('data-box="line-1"') == 2


def test_a_refusal_says_why_where_and_until_when_one_may_appeal(
    panelist: Member, settled: Settled, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading(date=a_field(date(2026, 9, 1), 5)))

    page = words_of(signed_in(panelist), f"/receipts/{receipt.id}/")

    assert "This receipt is from Tuesday, September 1, 2026" in page
    assert 'class="why" data-box="why" x="10" y="200"' in page
    assert "Is this wrong?" in page
    assert "until Tuesday, 22 December" in page


def test_black_boxes_say_what_stood_there(panelist: Member, signed_in: SignedIn, now: datetime) -> None:
    sent = actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    black = BlackBox("card number", Box(20, 500, 200, 530))
    actions.settle(receipt_id=sent.id, seen=Seen(a_reading(), (black,), b"jpeg"), now=now)

    page = words_of(signed_in(panelist), f"/receipts/{sent.id}/")

    assert "<title>Card number</title>" in page
    assert "What we blacked out" in page


def test_what_the_reader_was_not_sure_of_is_marked(panelist: Member, settled: Settled, signed_in: SignedIn) -> None:
    receipt = settled(
        panelist, replace(a_reading(), time=a_field(datetime(2026, 11, 21, 17, 30, tzinfo=UTC).time(), 5, 0.3))
    )

    page = words_of(signed_in(panelist), f"/receipts/{receipt.id}/")

    assert "hard to read" in page


def test_of_what_could_not_be_read_there_is_no_picture_and_the_page_says_so(
    panelist: Member, sent: Receipt, signed_in: SignedIn, now: datetime
) -> None:
    actions.settle(receipt_id=sent.id, seen=None, now=now)

    page = words_of(signed_in(panelist), f"/receipts/{sent.id}/")

    assert "We could not read this picture." in page
    assert "We keep no picture that we could not read" in page
    assert "/picture/" not in page


def test_the_picture_is_the_blacked_out_one_and_is_kept_in_no_cache(
    panelist: Member, settled: Settled, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading())

    answer = signed_in(panelist).get(f"/receipts/{receipt.id}/picture/")

    assert answer.content == b"a blacked-out picture"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")


def test_there_is_no_picture_while_it_is_read(panelist: Member, sent: Receipt, signed_in: SignedIn) -> None:
    assert signed_in(panelist).get(f"/receipts/{sent.id}/picture/").status_code == 404


def test_deleting_says_what_goes_and_what_stays_and_then_it_goes(
    panelist: Member, settled: Settled, signed_in: SignedIn
) -> None:
    receipt = settled(panelist, a_reading())
    browser = signed_in(panelist)

    asked = words_of(browser, f"/receipts/{receipt.id}/delete/")
    answer = browser.post(f"/receipts/{receipt.id}/delete/", follow=True)

    assert f"The {TEN_CENTS[1:]} it earned stay yours." in asked
    assert "Until Tuesday, December 22, 2026 we keep a code" in asked
    assert "The receipt is deleted" in answer.content.decode()
    assert not Receipt.objects.exists()


def test_the_list_says_the_state_and_the_money_of_each(panelist: Member, settled: Settled, signed_in: SignedIn) -> None:
    settled(panelist, a_reading())
    settled(panelist, a_reading(shop="Example Market"))

    page = words_of(signed_in(panelist), "/receipts/")

    assert "Corner Shop" in page
    assert "Counts · Sat, 21 Nov" in page
    assert "Does not count · Sat, 21 Nov" in page
    assert page.count(TEN_CENTS) == 1


def test_a_long_list_comes_in_pages(panelist: Member, now: datetime, signed_in: SignedIn) -> None:
    for _ in range(21):
        actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)
    browser = signed_in(panelist)

    first, second = words_of(browser, "/receipts/"), words_of(browser, "/receipts/?page=2")

    assert (first.count("Being read"), second.count("Being read")) == (20, 1)
    assert "Page 1 of 2" in first


def test_an_empty_list_says_what_will_stand_there(panelist: Member, signed_in: SignedIn) -> None:
    assert "Your receipts will stand here" in words_of(signed_in(panelist), "/receipts/")
