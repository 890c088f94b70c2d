"""From a reading to what makes the receipt itself."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from fairpanel.kit.money import Money
from fairpanel.reading import Field, Reading
from fairpanel.receipts.duplicates.values import Traits
from fairpanel.receipts.rules import is_plausible, money
from fairpanel.receipts.sellers import skeleton

# Below this a field was guessed rather than read.
CONFIDENCE_MIN = 0.4
_SHINGLE = 3
# A house number is in every street; a postcode or the end of a telephone number is one branch's.
_FIGURES_MIN = 4
_NUMBER_DIGITS_MIN = 3
_DIGITS = str.maketrans("ODQISBGZL", "000158621")


def traits_of(reading: Reading, *, currency: str, picture: int | None = None) -> Traits:
    """What makes the receipt itself that was read so; `picture` is the hash of its blacked-out picture.

    `currency` (ISO 4217) is what is paid with where it comes from, for where it says none.
    """
    paid_in = reading.currency.value if reading.currency else currency
    total = _sure(reading.total)
    lines = [line for line in reading.lines if is_plausible(line.price)]
    return traits(
        shop=_sure(reading.merchant),
        brand=reading.shop.value.name if reading.shop else None,
        places=(_sure(reading.address), _sure(reading.phone)),
        day=_sure(reading.date),
        minute=_sure(reading.time),
        total=money(total, paid_in) if total is not None and is_plausible(total) else None,
        number=_sure(reading.number),
        lines=[(line.text, money(line.price, paid_in).minor) for line in lines],
        picture=picture,
    )


def traits(
    *,
    shop: str | None,
    brand: str | None,
    places: Iterable[str | None],
    day: date | None,
    minute: time | None,
    total: Money | None,
    number: str | None,
    lines: Sequence[tuple[str, int]],
    picture: int | None,
) -> Traits:
    """The same from parts as they were printed; `lines` are texts with prices in minor units."""
    return Traits(
        shop=skeleton(shop or ""),
        brand=brand,
        branch=frozenset(figures for place in places if place for figures in _figures(place)),
        day=day,
        minute=None if minute is None else minute.replace(second=0, microsecond=0),
        total=total,
        number=_number(number),
        prices=tuple(price for _, price in lines),
        texts=frozenset(run for text, _ in lines for run in _runs(text)),
        picture=picture,
    )


def _sure(field: Field[Any] | None) -> Any:
    return field.value if field is not None and field.confidence >= CONFIDENCE_MIN else None


def _figures(text: str) -> list[str]:
    """Long figures, and of longer ones the end: a telephone is printed with and without its country."""
    joined = re.sub(r"(?<=\d)[\s()./-]+(?=\d)", "", text)
    return [figures[-7:] for figures in re.findall(r"\d+", joined) if len(figures) >= _FIGURES_MIN]


def _number(number: str | None) -> str | None:
    """A number without marks, its letters that look like digits made digits."""
    plain = re.sub(r"[^A-Z0-9]", "", (number or "").upper()).translate(_DIGITS).lstrip("0")
    return plain if len(plain) >= _NUMBER_DIGITS_MIN else None


def _runs(text: str) -> set[str]:
    letters = re.sub(r"\d", "", skeleton(text))
    return {letters[at : at + _SHINGLE] for at in range(len(letters) - _SHINGLE + 1)}
