"""What is really printed on a drawn receipt, and where it stands in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Literal

from fairpanel.kit.page import Box

LineKind = Literal["item", "discount", "deposit", "deposit-return"]
Payment = Literal["cash", "card", "transfer"]
SensitiveKind = Literal[
    "card-number", "masked-card-number", "account-number", "phone-number", "mail-address", "loyalty-number", "name",
    "number-plate", "prescription", "address",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing bought, or taken off. `price` is what the line adds to the sum; `box` holds all its rows.

    `quantity` counts pieces, or weighs in `unit`. `unit_price` is None where the receipt does not print it.
    `tax_percent` is the rate that the line falls under.
    """

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal | None
    price: Decimal
    kind: LineKind
    tax_percent: Decimal
    pharmacy_only: bool
    box: Box
    text_box: Box
    price_box: Box


@dataclass(frozen=True, slots=True)
class Tax:
    """The tax of one rate: `gross` is `net` and `amount`."""

    percent: Decimal
    net: Decimal
    amount: Decimal

    @property
    def gross(self) -> Decimal:
        """What was paid at this rate, with tax."""
        return self.net + self.amount


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Something that has to go before anybody sees the receipt."""

    kind: SensitiveKind
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Field:
    """A field and where it is printed first. `name` is that of the attribute of `Truth`."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row, words parted by single spaces."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Truth:
    """All that a reading could find. Amounts are in `currency`, an ISO 4217 code; boxes are in pixels of the picture.

    The prices of `lines`, the taxes where `tax_included` is false, and the tip make the total to the cent. What is not
    printed is None, or empty for taxes. `time` is to the minute. `paper` is the strip itself.
    """

    country: str
    language: str
    shop_kind: str
    merchant: str
    address: str
    phone: str | None
    date: date
    time: time | None
    currency: str
    lines: tuple[Line, ...]
    subtotal: Decimal | None
    taxes: tuple[Tax, ...]
    tax_included: bool
    tip: Decimal | None
    total: Decimal
    payment: Payment
    number: str | None
    vat_id: str | None
    sensitive: tuple[Sensitive, ...]
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    paper: Box

    def box(self, name: str) -> Box | None:
        """Where the field of this name is printed, or None where it is not."""
        return next((field.box for field in self.fields if field.name == name), None)

    def as_label(self, image: str) -> dict[str, Any]:
        """The label that the scorer of readings takes, for a picture of the name `image`: amounts and date as text."""
        return {
            "image": image,
            "merchant": self.merchant,
            "address": self.address,
            "date": self.date.isoformat(),
            "total": str(self.total),
            "subtotal": None if self.subtotal is None else str(self.subtotal),
            "tax": str(sum((tax.amount for tax in self.taxes), Decimal(0))) if self.taxes else None,
            "tip": None if self.tip is None else str(self.tip),
            "currency": self.currency,
            "line_items": [
                {"description": line.text, "qty": str(line.quantity.normalize()), "price": str(line.price)}
                for line in self.lines
            ],
        }
