"""A vault that can be read, pictures of nothing in particular, and readings as good as a test wants them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Field, Kind, Line, Reading
from fairpanel.vault.problems import NotInVault
from fairpanel.vault.values import Stored

_count = itertools.count()


@dataclass
class FakeVault:
    """Keeps what is sealed where a test can see it, with the moment it came in."""

    kept: dict[str, bytes] = field(default_factory=dict)
    written_at: dict[str, datetime] = field(default_factory=dict)

    def seal(self, data: bytes, *, owner: UUID) -> str:
        del owner
        name = f"{next(_count):032x}"
        self.kept[name] = data
        return name

    def open(self, name: str) -> bytes:
        if name not in self.kept:
            raise NotInVault
        return self.kept[name]

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)

    def stored(self) -> Iterator[Stored]:
        just_now = datetime.max.replace(tzinfo=UTC)
        return iter([Stored(name, self.written_at.get(name, just_now)) for name in sorted(self.kept)])


def a_picture() -> bytes:
    """A small PNG that differs from every other one."""
    file = BytesIO()
    number = next(_count)
    Image.new("RGB", (40, 60), (number % 256, number // 256 % 256, 0)).save(file, "PNG")
    return file.getvalue()


def a_box(row: int) -> Box:
    """Where the row of that number stands."""
    return Box(10, 40 * row, 400, 40 * row + 30)


def a_field(value: Any, row: int, confidence: float = 0.98) -> Field[Any]:
    """Something read on a row."""
    return Field(value, str(value), a_box(row), confidence)


def a_page(*rows: str) -> Page:
    """A page of these rows, each word surely read."""
    words = [tuple(Word(text, a_box(number), 0.95) for text in row.split()) for number, row in enumerate(rows)]
    return Page(420, 600, tuple(words))


def a_reading(**changes: Any) -> Reading:
    """The reading of a receipt that counts: bought yesterday (21 November 2026) for 4.50 euros."""
    shop = changes.pop("shop", "Corner Shop")
    rows = (shop, "High Street 5", "Bread 2.50", "Milk 2.00", "Total EUR 4.50", "21.11.2026 17:30")
    reading = Reading(
        kind=Kind.RECEIPT,
        merchant=a_field(shop, 0),
        address=a_field("High Street 5", 1),
        phone=None,
        date=a_field(date(2026, 11, 21), 5),
        time=a_field(time(17, 30), 5),
        currency=a_field("EUR", 4),
        lines=(
            Line("Bread", None, None, Decimal("2.50"), a_box(2), 0.9),
            Line("Milk", Decimal(2), Decimal("1.00"), Decimal("2.00"), a_box(3), 0.9),
        ),
        subtotal=None,
        taxes=(),
        tip=None,
        total=a_field(Decimal("4.50"), 4),
        page=a_page(*rows),
        confidence=0.9,
    )
    return replace(reading, **changes)
