"""From an order that came by mail to what may be kept of it: its words read and drawn without everything sensitive."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from fairpanel import reading, redaction
from fairpanel.kit.page import Page
from fairpanel.reading.documents import read_sheet
from fairpanel.receipts.laid_out import sheet_in
from fairpanel.receipts.values import BlackBox, Seen

_FONTS: Final = "fairpanel.reading.drawing"
_FONT: Final = "cousine-regular.ttf"
# Of a word's height, what its letters take.
_LETTERS_SHARE: Final = 0.8
_LETTERS_PX_MIN: Final = 4
# How wide a letter of this face is, in sizes of it.
_LETTER_WIDTH: Final = 0.6


def look_at_order(data: bytes, *, region: str, currency: str, left_on: Collection[redaction.Kind] = ()) -> Seen:
    """Read an order that is laid out, and draw it without what nobody else should see (law 5).

    The picture is drawn from words that are masked already, so nothing of what was taken out was ever on it. Raises
    `reading.documents.problems.DamagedDocument`.
    """
    sheet = sheet_in(data)
    marks = redaction.find(sheet.page, regions=[region], left_on=left_on)
    masked = sheet.on(redaction.mask(sheet.page, marks))
    return Seen(
        reading=read_sheet(masked, reading.Hints(region=region, currency=currency)),
        black_boxes=tuple(BlackBox(mark.kind.value, mark.box) for mark in marks),
        jpeg=redaction.encode_jpeg(redaction.black_out(_typewritten(_without(sheet.page, marks)), marks)),
    )


def _without(page: Page, marks: Iterable[redaction.Mark]) -> Page:
    """The page with spaces where something was taken out, so that what is left of a word stays in its place."""
    rows = [list(row) for row in page.rows]
    for mark in marks:
        assert mark.row is not None, "words have rows"
        for span in mark.spans:
            word = rows[mark.row][span.word]
            gone = word.text[: span.start] + " " * (span.end - span.start) + word.text[span.end :]
            rows[mark.row][span.word] = replace(word, text=gone)
    return replace(page, rows=tuple(map(tuple, rows)))


def _typewritten(page: Page) -> NDArray[np.uint8]:
    """The words of a page as black on white (height x width x 3), each letter in its share of the word's box."""
    image = Image.new("L", (page.width, page.height), 255)
    pen = ImageDraw.Draw(image)
    for word in (word for row in page.rows for word in row):
        wide = word.box.width / max(len(word.text), 1)
        font = _font(max(_LETTERS_PX_MIN, round(min(word.box.height * _LETTERS_SHARE, wide / _LETTER_WIDTH))))
        for place, letter in enumerate(word.text):
            if not letter.isspace():
                pen.text((word.box.left + place * wide, word.box.bottom), letter, font=font, fill=0, anchor="ld")
    return np.repeat(np.asarray(image)[:, :, None], 3, axis=2)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    with as_file(files(_FONTS).joinpath("fonts", _FONT)) as path:
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
