"""What is taken out of a page's words is in no reading, whether it stood in the mail or in its data."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from fairpanel.kit.page import Page
from fairpanel.reading import Hints
from fairpanel.reading.documents import Sheet, open_document, read_sheet


def masked(page: Page, secret: str) -> Page:
    rows = tuple(tuple(replace(w, text="[gone]") if secret in w.text else w for w in row) for row in page.rows)
    return replace(page, rows=rows)


def sheet_of(data: bytes) -> Sheet:
    (sheet,) = open_document(data)
    return sheet


def test_what_data_states_stands_on_the_page_too(english: Any, mail_of: Callable[..., EmailMessage]) -> None:
    sheet = sheet_of(bytes(mail_of(html=english.json_ld() + "<p>Thank you</p>")))

    words = {word.text for row in sheet.page.rows for word in row}

    assert {english.shop, english.number, str(english.total), "2026-10-13", "dimmer"} <= words


def test_a_stated_thing_that_was_taken_out_is_not_read(english: Any, mail_of: Callable[..., EmailMessage]) -> None:
    sheet = sheet_of(bytes(mail_of(html=english.json_ld() + english.html())))

    reading = read_sheet(sheet.on(masked(sheet.page, "dimmer")), Hints())

    assert reading.total is not None
    assert "dimmer" not in repr(reading)


def test_a_sheet_whose_words_stay_reads_the_same(english: Any, mail_of: Callable[..., EmailMessage]) -> None:
    sheet = sheet_of(bytes(mail_of(html=english.json_ld() + english.html())))

    assert read_sheet(sheet.on(masked(sheet.page, "nothing")), Hints()) == read_sheet(sheet, Hints())


def test_where_somebody_lives_is_not_read_from_a_mail(english: Any, mail_of: Callable[..., EmailMessage]) -> None:
    home = "<p>Delivery address:<br>Alice Doe<br>12 Garden Street<br>London SW1A 1AA<br>Phone: 020 7946 0123</p>"

    reading = read_sheet(sheet_of(bytes(mail_of(html=home + english.html()))), Hints(region="GB"))

    assert reading.address is None
    assert reading.phone is None
