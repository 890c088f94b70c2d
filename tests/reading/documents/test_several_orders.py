"""A mail may tell of several orders: each is a reading of its own."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from fairpanel.kit.problems import TooLarge
from fairpanel.reading.documents import read_document

MailOf = Callable[..., EmailMessage]


def numbers_and_totals(data: bytes) -> list[tuple[str | None, str | None]]:
    return [
        (reading.number.value if reading.number else None, str(reading.total.value) if reading.total else None)
        for reading in read_document(data)
    ]


def one(number: str, price: str) -> str:
    return f"<h2>Order # {number}</h2><table><tr><td>Lamp<td>£{price}<tr><td>Order total:<td>£{price}</table>"


def test_each_number_with_a_total_is_an_order(mail_of: MailOf) -> None:
    html = f"<p>Order #<br>206-6313<p>Order #<br>206-9030{one('206-6313', '3.99')}{one('206-9030', '7.29')}"

    found = numbers_and_totals(bytes(mail_of(html=html)))

    assert found == [("206-6313", "3.99"), ("206-9030", "7.29")]


def test_two_numbers_under_one_total_are_one_order(mail_of: MailOf) -> None:
    html = (
        "<p>Lamp<br>Item price: £3.00<br>Order number: 15-0694<p>Bulb<br>Item price: £2.00<br>Order number: 15-0695"
        "<p>Order total: £5.00"
    )

    (reading,) = read_document(bytes(mail_of(html=html)))

    assert [(line.text, str(line.price)) for line in reading.lines] == [("Lamp", "3.00"), ("Bulb", "2.00")]


def test_orders_stated_for_machines_are_told_apart_by_their_numbers(english: Any, mail_of: MailOf) -> None:
    other = english.json_ld().replace(english.number, "LU-2").replace(str(english.total), "99.00")

    found = numbers_and_totals(bytes(mail_of(html=english.json_ld() + other)))

    assert found == [(english.number, str(english.total)), ("LU-2", "99.00")]


def test_what_data_and_page_say_of_one_order_is_one(english: Any, mail_of: MailOf) -> None:
    html = english.microdata() + english.json_ld() + english.html()

    found = numbers_and_totals(bytes(mail_of(html=html)))

    assert found == [(english.number, str(english.total))]


def test_more_orders_than_anybody_makes_are_refused(mail_of: MailOf) -> None:
    html = "".join(one(f"206-{number}", "1.00") for number in range(1000, 1030))

    with pytest.raises(TooLarge, match="more than 20 orders"):
        read_document(bytes(mail_of(html=html)))
