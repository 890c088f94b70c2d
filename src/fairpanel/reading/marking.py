"""Draws what was read onto the picture that it was read from: for whoever wants to see where a field came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fairpanel.kit.page import Box
from fairpanel.reading.picture import Picture
from fairpanel.reading.values import Field, Reading

Colour = tuple[int, int, int]

# Far enough apart in lightness to be told apart without seeing colours.
_COLOURS: Final[dict[str, Colour]] = {
    "merchant": (0, 90, 160),
    "address": (60, 130, 190),
    "phone": (110, 160, 200),
    "date": (150, 60, 0),
    "time": (190, 100, 30),
    "number": (110, 90, 60),
    "line": (0, 120, 70),
    "subtotal": (120, 0, 110),
    "tax": (160, 60, 150),
    "tip": (180, 90, 170),
    "total": (190, 0, 60),
    "tendered": (90, 60, 140),
    "change": (130, 110, 170),
}
_WORD: Final[Colour] = (170, 170, 170)
_LABEL_SHARE: Final = 1 / 100
_LABEL_PX_MIN: Final = 10


def mark(picture: Picture, reading: Reading) -> Picture:
    """`picture`, the upright one that `see` gives, with a named box around each field and a grey one around each word.

    A field's label says how sure the reading is of it, in per cent. The picture handed in stays as it is.
    """
    image = Image.fromarray(picture.pixels)
    pen = ImageDraw.Draw(image)
    size = max(_LABEL_PX_MIN, round(max(image.size) * _LABEL_SHARE))
    font = ImageFont.load_default(size)
    width = max(1, size // 8)
    for row in reading.page.rows:
        for word in row:
            pen.rectangle(_sides(word.box), outline=_WORD, width=max(1, width // 2))
    for name, box, confidence in _boxes(reading):
        colour = _COLOURS[name]
        pen.rectangle(_sides(box), outline=colour, width=width)
        label = f"{name} {confidence:.0%}"
        # Above its box, or inside where there is nothing above.
        corner = (box.left, max(0, box.top - round(size * 1.2)))
        pen.rectangle(pen.textbbox(corner, label, font=font), fill=colour)
        pen.text(corner, label, fill="white", font=font)
    return Picture(np.asarray(image), picture.source)


def _boxes(reading: Reading) -> Iterator[tuple[str, Box, float]]:
    for line in reading.lines:
        yield "line", line.box, line.confidence
    for tax in reading.taxes:
        yield "tax", tax.box, tax.confidence
    for name in (
        "merchant",
        "address",
        "phone",
        "date",
        "time",
        "number",
        "subtotal",
        "tip",
        "total",
        "tendered",
        "change",
    ):
        field: Field[object] | None = getattr(reading, name)
        if field is not None:
            yield name, field.box, field.confidence


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom
