"""How a reading is written into rows, and how a file in the vault is kept exactly as long as a row needs it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import Error, transaction

import fairpanel
from fairpanel.consent.guards import needs_no_consent
from fairpanel.programme import Region
from fairpanel.reading import Field
from fairpanel.receipts import ports, rules
from fairpanel.receipts.models import Leftover, Line, Prediction, Receipt
from fairpanel.receipts.values import Seen
from fairpanel.vault.problems import VaultUnavailable

READER = "fairpanel.reading"
SCHEMA = 1
QUANTITY_MAX = Decimal(1_000_000)


class Seal(Protocol):
    """What `sealing` gives."""

    def __call__(self, data: bytes, *, owner: UUID) -> str:
        """Seal it for that member, and give its name."""


@contextmanager
def sealing() -> Iterator["Seal"]:
    """Seal files for a transaction within the block: when it fails, they go again.

    After a failure of the database itself nobody knows whether the commit came through, and after a crash nobody is
    there to ask: then the nightly sweep finds what no row names.
    """
    vault = ports.filled().vault
    names: list[str] = []

    def seal(data: bytes, *, owner: UUID) -> str:
        names.append(vault.seal(data, owner=owner))
        return names[-1]

    try:
        yield seal
    except Error:
        raise
    except BaseException:
        for name in names:
            # A store that does not answer now is swept at night.
            with suppress(VaultUnavailable):
                vault.drop(name)
        raise


@needs_no_consent("It deletes.")
def discard(name: str, *, now: datetime) -> None:
    """Drop this file from the vault once the transaction is committed. It is written down, so it comes to pass."""
    if name:
        Leftover.objects.create(name=name, since=now)
        transaction.on_commit(lambda: drop_leftovers([name]), robust=True)


@needs_no_consent("It deletes.")
def drop_leftovers(names: Iterable[str]) -> None:
    """Drop these files, and then what is written down of them."""
    for name in names:
        ports.filled().vault.drop(name)
        Leftover.objects.filter(name=name).delete()


@needs_no_consent("`actions.settle`, which calls it, has asked.")
def keep(receipt: Receipt, seen: Seen, *, region: Region, picture: str, now: datetime) -> None:
    """Write what was seen: the prediction apart from the facts. The receipt itself is saved by the caller."""
    purchase = rules.purchase_of(seen.reading, region=region)
    currency = purchase.total.currency if purchase.total else region.currency
    receipt.picture = picture
    receipt.shop = purchase.shop or ""
    receipt.bought_on, receipt.bought_at = purchase.day, purchase.time
    receipt.total_minor = purchase.total.minor if purchase.total else None
    receipt.currency = purchase.total.currency if purchase.total else ""
    Prediction.objects.create(
        receipt=receipt, at=now, reader=READER, reader_version=fairpanel.__version__, schema=SCHEMA,
        confidence=seen.reading.confidence, fields=_fields(seen), width_px=seen.reading.page.width,
        height_px=seen.reading.page.height,
        black_boxes=[{"kind": black.kind, "box": asdict(black.box)} for black in seen.black_boxes],
        signs=[{"code": sign.code.value, "box": asdict(sign.box), "strength": sign.strength} for sign in seen.signs],
    )  # fmt: skip
    Line.objects.bulk_create(_lines(receipt, seen, currency))


def _fields(seen: Seen) -> dict[str, Any]:
    reading = seen.reading
    single: dict[str, Field[Any] | None] = {
        "merchant": reading.merchant, "address": reading.address, "phone": reading.phone, "date": reading.date,
        "time": reading.time, "currency": reading.currency, "subtotal": reading.subtotal, "tip": reading.tip,
        "total": reading.total, "number": reading.number,
    }  # fmt: skip
    fields: dict[str, Any] = {name: _field(field) for name, field in single.items() if field is not None}
    if reading.shop is not None:
        brand = reading.shop
        fields["brand"] = _field(Field(brand.value.name, brand.text, brand.box, brand.confidence))
    if reading.shop_kind is not None:
        fields["shop_kind"] = _field(reading.shop_kind)
    return fields | {"kind": reading.kind.value, "taxes": [_field(tax) for tax in reading.taxes]}


def _field(field: Field[Any]) -> dict[str, Any]:
    return {
        "value": _told(field.value), "text": field.text, "box": asdict(field.box), "confidence": field.confidence,
    }  # fmt: skip


def _told(value: str | date | time | Decimal) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _lines(receipt: Receipt, seen: Seen, currency: str) -> Iterator[Line]:
    for position, line in enumerate(seen.reading.lines):
        if not rules.is_plausible(line.price):
            continue
        unit = line.unit_price if line.unit_price is not None and rules.is_plausible(line.unit_price) else None
        quantity = line.quantity if line.quantity is not None and abs(line.quantity) < QUANTITY_MAX else None
        yield Line(
            receipt=receipt, position=position, text=line.text, currency=currency, box=asdict(line.box),
            confidence=line.confidence, price_minor=rules.money(line.price, currency).minor,
            unit_price_minor=None if unit is None else rules.money(unit, currency).minor,
            quantity=None if quantity is None else quantity.quantize(Decimal("0.001")),
        )  # fmt: skip
