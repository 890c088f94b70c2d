"""Mails as shops, people and forwarding services write them, and as nobody should."""

from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

from PIL import Image

from fairpanel.receipts.mail.values import Envelope, Way

DOMAIN = "in.panel.example"
BY_SMTP = Envelope(Way.SMTP, sender="alice@example.org", ip="192.0.2.7", helo="mail.example.org")


def an_order(number: str = "LU-4711-20815", *, total: str = "38,85", thing: str = "Desk lamp") -> str:
    """The page of an order of two days ago."""
    return f"""<html><body><h1>Lumina</h1><p>Order number: <b>{number}</b><br>Order date: 20.11.2026</p>
<table><tr><td>Item</td><td>Price</td></tr><tr><td>{thing}</td><td>{total} &euro;</td></tr>
<tr><td>Total</td><td>{total} &euro;</td></tr></table></body></html>"""


def a_mail(
    html: str = "",
    *,
    sender: str = "Lumina <orders@lumina.example>",
    name: str = "<1@lumina.example>",
    to: str = "alice@example.org",
    subject: str = "Your order",
    text: str = "",
) -> EmailMessage:
    """A mail with this page, or this text; `name` is its Message-ID."""  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Fri, 20 Nov 2026 09:30:00 +0000"
    if name:
        message["Message-ID"] = name
    if text or not html:
        message.set_content(text or "See below.")
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def forwarded(inner: EmailMessage, *, name: str = "<2@example.org>") -> EmailMessage:
    """A mail with another one attached to it."""
    outer = a_mail(sender="Alice <alice@example.org>", name=name, subject="Fwd: Your order")
    outer.add_attachment(inner)
    return outer


def a_jpeg(width: int = 400, height: int = 500) -> bytes:
    """A picture of nothing."""
    file = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def gmail_asks(code: str = "123456789") -> EmailMessage:
    """What Gmail writes to an address to which somebody wants to forward."""
    link = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8%5D-abc"
    text = (
        "alice@gmail.com has requested to automatically forward mail to your email address.\n"
        f"Confirmation code: {code}\n\nTo allow this, click the link below:\n\n{link}\n"
    )
    return a_mail(
        text=text, sender="Gmail Team <forwarding-noreply@google.com>", name=f"<{code}@mail.gmail.com>",
        subject=f"(#{code}) Gmail Forwarding Confirmation - Receive Mail from alice@gmail.com",
    )  # fmt: skip
