"""An order out of a mail goes the way that a photograph goes: sealed, read, redacted, drawn, and the mail is gone."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from fairpanel import reading
from fairpanel.kit.page import Box, Page, Word
from fairpanel.members.models import Member
from fairpanel.reading.documents import open_mail
from fairpanel.reading.documents.problems import DamagedDocument
from fairpanel.reading.problems import NotAPicture
from fairpanel.receipts import actions, jobs
from fairpanel.receipts.laid_out import PIXELS_MAX, lay_out, sheet_in
from fairpanel.receipts.looking import look
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel
from tests.receipts.everything import everything_in_the_database
from tests.receipts.made_by_hand import FakeVault

CARD = "4111 1111 1111 1111"
ORDER = f"""From: Lumina <orders@lumina.example>
To: alice@example.org
Subject: Your order
Date: Sat, 21 Nov 2026 09:30:00 +0000
Content-Type: text/html; charset=utf-8

<html><body><h1>Lumina</h1><p>Order number: <b>LU-4711-20815</b><br>Order date: 20.11.2026</p>
<table><tr><td>Item</td><td>Price</td></tr><tr><td>Desk lamp</td><td>34,90 &euro;</td></tr>
<tr><td>Grüner Tee</td><td>3,95 &euro;</td></tr><tr><td>Total</td><td>38,85 &euro;</td></tr></table>
<p>Paid with card {CARD}</p></body></html>
""".encode()


def order() -> bytes:
    [sheet] = open_mail(ORDER).sheets
    return lay_out(sheet)


def test_an_order_is_read_and_kept_as_a_picture_without_what_is_sensitive(
    panelist: Member, vault: FakeVault, now: datetime
) -> None:
    sent = actions.submit(member=panelist, data=order(), channel=Channel.MAIL, now=now)
    jobs.read(receipt_id=str(sent.id))

    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.shop, receipt.total_minor, receipt.currency) == ("accepted", "Lumina", 3885, "EUR")
    assert receipt.channel == "mail"
    seen = reading.recognise(reading.open_picture(vault.open(receipt.picture)))
    told = " ".join(word.text for row in seen.rows for word in row)
    assert "Desk" in told
    assert "1111" not in told.replace(" ", "")
    assert "1111" not in everything_in_the_database()


def test_what_is_drawn_is_as_large_as_the_page_that_boxes_lie_on() -> None:
    seen = look([order()], region="DE", currency="EUR")

    with Image.open(BytesIO(seen.jpeg)) as drawn:
        assert drawn.size == (seen.reading.page.width, seen.reading.page.height)
    assert [box.kind for box in seen.black_boxes] == ["card number"]


def test_nobody_sends_words_in_place_of_a_picture(panelist: Member, vault: FakeVault, now: datetime) -> None:
    with pytest.raises(NotAPicture):
        actions.submit(member=panelist, data=order(), channel=Channel.PAGE, now=now)

    assert vault.kept == {}


def test_the_same_order_is_one_receipt(panelist: Member, now: datetime) -> None:
    actions.submit(member=panelist, data=order(), channel=Channel.MAIL, now=now)

    with pytest.raises(actions.AlreadySent):
        actions.submit(member=panelist, data=order(), channel=Channel.MAIL, now=now)


def test_a_page_as_long_as_a_street_is_drawn_smaller() -> None:
    [sheet] = open_mail(ORDER).sheets
    far = Word("far", Box(19_000, 44_000, 19_030, 44_020), 1.0)
    long = replace(sheet, page=Page(20_000, 45_000, (*sheet.page.rows, (far,))))

    fitted = sheet_in(lay_out(long))

    assert fitted.page.width * fitted.page.height <= PIXELS_MAX
    assert all(
        word.box.right <= fitted.page.width and word.box.bottom <= fitted.page.height
        for row in fitted.page.rows
        for word in row
    )


def test_an_order_that_was_damaged_says_so() -> None:
    with pytest.raises(DamagedDocument):
        sheet_in(order()[:-2])


def test_pictures_are_left_to_who_looks_at_pictures() -> None:
    picture = BytesIO()
    Image.effect_noise((400, 400), 80).save(picture, "JPEG")
    encoded = picture.getvalue()
    mail = b"From: a@b.example\nContent-Type: image/jpeg\nContent-Transfer-Encoding: binary\n\n" + encoded

    opened = open_mail(mail)

    assert opened.sheets == ()
    assert [picture[:2] for picture in opened.pictures] == [encoded[:2]]
