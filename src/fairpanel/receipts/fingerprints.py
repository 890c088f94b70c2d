"""Keyed digests by which a file or a purchase is known again, and from which neither can be read.

Each is bound to the member: the same purchase of two people has two fingerprints, and nobody can be found by one.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fairpanel.receipts.sellers import skeleton
from fairpanel.receipts.values import Purchase

# The beginning of a shop's name says which it is, and what follows (town, company form) is often read differently.
_SHOP_LETTERS = 8
_TAG_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Of one purchase: `by_minute` where the time is known, `by_number` where the number that the shop gave it is.

    Of `by_shop` one in common is enough.
    """

    by_minute: bytes | None
    by_number: bytes | None
    by_shop: tuple[bytes, ...]


def of_file(data: bytes, *, member_id: UUID, key: bytes) -> bytes:
    """32 bytes that stand for this file from this member."""
    return _digest(key, "file", member_id.hex.encode(), data)


def of_files(files: Sequence[bytes], *, member_id: UUID, key: bytes) -> bytes:
    """32 bytes that stand for these files together, in whatever order they come and however often each is there."""
    each = sorted({of_file(data, member_id=member_id, key=key) for data in files})
    return each[0] if len(each) == 1 else _digest(key, "files", *each)


def of_member(member_id: UUID, *, key: bytes) -> str:
    """By what a phone knows whose photos it keeps, without knowing who that is."""
    return _digest(key, "phone", member_id.hex.encode()).hex()[:_TAG_DIGITS]


def of_purchase(purchase: Purchase, *, number: str | None, member_id: UUID, key: bytes) -> Fingerprints | None:
    """The fingerprints of a purchase; None where its day or its total is not known. `number` is `Traits.number`.

    A shop's name that is read with one letter wrong still has one of `by_shop` in common: each leaves out one letter
    (as in Garbe's symmetric delete spelling correction, 2012).
    """
    if purchase.day is None or purchase.total is None:
        return None
    paid = f"{member_id.hex} {purchase.day.isoformat()} {purchase.total}".encode()
    minute = purchase.time and _digest(key, "minute", paid, purchase.time.strftime("%H:%M").encode())
    numbered = number and _digest(key, "number", paid, number.encode())
    name = skeleton(purchase.shop or "")[:_SHOP_LETTERS]
    shapes = {name, *(name[:cut] + name[cut + 1 :] for cut in range(len(name)))}
    by_shop = tuple(_digest(key, "shop", paid, shape.encode()) for shape in sorted(shapes))
    return Fingerprints(minute or None, numbered or None, by_shop)


def _digest(key: bytes, what: str, *parts: bytes) -> bytes:
    return hmac.digest(key, b"\0".join((what.encode(), *parts)), "sha256")
