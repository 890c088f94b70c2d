"""The demo's mail: an address for Alice, a mail of a made-up shop to send there, and the line that sends it."""

import secrets
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from fairpanel.members.models import Member
from fairpanel.receipts.mail import actions, rules
from fairpanel.website.demonstration import address

_SHOP = "Lumina <orders@lumina.example>"


def line_that_sends(home: Path, *, port: int, now: datetime) -> str:
    """A line for a shell that sends Alice's order to her secret address; makes both where they are not there."""
    alice = Member.objects.get(email=address("alice"))
    to = actions.address_of(alice)
    if to is None:
        to = actions.give_address(member=alice, random=secrets.token_bytes(rules.TOKEN_BYTES), now=now)
    file = home / "order.eml"
    file.write_bytes(_order(now))
    return f"curl smtp://127.0.0.1:{port} --mail-from {alice.email} --mail-rcpt {to} --upload-file {file}"


def _order(now: datetime) -> bytes:
    bought = now - timedelta(days=2)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = _SHOP, address("alice"), "Your order"
    message["Date"] = bought
    message["Message-ID"] = f"<{now.timestamp()}@lumina.example>"
    message.set_content(
        f"<h1>Lumina</h1><p>Order number: <b>LU-{now:%d%H%M}-20815</b><br>Order date: {bought:%d/%m/%Y}</p>"
        "<table><tr><td>Item</td><td>Price</td></tr><tr><td>Desk lamp</td><td>&pound;34.90</td></tr>"
        "<tr><td>Light bulb</td><td>&pound;3.95</td></tr><tr><td>Total</td><td>&pound;38.85</td></tr></table>"
        "<p>Paid with card 4111 1111 1111 1111</p>",
        subtype="html",
    )
    return bytes(message)
