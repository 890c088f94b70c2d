"""Whatever stands in a mail, opening it ends soon, with a reason in a row, and without much memory."""

import io
import resource
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from PIL import Image

from fairpanel.receipts.mail import rules
from fairpanel.receipts.models import Mail, Receipt
from tests.receipts.mail.made_mails import a_mail, an_order

Arrive = Callable[..., Mail]
SECONDS_MAX, MEGABYTES_MORE_MAX = 30, 700
HEAD = b"From: Shop <a@shop.example>\r\nMessage-ID: <h@shop.example>\r\nMIME-Version: 1.0\r\n"


def attached(content: bytes, kind: str) -> bytes:
    message: EmailMessage = a_mail(text="See what is attached.")
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename="order")
    return bytes(message)


def a_zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("order.pdf", b"\0" * 100_000_000)
    return file.getvalue()


def a_picture_bomb() -> bytes:
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    return file.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: attached(a_zip_bomb(), "application/zip"),
    "zip bomb that says it is a PDF": lambda: attached(a_zip_bomb(), "application/pdf"),
    "picture bomb": lambda: attached(a_picture_bomb(), "image/png"),
    "parts": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\nContent-Type: text/plain\r\n\r\nTotal 5.00\r\n" * 10_000 + b"--x--\r\n",
    "nested": lambda: b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" * 1_000 + b"Total 5.00\r\n",
    "huge headers": lambda: HEAD + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\nTotal 5.00\r\n",
    "many headers": lambda: HEAD + b"X-Many: x\r\n" * 50_000 + b"\r\nTotal 5.00\r\n",
    "broken encodings": lambda: HEAD + b"Subject: =?utf-8?B?////?= =?x-none?Q?=FF?=\r\nContent-Type: text/html;"
    b" charset=x-none\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\xff\xfe====\r\n",
    "null bytes": lambda: HEAD.replace(b"Shop", b"Sh\0op") + b"\0\r\n\r\n\0\0<p>Total 5.00\0</p>\r\n",
    "endless line": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<p>Total 5.00 " * 500_000,
    "open tags": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 200_000,
    "no headers": lambda: b"\r\n\r\n" + b"x" * 1_000,
    "nothing": lambda: b"",
    "addresses": lambda: HEAD + b"To: " + b"a@b.example, " * 50_000 + b"\r\n\r\nTotal 5.00\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_ends_with_a_reason(name: str, address: str, arrive: Arrive) -> None:
    data = HOSTILE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()

    mail = arrive(data, address)

    assert (mail.outcome, Receipt.objects.count()) == ("not-taken", 0)
    assert mail.why in {"no-order", "malformed", "unreadable"}
    assert time.process_time() - begun < SECONDS_MAX
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES_MORE_MAX


@pytest.mark.parametrize(
    "injected",
    [
        "<1@x.example>\r\nFrom: bob@example.org", "<1@x.example>\nX-Injected: yes",
        "=?utf-8?q?=0D=0AFrom:_bob=40example.org?=",
        "<" + "1" * 20_000 + "@x.example>",
    ],
)  # fmt: skip
def test_no_header_is_injected(injected: str) -> None:
    data = f"From: alice@example.org\r\nSubject: {injected.encode('ascii').hex()}\r\n".encode()
    data += b"Message-ID: " + injected.encode() + b"\r\n\r\nHello\r\n"

    head = rules.head_of(data)

    assert head is not None
    assert "\r" not in head.subject
    # A second sender that was smuggled in makes it nobody's; none takes the first one's place.
    assert head.sender in {"alice@example.org", ""}


def test_a_good_order_among_bad_things_is_taken(address: str, arrive: Arrive) -> None:
    message = a_mail(an_order())
    message.add_attachment(a_zip_bomb(), maintype="application", subtype="zip", filename="x.zip")
    message.add_attachment(b"%PDF-1.7 broken", maintype="application", subtype="pdf", filename="x.pdf")

    assert arrive(bytes(message), address).receipts == 1
