"""The public shape of a reading as JSON: what `fairpanel read --json` prints, kept stable for who builds on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from fairpanel.reading.values import Field, Reading


class LineShape(TypedDict):
    """One line bought; amounts are decimal text with a point.

    `quantity` counts pieces, or weighs in `unit`; `kind` is `item`, `discount`, `deposit` or `deposit-return`.
    """

    text: str
    quantity: str | None
    price: str
    unit: str | None
    unit_price: str | None
    kind: str


class ReadingShape(TypedDict):
    """One file read. Amounts are decimal text with a point, `date` is ISO 8601, `time` is HH:MM or HH:MM:SS.

    `kind` is null where the file could not be read; `error` then is the sentence why, and otherwise null.
    `merchant` is the name as printed, `shop` the known brand that it is, with its Wikidata id. `shop_kind` is that
    brand's kind or, without a brand, the one that the words speak of; `shop_confidence` is how sure that is. `number`
    is the one that the shop gave the receipt or the order. `charges` is what was charged for service or delivery,
    `tendered` what was handed over, `change` what came back, `payment` one of `cash`, `card`, `transfer`, `voucher`.
    """

    file: str
    kind: str | None
    merchant: str | None
    address: str | None
    phone: str | None
    date: str | None
    time: str | None
    currency: str | None
    lines: list[LineShape]
    subtotal: str | None
    tax: str | None
    tip: str | None
    total: str | None
    confidence: float
    seconds: float
    error: str | None
    shop: str | None
    shop_wikidata: str | None
    shop_kind: str | None
    shop_confidence: float
    number: str | None
    charges: str | None
    tendered: str | None
    change: str | None
    payment: str | None


def shape_of(reading: Reading, *, file: str, seconds: float) -> ReadingShape:
    """A file that was read, in `seconds` of wall-clock time."""
    return {
        "file": file,
        "kind": reading.kind.value,
        "merchant": reading.merchant.value if reading.merchant else None,
        "address": reading.address.value if reading.address else None,
        "phone": reading.phone.value if reading.phone else None,
        "date": reading.date.value.isoformat() if reading.date else None,
        "time": reading.time.value.isoformat() if reading.time else None,
        "currency": reading.currency.value if reading.currency else None,
        "lines": [
            {
                "text": line.text,
                "quantity": None if line.quantity is None else f"{line.quantity:f}",
                "price": f"{line.price:f}",
                "unit": line.unit or None,
                "unit_price": None if line.unit_price is None else f"{line.unit_price:f}",
                "kind": line.kind.value,
            }
            for line in reading.lines
        ],
        "subtotal": _amount(reading.subtotal),
        "tax": _sum(reading.taxes),
        "tip": _amount(reading.tip),
        "total": _amount(reading.total),
        "confidence": round(reading.confidence, 3),
        "seconds": round(seconds, 3),
        "error": None,
        "shop": reading.shop.value.name if reading.shop else None,
        "shop_wikidata": reading.shop.value.wikidata if reading.shop else None,
        "shop_kind": reading.shop_kind.value if reading.shop_kind else None,
        "shop_confidence": round(reading.shop_kind.confidence, 3) if reading.shop_kind else 0.0,
        "number": reading.number.value if reading.number else None,
        "charges": _sum(reading.charges),
        "tendered": _amount(reading.tendered),
        "change": _amount(reading.change),
        "payment": reading.payment.value if reading.payment else None,
    }


def shape_of_problem(sentence: str, *, file: str, seconds: float) -> ReadingShape:
    """A file that could not be read, and the `sentence` that says why."""
    return {
        "file": file,
        "kind": None,
        "merchant": None,
        "address": None,
        "phone": None,
        "date": None,
        "time": None,
        "currency": None,
        "lines": [],
        "subtotal": None,
        "tax": None,
        "tip": None,
        "total": None,
        "confidence": 0.0,
        "seconds": round(seconds, 3),
        "error": sentence,
        "shop": None,
        "shop_wikidata": None,
        "shop_kind": None,
        "shop_confidence": 0.0,
        "number": None,
        "charges": None,
        "tendered": None,
        "change": None,
        "payment": None,
    }


def _amount(field: Field[Decimal] | None) -> str | None:
    return f"{field.value:f}" if field else None


def _sum(fields: Sequence[Field[Decimal]]) -> str | None:
    return f"{sum((field.value for field in fields), Decimal(0)):f}" if fields else None
