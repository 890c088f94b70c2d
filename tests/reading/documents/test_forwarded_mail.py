"""A forwarded mail is read as the shop's own: with its sender and day, and without the lines set above it."""

import datetime as dt
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from fairpanel.reading import Kind
from fairpanel.reading.documents import open_document, read_document

MailOf = Callable[..., EmailMessage]

ALICE = "Alice Doe <alice@gmail.com>"
ABOVE = {
    "gmail": """
        ---------- Forwarded message ---------
        From: Brindle & Co <orders@brindle.example>
        Date: Tue, 13 Oct 2026 at 21:45
        Subject: Your order
        To: Alice Doe <alice@gmail.com>
    """,
    "outlook": """
        Von: Brindle & Co <orders@brindle.example>
        Gesendet: Dienstag, 13. Oktober 2026 21:45
        An: Alice Doe <alice@gmail.com>
        Betreff: Ihre Bestellung
    """,
    "apple": """
        Début du message réexpédié :

        De: Brindle & Co <orders@brindle.example>
        Objet: Votre commande
        Date: 13 octobre 2026 à 21:45
        À: Alice Doe <alice@gmail.com>
    """,
    "thunderbird": """
        -------- Messaggio inoltrato --------
        Oggetto: Il tuo ordine
        Data: 13 ottobre 2026 21:45
        Da: Brindle & Co <orders@brindle.example>
        A: Alice Doe <alice@gmail.com>
    """,
}
ORDER = """
    Desk lamp           34.90 EUR
    Total               34.90 EUR
    Order number: BR-20815
"""


def plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("programme", ABOVE)
def test_who_forwarded_it_and_when_says_nothing_about_the_order(mail_of: MailOf, programme: str) -> None:
    text = f"Look, my lamp for 12.00!\n{plain(ABOVE[programme])}\n{plain(ORDER)}"

    (reading,) = read_document(bytes(mail_of(text=text, sender=ALICE)))

    assert reading.kind is Kind.RECEIPT
    assert reading.merchant is not None
    assert reading.merchant.value == "Brindle & Co"
    assert reading.date is not None
    assert reading.date.value == dt.date(2026, 10, 13)
    assert [str(line.price) for line in reading.lines] == ["34.90"]


@pytest.mark.parametrize("programme", ABOVE)
def test_what_the_forwarder_wrote_is_not_on_the_page(mail_of: MailOf, programme: str) -> None:
    text = f"Look, my lamp for 12.00!\n{plain(ABOVE[programme])}\n{plain(ORDER)}"

    (sheet,) = open_document(bytes(mail_of(text=text, sender=ALICE)))

    words = {word.text for row in sheet.page.rows for word in row}
    assert not words & {"Alice", "<alice@gmail.com>", "Look,"}


def test_a_mail_attached_to_a_mail_is_read_with_its_own_sender(english: Any, mail_of: MailOf) -> None:
    outer = EmailMessage()
    outer["From"] = ALICE
    outer.set_content("See below.")
    outer.add_attachment(mail_of(html="<p>Order number BR-20815<p>Lamp 3.00<p>Total 3.00", sender="B <o@brindle.nl>"))

    (reading,) = read_document(bytes(outer))

    assert reading.merchant is not None
    assert reading.merchant.value == "B"


def test_on_a_day_of_its_own_a_persons_mail_is_not_the_day_of_the_order(mail_of: MailOf) -> None:
    (reading,) = read_document(bytes(mail_of(text=plain(ORDER), sender=ALICE)))

    assert reading.date is None


def test_of_a_shops_own_mail_the_day_is_that_of_the_order(mail_of: MailOf) -> None:
    (reading,) = read_document(bytes(mail_of(text=plain(ORDER), sender="Brindle <orders@brindle.example>")))

    assert reading.date is not None
    assert reading.date.value == dt.date(2026, 10, 14)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Zalora Team <info@zalora.example>", "Zalora"),
        ("Kundenservice Brindle <x@brindle.example>", "Kundenservice Brindle"),
        ("Brindle.de Bestellbestätigung <x@brindle.example>", "Brindle.de"),
        ("noreply@mail.brindle.co.uk", "Brindle"),
        ('"orders@brindle.example" <orders@brindle.example>', "Brindle"),
    ],
)
def test_the_shop_is_who_sent_the_mail(mail_of: MailOf, sender: str, name: str) -> None:
    (reading,) = read_document(bytes(mail_of(text=plain(ORDER), sender=sender)))

    assert reading.merchant is not None
    assert reading.merchant.value == name
