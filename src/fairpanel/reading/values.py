"""What reading a receipt gives: fields and lines, each with the place it was read from and how sure we are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from fairpanel.kit.page import Box, Page

T = TypeVar("T")


class Kind(StrEnum):
    """What the picture shows, decided by the evidence on it."""

    RECEIPT = "receipt"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beforehand; it decides only where the page leaves a choice.

    `region` is an ISO 3166 country code, perhaps with a subdivision: `US`, `GB`, `DE`. `currency` is an ISO 4217 code.
    """

    region: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One thing read: its `value`, the `text` as printed, the `box` around it and a `confidence` from 0 to 1."""

    value: T
    text: str
    box: Box
    confidence: float


class LineKind(StrEnum):
    """What a line is: something bought, money taken off, or a deposit paid or given back."""

    ITEM = "item"
    DISCOUNT = "discount"
    DEPOSIT = "deposit"
    DEPOSIT_RETURN = "deposit-return"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing bought, or a discount on it (then `price` is negative).

    `price` is what the line adds to the sum, `unit_price` what one piece or one `unit` of weight costs. `quantity`
    counts pieces, or weighs in `unit`: `kg`, `g`, `lb`, `oz`, `l` or `gal`.
    """

    text: str
    quantity: Decimal | None
    unit_price: Decimal | None
    price: Decimal
    box: Box
    confidence: float
    unit: str = ""
    kind: LineKind = LineKind.ITEM


@dataclass(frozen=True, slots=True)
class Shop:
    """A known brand of shops: its `name` as one writes it, and its `wikidata` id where it has one.

    `kind` is a word of the programme (`programme.receipts.ShopKind`: `grocery`, `pharmacy`, ...), here plain text.
    """

    name: str
    wikidata: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read on one page. What is not printed, or was not found, is None.

    `number` is the one by which the shop knows the receipt, or an order that came by mail or as a PDF. `merchant` is
    the name as it is printed, `shop` the known brand that it is, where it is one; `shop_kind` is that brand's kind, or
    the one that the words on the page speak of. `paper` says what it is where it is no receipt of a purchase
    (`papers.find_paper`), and `country` (ISO 3166) where it was printed, where everything on it that says so agrees.
    `charges` are for service or delivery, on top of the lines; `tendered` is what was handed over, `change` what came
    back; `payment` is `cash`, `card`, `transfer` or `voucher`.
    """

    kind: Kind
    merchant: Field[str] | None
    address: Field[str] | None
    phone: Field[str] | None
    date: Field[dt.date] | None
    time: Field[dt.time] | None
    currency: Field[str] | None
    lines: tuple[Line, ...]
    subtotal: Field[Decimal] | None
    taxes: tuple[Field[Decimal], ...]
    tip: Field[Decimal] | None
    total: Field[Decimal] | None
    page: Page
    confidence: float
    number: Field[str] | None = None
    shop: Field[Shop] | None = None
    shop_kind: Field[str] | None = None
    paper: Field[str] | None = None
    country: Field[str] | None = None
    charges: tuple[Field[Decimal], ...] = ()
    tendered: Field[Decimal] | None = None
    change: Field[Decimal] | None = None
    payment: Field[str] | None = None
