"""Keys by which the receipts that may be of one purchase are found: each a keyed digest, from which nothing is read.

A purchase has several, so that one misread trait does not hide it (blocking: Newcombe 1959; lines by MinHash in bands:
Broder 1997). Unlike the fingerprints of `fingerprints.py` they are not bound to a member: who holds the database but
not the key learns from them only which receipts are alike.
"""

import hmac
from dataclasses import dataclass, fields

from fairpanel.receipts.duplicates.values import Traits

# Counted up when keys are made otherwise; receipts with older ones get new ones.
SCHEME = 1
_BANDS, _ROWS = 4, 3
_LINES_MIN = 4
_SHOP_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Keys:
    """Whole numbers of 64 bits with a sign, as a database keeps them; None where the receipt lacks what it takes."""

    day_total: int | None = None
    day_minute: int | None = None
    shop_number: int | None = None
    day_number: int | None = None
    lines_1: int | None = None
    lines_2: int | None = None
    lines_3: int | None = None
    lines_4: int | None = None

    def known(self) -> dict[str, int]:
        """Those that there are, by name."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: key for name, key in held.items() if key is not None}


def keys_of(traits: Traits, *, key: bytes) -> Keys:
    """The keys of a receipt with these traits, made with the secret `key`."""
    day = traits.day and traits.day.isoformat()
    shop = (traits.brand or traits.shop)[:_SHOP_LETTERS]
    minute = traits.minute and traits.minute.strftime("%H:%M")

    def of(name: str, *parts: object) -> int | None:
        if any(part is None or part == "" for part in parts):
            return None
        return _number(key, name, *map(str, parts))

    bands = _bands(traits, key)
    return Keys(
        day_total=of("day total", day, traits.total),
        day_minute=of("day minute", day, minute, shop),
        shop_number=of("shop number", shop, traits.number),
        day_number=of("day number", day, traits.number),
        **{f"lines_{band}": value for band, value in enumerate(bands, 1)},
    )


def _bands(traits: Traits, key: bytes) -> list[int]:
    """Of each two prices that stand below each other, the least in several orders that chance and the key make.

    Two receipts that share a part s of them have a band in common with a probability of 1 - (1 - s^3)^4.
    """
    if len(traits.prices) < _LINES_MIN:
        return []
    tokens = set(zip(traits.prices, traits.prices[1:], strict=False))
    names = [f"{first} {second}" for first, second in sorted(tokens)]
    least = [min(_number(key, f"order {order}", name) for name in names) for order in range(_BANDS * _ROWS)]
    return [_number(key, f"band {band}", *map(str, least[band::_BANDS])) for band in range(_BANDS)]


def _number(key: bytes, name: str, *parts: str) -> int:
    digest = hmac.digest(key, "\0".join((name, *parts)).encode(), "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)
