"""Understands schema.org's `Order`, `Invoice` and `ParcelDelivery`: who sold what to be paid how much.

After https://schema.org/Order and the examples at https://developers.google.com/gmail/markup/reference/order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from fairpanel.reading.documents.linked_data import Thing, types_of
from fairpanel.reading.documents.problems import TooManyOrders

ORDERS_MAX: Final = 20

_LINES_MAX: Final = 500
_TEXT_CHARACTERS_MAX: Final = 200
_NUMBER: Final = re.compile(r"(?<![\d.,Ee])-?\d{1,9}(?:[.,'\s]\d{3}){0,3}(?:[.,]\d{1,2})?(?:[.,]0+)?(?![\dEe]|[.,]\d)")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One thing ordered; `price` is for all of its `quantity`, `unit_price` for one."""

    text: str
    quantity: Decimal | None
    unit_price: Decimal | None
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class StatedOrder:
    """What a mail says of one order. What it does not say is None. Amounts are in major units of `currency`."""

    merchant: str | None = None
    number: str | None = None
    date: dt.date | None = None
    currency: str | None = None
    lines: tuple[StatedLine, ...] = ()
    discount: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None


def orders_among(things: Sequence[Thing]) -> tuple[StatedOrder, ...]:
    """The orders that `things` tell of; what two of them say of the same order is one.

    Raises `TooManyOrders` beyond `ORDERS_MAX`.
    """
    found: list[StatedOrder] = []
    for order in _orders(things):
        if order == StatedOrder():
            continue
        same = next((place for place, other in enumerate(found) if _is_same(order, other)), None)
        if same is None and len(found) == ORDERS_MAX:
            raise TooManyOrders(orders_max=ORDERS_MAX)
        if same is None:
            found.append(order)
        else:
            found[same] = _together(found[same], order)
    return tuple(found)


def _orders(things: Sequence[Thing]) -> Iterator[StatedOrder]:
    for thing in things:
        types = types_of(thing)
        if "Order" in types:
            yield _order(thing)
        elif "Invoice" in types:
            yield _invoice(thing)
        elif "ParcelDelivery" in types and not isinstance(thing.get("partOfOrder"), Mapping | list):
            yield _parcel(thing)


def _order(order: Thing) -> StatedOrder:
    offers = _things(order, "acceptedOffer")
    prices = [*_things(order, "priceSpecification"), *_things(order, "totalPaymentDue"), *_things(order, "total")]
    priced = [order, *prices]
    currency = next((code for thing in [*priced, *offers] if (code := _currency(thing))), None)
    total = next((amount for thing in priced if (amount := _amount_of(thing)) is not None), None)
    lines = [line for offer in offers for line in _offered(offer)] or [
        line for item in _things(order, "orderedItem") for line in _ordered(item)
    ]
    return StatedOrder(
        merchant=_name_of(order, "merchant", "seller", "broker", "vendor") or _seller_in(offers),
        number=_text(order, "orderNumber") or _text(order, "confirmationNumber"),
        date=_day(order, "orderDate") or _day(order, "paymentDate"),
        currency=currency,
        lines=_reckoned(lines[:_LINES_MAX], total),
        discount=_amount(order.get("discount")),
        tax=_amount(order.get("tax")) or _amount(order.get("totalTax")),
        total=total,
    )


def _invoice(invoice: Thing) -> StatedOrder:
    due = [*_things(invoice, "totalPaymentDue"), *_things(invoice, "minimumPaymentDue")]
    lines = [line for order in _things(invoice, "referencesOrder") for line in _order(order).lines]
    return StatedOrder(
        merchant=_name_of(invoice, "provider", "seller", "broker", "merchant"),
        number=next((_text(order, "orderNumber") for order in _things(invoice, "referencesOrder")), None)
        or _text(invoice, "confirmationNumber")
        or _text(invoice, "identifier"),
        date=_day(invoice, "dateCreated") or _day(invoice, "billingPeriod"),
        currency=next((code for thing in [*due, invoice] if (code := _currency(thing))), None),
        lines=tuple(lines[:_LINES_MAX]),
        total=next((amount for thing in due if (amount := _amount_of(thing)) is not None), None),
    )


def _parcel(parcel: Thing) -> StatedOrder:
    """A parcel tells of things, rarely of money; the carrier did not sell them."""
    items = [_text(item, "name") for item in _things(parcel, "itemShipped")]
    return StatedOrder(
        merchant=_name_of(parcel, "merchant", "seller"),
        lines=tuple(StatedLine(text, None, None, None) for text in items if text),
    )


