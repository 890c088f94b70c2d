"""An order that comes by mail is read with its shop, number, day, things and sum, whatever it is written in."""

from collections.abc import Callable
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pytest

from fairpanel.reading import Hints, Kind, Reading
from fairpanel.reading.documents import read_document

MailOf = Callable[..., EmailMessage]


def told(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "shop": reading.merchant.value if reading.merchant else None,
        "number": reading.number.value if reading.number else None,
        "day": reading.date.value.isoformat() if reading.date else None,
        "currency": reading.currency.value if reading.currency else None,
        "total": reading.total.value if reading.total else None,
        "things": [(line.text, line.quantity, line.price) for line in reading.lines][:2],
        "sum": sum((line.price for line in reading.lines), Decimal(0)),
    }


def truth(order: Any) -> dict[str, Any]:
    return {
        "kind": Kind.RECEIPT,
        "shop": order.shop,
        "number": order.number,
        "day": "2026-10-13",
        "currency": order.language.currency,
        "total": order.total,
        "things": [(text, Decimal(count), count * price) for text, count, price in order.things],
        "sum": order.total,
    }


@pytest.mark.parametrize("form", ["html", "text"])
def test_an_order_is_read_from_its_tables_or_its_text(order: Any, mail_of: MailOf, form: str) -> None:
    message = mail_of(**{form: getattr(order, form)()})

    (reading,) = read_document(bytes(message), Hints(region=order.language.country))

    found = told(reading)
    if form == "text":
        # Plain text writes no `1`.
        found["things"] = [(text, count or Decimal(1), price) for text, count, price in found["things"]]
    assert found == truth(order)


@pytest.mark.parametrize("form", ["json_ld", "microdata"])
def test_what_is_stated_for_machines_goes_before_what_is_shown(order: Any, mail_of: MailOf, form: str) -> None:
    shown = "<p>Thank you! Total 1.00</p>"

    (reading,) = read_document(bytes(mail_of(html=f"<body>{getattr(order, form)()}{shown}</body>")))

    assert told(reading) == {**truth(order), "sum": order.subtotal}


def test_a_mail_with_the_same_order_as_html_and_as_pdf_holds_one_order(
    order: Any, mail_of: MailOf, pdf_of: Callable[..., bytes]
) -> None:
    invoice = pdf_of(order.pdf_rows())

    readings = read_document(bytes(mail_of(html=order.html(), attached=[(invoice, "application", "pdf")])))

    assert [reading.total.value for reading in readings if reading.total] == [order.total]


def test_a_pdf_is_read_by_its_own_text(order: Any, pdf_of: Callable[..., bytes]) -> None:
    (reading,) = read_document(pdf_of(order.pdf_rows()), Hints(region=order.language.country))

    assert told(reading) == truth(order)
