"""Ways in which somebody may change a picture of a receipt, and ways in which honest pictures change on their way here.

Each takes the pixels of an untouched picture and what was read on it, and gives changed pixels; None where this picture
leaves no room for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Reading
from fairpanel.receipts.signs.glyphs import Glyph, glyphs_in, words_with_digits

Pixels = NDArray[np.uint8]
Edit = Callable[[Pixels, Reading, random.Random], Pixels | None]

# Another face than any of the drawn receipts' total is printed in, and than a till's.
_FACE = "roboto-condensed-regular.ttf"
_PHONE_PX = (1170, 2532)


def typed_total(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """The total painted over in the colour of its paper, and another one typed."""
    return None if reading.total is None else _typed(pixels, reading.total.box, f"{chance.randrange(100, 999)}.43")


def typed_date(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """The day painted over, and another one typed."""
    return None if reading.date is None else _typed(pixels, reading.date.box, f"{chance.randrange(1, 28):02}.11.2026")


def pasted_digit(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """One digit of the total replaced by one that stands elsewhere on the picture."""
    if reading.total is None:
        return None
    words = words_with_digits(reading.page)
    total = reading.total.box
    mine = _glyphs(pixels, [word for word in words if _overlap(word.box, total)])
    others = _glyphs(pixels, [word for word in words if not _overlap(word.box, total)])
    pairs = [(one, other) for one in mine for other in others if abs(one.box.height - other.box.height) <= 2]
    if not pairs:
        return None
    onto, of = chance.choice(pairs)
    return _copied(pixels, _wider(of.box), _wider(onto.box))


def pasted_line(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """One line copied over another."""
    lines = list(reading.lines)
    if len(lines) < 2:
        return None
    of, onto = chance.sample(lines, 2)
    return _copied(pixels, _wider(of.box), _wider(onto.box))


def drawn_page(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """The whole receipt typed anew, black on white."""
    del pixels, chance
    return _drawn(reading.page)


def screenshot(pixels: Pixels, reading: Reading, chance: random.Random) -> Pixels | None:
    """A phone's screen with the receipt as a mail shows it, under a bar of status."""
    del pixels, chance
    page = _drawn(reading.page)
    wide, high = _PHONE_PX
    scale = wide / page.shape[1]
    shown = np.asarray(cv2.resize(page, (wide, round(page.shape[0] * scale)), interpolation=cv2.INTER_AREA), np.uint8)
    bar = np.full((140, wide, 3), 240, np.uint8)
    return np.concatenate([bar, shown])[: max(high, shown.shape[0] + 140)]


EDITS: dict[str, Edit] = {
    "another total typed": typed_total,
    "another date typed": typed_date,
    "a digit of the total pasted": pasted_digit,
    "a line pasted over another": pasted_line,
    "the whole page drawn": drawn_page,
    "a screenshot of a mail": screenshot,
}


def dark(pixels: Pixels) -> Pixels:
    """In less than half the light, with the sensor's noise."""
    noise = np.random.default_rng(1).normal(0, 3, pixels.shape)
    return np.clip(pixels * 0.45 + noise, 0, 255).astype(np.uint8)


def folded(pixels: Pixels) -> Pixels:
    """With a soft shade over every third of its height, as folds give."""
    height = pixels.shape[0]
    down = np.arange(height, dtype=np.float32)
    shade = 1 - 0.25 * np.exp(-(((down % (height / 3)) - height / 6) ** 2) / (2 * (height / 60) ** 2))
    return np.asarray(np.clip(pixels * shade[:, None, None], 0, 255), np.uint8)


def as_it_is(pixels: Pixels) -> Pixels:
    """Nothing is done to it."""
    return pixels


HONEST: dict[str, Callable[[Pixels], Pixels]] = {"as it is": as_it_is, "dark": dark, "folded": folded}


def saved(pixels: Pixels, *, quality: int, scale: float = 1.0) -> bytes:
    """A JPEG of it, made smaller first as a messenger does."""
    if scale != 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return file.getvalue()


def scaled(reading: Reading, *, across: float, down: float) -> Reading:
    """The same reading with every box where it lies on the picture in another size."""
    moved: Reading = _moved(reading, across, down)
    return replace(moved, page=_moved(reading.page, across, down))


def with_another_total(reading: Reading) -> Reading:
    """As it is read once the total is changed and nothing else."""
    assert reading.total is not None, "only a total can be changed"
    return replace(reading, total=replace(reading.total, value=reading.total.value + Decimal(30)))


def _moved(value: Any, across: float, down: float) -> Any:
    match value:
        case Box():
            sides = (value.left * across, value.top * down, value.right * across, value.bottom * down)
            return Box(*map(round, sides))
        case tuple():
            return tuple(_moved(each, across, down) for each in value)
        case Page():
            rows = _moved(value.rows, across, down)
            return Page(round(value.width * across), round(value.height * down), rows)
        case _ if hasattr(value, "__dataclass_fields__"):
            names = [name for name in value.__dataclass_fields__ if name != "page"]
            return replace(value, **{name: _moved(getattr(value, name), across, down) for name in names})
        case _:
            return value


def _typed(pixels: Pixels, box: Box, text: str) -> Pixels:
    part = pixels[box.top : box.bottom, box.left : box.right].reshape(-1, 3)
    light = part.sum(axis=1)
    paper = np.median(part[light >= np.percentile(light, 60)], axis=0).astype(int).tolist()
    ink = np.median(part[light <= np.percentile(light, 8)], axis=0).astype(int).tolist()
    image = Image.fromarray(pixels)
    pen = ImageDraw.Draw(image)
    pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=tuple(paper))
    font = _font(_size_that_fits(text, box))
    pen.text((box.left, box.bottom - box.height * 0.12), text, font=font, fill=tuple(ink), anchor="ls")
    return np.asarray(image)


def _size_that_fits(text: str, box: Box) -> int:
    size = max(box.height, 6)
    while size > 6 and _font(size).getlength(text) > box.width:
        size -= 1
    return size


def _font(size: int) -> ImageFont.FreeTypeFont:
    with as_file(files("fairpanel.reading.drawing").joinpath("fonts", _FACE)) as path:
        return ImageFont.truetype(str(path), size)


def _drawn(page: Page) -> Pixels:
    image = Image.new("RGB", (page.width, page.height), "white")
    pen = ImageDraw.Draw(image)
    heights = [word.box.height for row in page.rows for word in row]
    font = _font(max(14, round(float(np.median(heights or [20])) * 0.9)))
    for word in (word for row in page.rows for word in row):
        pen.text((word.box.left, word.box.bottom), word.text, font=font, fill=(20, 20, 20), anchor="ld")
    return np.asarray(image)


def _copied(pixels: Pixels, of: Box, onto: Box) -> Pixels:
    changed = pixels.copy()
    source = pixels[max(of.top, 0) : of.bottom, max(of.left, 0) : of.right]
    place = changed[max(onto.top, 0) :, max(onto.left, 0) :][: source.shape[0], : source.shape[1]]
    place[:] = source[: place.shape[0], : place.shape[1]]
    return changed


def _glyphs(pixels: Pixels, words: list[Word]) -> list[Glyph]:
    return glyphs_in(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8), words)


def _wider(box: Box) -> Box:
    return Box(box.left - 2, box.top - 2, box.right + 2, box.bottom + 2)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