def _offered(offer: Thing) -> Iterator[StatedLine]:
    """An accepted offer; its price is that of one, as schema.org has it, or of all, as some shops write it."""
    for item in _things(offer, "itemOffered") or [offer]:
        text = _text(item, "name")
        if not text:
            continue
        quantity = (
            next(
                (
                    count
                    for name in ("eligibleQuantity", "quantity")
                    for thing in _things(offer, name)
                    if (count := _amount_of(thing))
                ),
                None,
            )
            or _amount(offer.get("eligibleQuantity"))
            or _amount(offer.get("orderQuantity"))
        )
        yield _line(text, quantity, _amount_of(offer) or _first_amount(offer, "priceSpecification"))


def _ordered(item: Thing) -> Iterator[StatedLine]:
    """An ordered item: a product, or an `OrderItem` around one."""
    products = _things(item, "orderedItem") or [item]
    quantity = _amount(item.get("orderQuantity")) or _first_amount(item, "orderQuantity")
    for product in products:
        text = _text(product, "name") or _text(item, "name")
        unit_price = _amount_of(item) or _first_amount(product, "offers") or _amount_of(product)
        if text:
            yield _line(text, quantity, unit_price)


def _line(text: str, quantity: Decimal | None, unit_price: Decimal | None) -> StatedLine:
    price = unit_price * (quantity or 1) if unit_price is not None else None
    return StatedLine(text, quantity, unit_price, price)


def _reckoned(lines: Sequence[StatedLine], total: Decimal | None) -> tuple[StatedLine, ...]:
    """The lines, with what each offer gives taken for the price of all its pieces where only so it fits the total."""
    single = [line.unit_price for line in lines]
    all_pieces = [line.price for line in lines]
    if total is None or None in single or None in all_pieces:
        return tuple(lines)
    if sum(filter(None, all_pieces)) > total >= sum(filter(None, single)):
        return tuple(
            replace(line, price=line.unit_price, unit_price=None) if (line.quantity or 1) != 1 else line
            for line in lines
        )
    return tuple(lines)


def _is_same(order: StatedOrder, other: StatedOrder) -> bool:
    if order.number and other.number:
        return order.number == other.number
    return not (order.total and other.total and order.total != other.total)


def _together(one: StatedOrder, other: StatedOrder) -> StatedOrder:
    """What one says, completed by what only the other says."""
    missing = {
        name: value
        for name in ("merchant", "number", "date", "currency", "lines", "discount", "tax", "total")
        if not getattr(one, name) and (value := getattr(other, name))
    }
    return replace(one, **missing)


def _things(thing: Thing, name: str) -> list[Thing]:
    value = thing.get(name)
    values = value if isinstance(value, list) else [value]
    return [value for value in values if isinstance(value, Mapping)]


def _text(thing: Thing, name: str) -> str | None:
    value = thing.get(name)
    values = value if isinstance(value, list) else [value]
    for text in values:
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())[:_TEXT_CHARACTERS_MAX].strip()
    return None


def _name_of(thing: Thing, *names: str) -> str | None:
    for name in names:
        named = next((text for inner in _things(thing, name) if (text := _text(inner, "name"))), None)
        if found := named or _text(thing, name):
            return found
    return None


def _seller_in(offers: Sequence[Thing]) -> str | None:
    """The seller of all offers, where it is one."""
    sellers = {name for offer in offers if (name := _name_of(offer, "seller", "offeredBy"))}
    return sellers.pop() if len(sellers) == 1 else None


def _day(thing: Thing, name: str) -> dt.date | None:
    """The day of a date or a moment, as the shop's own clock has it."""
    written = _text(thing, name)
    found = re.match(r"\d{4}-\d\d-\d\d", written or "")
    try:
        return dt.date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def _currency(thing: Thing) -> str | None:
    for name in ("priceCurrency", "currency"):
        code = (_text(thing, name) or "").upper()
        if _CURRENCY.fullmatch(code):
            return code
    return None


def _amount_of(thing: Thing) -> Decimal | None:
    for name in ("price", "value", "minPrice"):
        amount = _amount(thing.get(name))
        if amount is not None:
            return amount
    return _first_amount(thing, "priceSpecification")


def _first_amount(thing: Thing, name: str) -> Decimal | None:
    return next((amount for inner in _things(thing, name) if (amount := _own_amount(inner)) is not None), None)


def _own_amount(thing: Thing) -> Decimal | None:
    return next((amount for name in ("price", "value") if (amount := _amount(thing.get(name))) is not None), None)


def _amount(value: Any) -> Decimal | None:
    """An amount as written: `12.50`, and as some write it, `£12.50` or `1.234,50`."""
    written = value[0] if isinstance(value, list) and value else value
    found = _NUMBER.search(written) if isinstance(written, str) else None
    if found is None:
        return None
    digits = re.sub(r"[\s']", "", found.group())
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    try:
        return Decimal(f"{whole}.{cents[1]:0<2}" if cents else whole)
    except InvalidOperation:
        return None
