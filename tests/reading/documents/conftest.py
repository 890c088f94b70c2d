"""Order mails that no shop ever sent: the same order in seven languages, as HTML, data, plain text and PDF."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from email.message import EmailMessage
from html import escape

import pytest

SENT = dt.datetime(2026, 10, 14, 9, 30, tzinfo=dt.UTC)
ORDERED = dt.date(2026, 10, 13)


@dataclass(frozen=True)
class Language:
    """How a shop of one country writes an order: `day` is a form for `strftime`, `mark` the decimal mark."""

    country: str
    currency: str
    number: str
    date: str
    day: str
    heads: tuple[str, str, str, str]
    subtotal: str
    postage: str
    total: str
    delivery: str
    mark: str = ","
    sign: str = "€"


LANGUAGES = {
    "en": Language(
        "GB", "GBP", "Order number", "Placed on", "%d %B %Y", ("Description", "Qty", "Unit price", "Amount"),
        "Subtotal", "Postage", "Order total", "Estimated delivery", ".", "£",
    ),
    "de": Language(
        "DE", "EUR", "Bestellnummer", "Bestelldatum", "%d.%m.%Y", ("Artikel", "Menge", "Einzelpreis", "Gesamt"),
        "Zwischensumme", "Versandkosten", "Gesamtsumme", "Voraussichtliche Lieferung",
    ),
    "fr": Language(
        "FR", "EUR", "Numéro de commande", "Date de commande", "%d/%m/%Y",
        ("Désignation", "Quantité", "Prix unitaire", "Montant"), "Sous-total", "Frais de livraison", "Total TTC",
        "Livraison estimée",
    ),
    "es": Language(
        "ES", "EUR", "Número de pedido", "Fecha del pedido", "%d/%m/%Y",
        ("Descripción", "Cantidad", "Precio unitario", "Importe"), "Subtotal", "Gastos de envío", "Total a pagar",
        "Entrega estimada",
    ),
    "it": Language(
        "IT", "EUR", "Numero ordine", "Data ordine", "%d/%m/%Y",
        ("Descrizione", "Quantità", "Prezzo unitario", "Importo"),
        "Subtotale", "Spedizione", "Totale", "Consegna stimata",
    ),
    "nl": Language(
        "NL", "EUR", "Bestelnummer", "Besteldatum", "%d-%m-%Y", ("Omschrijving", "Aantal", "Stukprijs", "Bedrag"),
        "Subtotaal", "Verzendkosten", "Totaal te betalen", "Verwachte bezorging",
    ),
    "pt": Language(
        "PT", "EUR", "Número da encomenda", "Data da encomenda", "%d/%m/%Y",
        ("Descrição", "Quantidade", "Preço unitário", "Valor"), "Subtotal", "Portes de envio", "Total a pagar",
        "Entrega estimada",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """An order, and what it looks like in a mail of its shop."""

    language: Language
    shop: str = "Lumina"
    number: str = "LU-4711-20815"
    things: tuple[tuple[str, int, Decimal], ...] = (
        ("Desk lamp with a dimmer", 1, Decimal("34.90")),
        ("Light bulb E27 warm", 3, Decimal("4.25")),
    )
    postage: Decimal = Decimal("3.95")

    @property
    def subtotal(self) -> Decimal:
        return sum((count * price for _, count, price in self.things), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.postage

    def money(self, amount: Decimal) -> str:
        written = f"{amount:.2f}".replace(".", self.language.mark)
        return f"{self.language.sign}{written}" if self.language.mark == "." else f"{written} {self.language.sign}"

    def day(self, day: dt.date = ORDERED) -> str:
        return day.strftime(self.language.day)

    def sums(self) -> list[tuple[str, str]]:
        words = self.language
        return [
            (words.subtotal, self.money(self.subtotal)),
            (words.postage, self.money(self.postage)),
            (words.total, self.money(self.total)),
        ]

    def html(self) -> str:
        """A page of nested tables, as mails are made."""
        words = self.language
        heads = "".join(f"<th align=left>{escape(head)}</th>" for head in words.heads)
        things = "".join(
            f"<tr><td><a href='https://shop.example/1'>{escape(text)}</a></td><td>{count}</td>"
            f"<td align=right>{self.money(price)}</td><td align=right><b>{self.money(count * price)}</b></td></tr>"
            for text, count, price in self.things
        )
        sums = "".join(f"<tr><td>{escape(label)}:</td><td>{amount}</td></tr>" for label, amount in self.sums())
        late = self.day(ORDERED + dt.timedelta(days=5))
        return f"""<!DOCTYPE html><html><head><title>x</title><style>td {{ color: red }}</style></head><body>
          <div style="display:none">Preview 99.99</div>
          <table width="100%"><tr><td align="center"><table width="600"><tr><td>
          <img src="https://shop.example/logo.png" alt="{escape(self.shop)}"></td></tr>
          <tr><td><p>{escape(words.number)}: <b>{self.number}</b><br>{escape(words.date)}: {self.day()}</p>
          <p>{escape(words.delivery)}: {late}</p></td></tr>
          <tr><td><table>{"<tr>" + heads + "</tr>"}{things}</table></td></tr>
          <tr><td align="right"><table>{sums}</table></td></tr></table></td></tr></table></body></html>"""

    def text(self) -> str:
        words = self.language
        rows = [
            self.shop, "", f"{words.number}: {self.number}", f"{words.date}: {self.day()}", "",
            *(f"{count} x {text:<40} {self.money(count * price):>12}" for text, count, price in self.things), "",
            *(f"{label:<44} {amount:>12}" for label, amount in self.sums()),
        ]  # fmt: skip
        return "\n".join(rows) + "\n"

    def thing(self) -> dict[str, object]:
        """The order in schema.org's words."""
        return {
            "@context": "https://schema.org", "@type": "Order", "orderNumber": self.number,
            "merchant": {"@type": "Organization", "name": self.shop}, "orderDate": f"{ORDERED}T08:15:00+02:00",
            "priceCurrency": self.language.currency, "price": f"{self.total}",
            "acceptedOffer": [
                {
                    "@type": "Offer", "price": f"{price}", "priceCurrency": self.language.currency,
                    "itemOffered": {"@type": "Product", "name": text},
                    "eligibleQuantity": {"@type": "QuantitativeValue", "value": count},
                }
                for text, count, price in self.things
            ],
        }  # fmt: skip

    def json_ld(self) -> str:
        return f'<script type="application/ld+json">{json.dumps(self.thing())}</script>'

    def microdata(self) -> str:
        offers = "".join(
            f'<div itemprop="acceptedOffer" itemscope itemtype="http://schema.org/Offer"><meta itemprop="price"'
            f' content="{price}"><div itemprop="itemOffered" itemscope itemtype="http://schema.org/Product"><span'
            f' itemprop="name">{escape(text)}</span></div><div itemprop="eligibleQuantity" itemscope'
            f' itemtype="http://schema.org/QuantitativeValue"><meta itemprop="value" content="{count}"></div></div>'
            for text, count, price in self.things
        )
        return f"""<div itemscope itemtype="http://schema.org/Order"><div itemprop="merchant" itemscope
          itemtype="http://schema.org/Organization"><meta itemprop="name" content="{escape(self.shop)}"></div>
          <meta itemprop="orderNumber" content="{self.number}"><meta itemprop="priceCurrency"
          content="{self.language.currency}"><meta itemprop="price" content="{self.total}">
          <time itemprop="orderDate" datetime="{ORDERED}">x</time>{offers}</div>"""

    def pdf_rows(self) -> list[list[tuple[int, str]]]:
        """Rows of text at a distance in points from the left edge of the page."""
        words = self.language
        return [
            [(50, self.shop)],
            [(50, f"{words.number}: {self.number}"), (350, f"{words.date}: {self.day()}")],
            list(zip((50, 320, 380, 480), words.heads, strict=True)),
            *(
                [(50, text), (320, str(count)), (380, self.money(price)), (480, self.money(count * price))]
                for text, count, price in self.things
            ),
            *([(320, label), (480, amount)] for label, amount in self.sums()),
        ]


