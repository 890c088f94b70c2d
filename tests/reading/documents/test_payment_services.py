"""A payment service is no shop: who was paid is. And money that comes in is no purchase."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from fairpanel.reading import Kind
from fairpanel.reading.documents import read_document

MailOf = Callable[..., EmailMessage]


@pytest.mark.parametrize(
    "said",
    [
        "<p>You sent a payment of £6.00 GBP to Brindle & Co (shop@brindle.example)</p>",
        "<p>Sie haben eine Zahlung über 6,00 EUR an Brindle & Co gesendet.</p>",
        "<p>Merchant: Brindle & Co</p>",
        "<table><tr><td>Seller<br>Brindle & Co</td><td>Note to seller<br>None</td></tr></table>",
        "<table><tr><td>Vendeur</td><td>Brindle & Co</td></tr></table>",
    ],
)
def test_who_was_paid_is_the_shop(mail_of: MailOf, said: str) -> None:
    html = f"{said}<p>Transaction ID: 4GS58716Y6339</p><table><tr><td>Total</td><td>£6.00 GBP</td></tr></table>"

    (reading,) = read_document(bytes(mail_of(html=html, sender="service@paypal.co.uk")))

    assert reading.merchant is not None
    assert reading.merchant.value == "Brindle & Co"


def test_money_that_came_in_is_no_purchase(mail_of: MailOf) -> None:
    html = "<p>You received a payment of £6.00 GBP from Bob</p><p>Transaction ID: 4GS58716<p>Total £6.00 GBP"

    (reading,) = read_document(bytes(mail_of(html=html, sender="service@paypal.co.uk")))

    assert reading.kind is Kind.OTHER
