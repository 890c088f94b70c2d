"""The same purchase as its shop would send it: as a mail, and as a PDF attached to one."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.ink import print_strip
from fairpanel.reading.drawing.layout import compose, style
from fairpanel.reading.drawing.purchase import Purchase
from fairpanel.receipts.mail.unwrapping import papers_in

_ROW_POINTS, _MARGIN_POINTS = 14, 40


class NoOrderInIt(Exception):
    """Nothing was found in the mail that could be a receipt."""


def as_mail(bill: Purchase) -> bytes:
    """The order that is taken out of the shop's own mail."""
    rows = "".join(
        f"<tr><td>{escape(line.text)}</td><td>{bill.country.money(line.price)}</td></tr>" for line in bill.lines
    )
    return _paper(
        _mail(
            f"<h1>{escape(bill.shop.name)}</h1><p>Your receipt {bill.number}<br>{bill.bought:%d %B %Y %H:%M}</p>"
            f"<table><tr><th>Item</th><th>Price</th></tr>{rows}"
            f"<tr><td>Total</td><td>{bill.country.money(bill.total)}</td></tr></table>",
            bill,
        )
    )


def as_pdf(bill: Purchase, seed: int) -> bytes:
    """The same from the shop's PDF, which says what the till prints."""
    how = style(bill, Chance(seed, "style"))
    strip = print_strip(compose(bill, how, Chance(seed, "layout")), how, Chance(seed, "ink"))
    message = _mail("<p>Your receipt is attached.</p>", bill)
    pdf = _pdf([text for text, _place in strip.rows])
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="receipt.pdf")
    return _paper(message)


def _paper(message: EmailMessage) -> bytes:
    papers = papers_in(bytes(message))
    if not isinstance(papers, tuple):
        raise NoOrderInIt(papers)
    return papers[0]


def _mail(html: str, bill: Purchase) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = f'"{bill.shop.name}" <receipts@shop.example>', "Your receipt"
    message["Date"], message["Message-ID"] = bill.bought, f"<{bill.number}@shop.example>"
    message.set_content(html, subtype="html")
    return message


def _pdf(rows: list[str]) -> bytes:
    """One page as long as it takes, in Courier."""
    high = 2 * _MARGIN_POINTS + _ROW_POINTS * len(rows)
    content = b"\n".join(
        b"BT /F 10 Tf %d %d Td (%s) Tj ET" % (_MARGIN_POINTS, high - _MARGIN_POINTS - _ROW_POINTS * at, _escaped(row))
        for at, row in enumerate(rows)
    )
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>endobj\n"
        b"2 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
        b"3 0 obj<</Type/Page/Parent 4 0 R/MediaBox[0 0 595 %d]/Resources<</Font<</F 1 0 R>>>>/Contents 2 0 R>>endobj\n"
        b"4 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n5 0 obj<</Type/Catalog/Pages 4 0 R>>endobj\n"
        b"trailer<</Root 5 0 R>>\n%%%%EOF" % (len(content), content, high)
    )


def _escaped(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