@pytest.fixture(params=LANGUAGES)
def order(request: pytest.FixtureRequest) -> Order:
    """Give the order in each language."""
    return Order(LANGUAGES[request.param])


@pytest.fixture
def english() -> Order:
    """Give the order in English."""
    return Order(LANGUAGES["en"])


def mail(
    *,
    html: str | None = None,
    text: str | None = None,
    sender: str = "Lumina Order Confirmation <orders@lumina.example>",
    attached: Sequence[tuple[bytes, str, str]] = (),
) -> EmailMessage:
    """A mail; `attached` are bytes with main type and subtype."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "alice@panel.example", "Your order"
    message["Date"] = SENT
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    for data, main, sub in attached:
        message.add_attachment(data, maintype=main, subtype=sub, filename=f"file.{sub}")
    return message


@pytest.fixture
def mail_of() -> Callable[..., EmailMessage]:
    """Give the function that makes a mail."""
    return mail


def pdf(*pages: list[list[tuple[int, str]]]) -> bytes:
    """A PDF whose pages hold rows of text, 20 points apart, in Helvetica."""
    objects: list[bytes] = [b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids: list[str] = []
    for rows in pages:
        lines = [
            b"BT /F 10 Tf %d %d Td (%s) Tj ET" % (x, 780 - 20 * number, _escaped(text))
            for number, row in enumerate(rows)
            for x, text in row
        ]
        content = b"\n".join(lines)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<</Type/Page/Parent 99 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 1 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    whole = b"".join(b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(objects, 1))
    tree = f"99 0 obj<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>endobj\n"
    tree += "98 0 obj<</Type/Catalog/Pages 99 0 R>>endobj\n"
    return b"%PDF-1.7\n" + whole + tree.encode() + b"trailer<</Root 98 0 R>>\n%%EOF"


@pytest.fixture
def pdf_of() -> Callable[..., bytes]:
    """Give the function that makes a PDF."""
    return pdf


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
