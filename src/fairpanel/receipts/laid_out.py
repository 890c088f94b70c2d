"""An order out of a mail, laid out as a page of words: how it lies sealed until it is read.

It takes the place that a photograph has. Of the mail itself nothing goes with it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from fairpanel import reading
from fairpanel.kit.page import Box
from fairpanel.reading.documents import Sheet
from fairpanel.reading.documents.problems import DamagedDocument
from fairpanel.receipts.values import Channel

# No picture begins so. The number is that of the form in which the rest is written.
_BEGINNING: Final = b"fairpanel order 1\n"
# What is shown of an order is drawn: so many pixels are enough for twenty pages of print, and no side is longer than a
# JPEG's may be.
PIXELS_MAX: Final = 16_000_000
SIDE_PX_MAX: Final = 30_000
_SHEETS: Final = TypeAdapter(Sheet)


def lay_out(sheet: Sheet) -> bytes:
    """The order as it is sealed. The same order gives the same bytes."""
    return _BEGINNING + _SHEETS.dump_json(_fitted(sheet))


def is_laid_out(data: bytes) -> bool:
    """Whether the bytes are an order, and not a picture."""
    return data.startswith(_BEGINNING)


def sheet_in(data: bytes) -> Sheet:
    """The order in these bytes. Raises `DamagedDocument`."""
    try:
        return _SHEETS.validate_json(data[len(_BEGINNING) :])
    except ValidationError as problem:
        raise DamagedDocument from problem


def size_of(data: bytes, *, channel: Channel) -> tuple[int, int]:
    """Width and height in pixels of what was sent. Raises `DamagedDocument`, and what `reading.open_picture` raises.

    Orders come by mail only: nobody sends words in place of a picture.
    """
    if channel is Channel.MAIL and is_laid_out(data):
        page = sheet_in(data).page
        return page.width, page.height
    height, width = reading.open_picture(data).pixels.shape[:2]
    return width, height


def _fitted(sheet: Sheet) -> Sheet:
    page = sheet.page
    by = min(
        1.0, (PIXELS_MAX / max(page.width * page.height, 1)) ** 0.5, SIDE_PX_MAX / max(page.width, page.height, 1)
    )  # fmt: skip
    if by == 1.0:
        return sheet
    smaller = replace(
        page, width=max(1, int(page.width * by)), height=max(1, int(page.height * by)), rows=_scaled(page.rows, by)
    )  # fmt: skip
    return replace(sheet, page=smaller, stated=_scaled(sheet.stated, by))


def _scaled(value: Any, by: float) -> Any:
    """The same with every box in it smaller."""
    match value:
        case Box():
            return Box(int(value.left * by), int(value.top * by), int(value.right * by), int(value.bottom * by))
        case tuple():
            return tuple(_scaled(each, by) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: _scaled(getattr(value, each.name), by) for each in fields(value)})
        case _:
            return value
