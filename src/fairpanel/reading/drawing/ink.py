"""The till's printer: pieces of a strip become black on white, and every marked span a rectangle on the paper."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.layout import Bars, Cell, Face, Gap, Logo, Piece, Printed, Rule, Span, Squares, Style

Grey = npt.NDArray[np.uint8]

# Fine enough for the largest picture that is drawn of it, and half again what a thermal head prints (8 a millimetre).
PIXELS_PER_MM = 12

_FILES = {
    "cousine": ("cousine-regular", "cousine-bold"),
    "inconsolata": ("inconsolata", "inconsolata"),
    "vt323": ("vt323", "vt323"),
    "roboto-condensed": ("roboto-condensed-regular", "roboto-condensed-bold"),
}
# How many times as high as a column is wide the face's em is: printers' cells are 12 by 24 dots.
_EM_IN_COLUMNS = {"cousine": 1.85, "inconsolata": 1.95, "vt323": 2.35, "roboto-condensed": 1.6}
# No letter stands on more pixels than this of a column's width: wide cells are not filled upwards too.
_COLUMN_PIXELS_MAX = 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the paper, in paper pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A printed strip: `ink` is 0 for bare paper and 255 for full black.

    `marked` holds each marked span with its marks; `rows` each printed row with its text.
    """

    ink: Grey
    marked: tuple[tuple[tuple[str, ...], Place], ...]
    rows: tuple[tuple[str, Place], ...]
    column_pixels: float


@dataclass(frozen=True, slots=True)
class _Letters:
    """Letters of one face, one height and one width."""

    font: ImageFont.FreeTypeFont
    across: float
    strokes: int

    def draw(self, text: str) -> tuple[Grey, int]:
        """Ink of the text, and how many pixels its baseline lies below the upper edge."""
        ascent, descent = self.font.getmetrics()
        width = max(1, math.ceil(self.font.getlength(text)))
        picture = Image.new("L", (width + 2, ascent + descent))
        ImageDraw.Draw(picture).text((1, 0), text, font=self.font, fill=255, stroke_width=0)
        ink = np.asarray(picture)
        size = (max(1, round(ink.shape[1] * self.across)), ink.shape[0])
        ink = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if self.across < 1 else cv2.INTER_LINEAR)
        if self.strokes:
            # An emphasised row is struck twice, half a dot apart.
            ink = np.maximum(ink, np.roll(ink, 1, axis=1))
        return np.asarray(ink, np.uint8), ascent

    def length(self, text: str) -> float:
        """Pixels that the text takes."""
        return float(self.font.getlength(text)) * self.across


@dataclass(frozen=True, slots=True)
class _Hand:
    """Somebody's writing with a pen: no letter stands quite on the line, nor has quite the size of its neighbour."""

    em: int
    chance: Chance

    def draw(self, text: str) -> tuple[Grey, int]:
        """Ink of the text, and how many pixels its baseline lies below the upper edge."""
        high, base = self.em * 2, round(self.em * 1.3)
        ink = np.zeros((high, round(self.length(text)) + self.em), np.uint8)
        x = 2.0
        for letter in _plain(text):
            size = self.em / 30 * self.chance.between(0.85, 1.15)
            at = (round(x), base + round(self.chance.near(self.em / 9)))
            cv2.putText(ink, letter, at, _PEN, size, 255, max(2, self.em // 14), cv2.LINE_AA)
            x += cv2.getTextSize(letter, _PEN, self.em / 30, 1)[0][0] * 0.9
        return ink, base

    def length(self, text: str) -> float:
        """Pixels that the text takes, about."""
        return sum(cv2.getTextSize(letter, _PEN, self.em / 30, 1)[0][0] * 0.9 for letter in _plain(text))


_PEN = cv2.FONT_HERSHEY_SCRIPT_SIMPLEX


def _plain(text: str) -> str:
    """The pen knows no accents."""
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


def print_strip(pieces: Sequence[Piece], how: Style, chance: Chance) -> Strip:
    """Print the pieces from top to bottom on paper just long enough."""
    return _Printer(how, chance).run(pieces)


class _Printer:
    def __init__(self, how: Style, chance: Chance) -> None:
        self.how = how
        self.chance = chance
        self.width = round(how.paper_mm * PIXELS_PER_MM)
        margin_mm = chance.between(2.5, 4.5)
        self.left = margin_mm * PIXELS_PER_MM
        self.column = (self.width - 2 * self.left) / how.columns
        cell = min(self.column, _COLUMN_PIXELS_MAX)
        self.em = cell * _EM_IN_COLUMNS[how.face] * chance.between(0.8, 1.08)
        self.leading = cell * chance.between(2.1, 2.75)
        self.ink: Grey = np.zeros((4000, self.width), np.uint8)
        self.y = 0.0
        self.marked: list[tuple[tuple[str, ...], Place]] = []
        self.rows: list[tuple[str, Place]] = []

    def run(self, pieces: Sequence[Piece]) -> Strip:
        for piece in pieces:
            self._make_room()
            match piece:
                case Gap(rows):
                    self.y += rows * self.leading
                case Rule(character):
                    self._rule(character)
                case Printed():
                    self._row(piece)
                case Logo(text, inverse):
                    self._logo(text, inverse=inverse)
                case Bars(digits):
                    self._bars(digits)
                case Squares():
                    self._squares()
        ink = self.ink[: math.ceil(self.y)]
        return Strip(ink, tuple(self.marked), tuple(self.rows), self.column)

    def _make_room(self) -> None:
        if self.y + 800 > self.ink.shape[0]:
            self.ink = np.vstack([self.ink, np.zeros_like(self.ink)])

    def _row(self, row: Printed) -> None:
        letters = _letters(self.how.face, round(self.em * row.tall), round(self.column * row.wide, 2), bold=row.bold)
        top = self.y
        line = self.leading * row.tall
        hands = [
            _Hand(round(self.em * row.tall), self.chance) if row.hand and i else letters for i in range(len(row.cells))
        ]
        placed = [self._cell(cell, by, top + line) for cell, by in zip(row.cells, hands, strict=True)]
        text = " ".join(text for _, text, _ in sorted(placed) if text)
        places = [place for _, _, place in placed]
        around = Place(
            min(p.left for p in places),
            min(p.top for p in places),
            max(p.right for p in places),
            max(p.bottom for p in places),
        )
        if text.strip(" -=*."):
            self.rows.append((" ".join(text.split()), around))
        self.y += line

    def _rule(self, character: str) -> None:
        letters = _letters(self.how.face, round(self.em), round(self.column, 2), bold=False)
        count = int((self.width - 2 * self.left) / letters.length(character * 10) * 10)
        self._row(Printed((Cell((Span(character * count),), "left", 0),)))

    def _cell(self, cell: Cell, letters: _Letters | _Hand, bottom: float) -> tuple[float, str, Place]:
        lengths = [letters.length(span.text) for span in cell.spans]
        anchor = self.left + cell.at * self.column
        x = anchor - sum(lengths) * {"left": 0.0, "centre": 0.5, "right": 1.0}[cell.anchor]
        x = max(2.0, min(x, self.width - sum(lengths) - 2))
        start = x
        around: list[Place] = []
        for span, length in zip(cell.spans, lengths, strict=True):
            around.append(self._span(span, letters, x, bottom))
            x += length
        place = Place(start, min(p.top for p in around), x, max(p.bottom for p in around))
        return start, "".join(span.text for span in cell.spans), place

    def _span(self, span: Span, letters: _Letters | _Hand, x: float, bottom: float) -> Place:
        ink, base = letters.draw(span.text)
        left = round(x)
        top = round(bottom - self.leading * 0.28 - base)
        self._stamp(ink, left, top)
        used = np.flatnonzero(ink.any(axis=1))
        inked = np.flatnonzero(ink.any(axis=0))
        if not used.size:
            return Place(x, top + base - 1, x + 1, top + base)
        place = Place(left + inked[0] - 2, top + used[0] - 2, left + inked[-1] + 3, top + used[-1] + 3)
        if span.marks:
            self.marked.append((span.marks, place))
        return place

    def _stamp(self, ink: Grey, left: int, top: int) -> None:
        top, left = max(top, 0), max(left, 0)
        part = ink[:, : max(0, self.width - left)]
        under = self.ink[top : top + part.shape[0], left : left + part.shape[1]]
        np.maximum(under, part[: under.shape[0]], out=under)

    def _logo(self, text: str, *, inverse: bool) -> None:
        font = _font("roboto-condensed-bold", 120)
        length = font.getlength(text)
        room = self.width * self.chance.between(0.62, 0.82)
        size = min(110.0, 120 * room / length)
        font = _font("roboto-condensed-bold", max(30, round(size)))
        box = font.getbbox(text)
        pad = round(size * (0.3 if inverse else 0.08))
        wide, high = math.ceil(box[2] - box[0]) + 2 * pad, math.ceil(box[3] - box[1]) + 2 * pad
        picture = Image.new("L", (wide, high), 255 if inverse else 0)
        ImageDraw.Draw(picture).text((pad - box[0], pad - box[1]), text, font=font, fill=0 if inverse else 255)
        left = round((self.width - wide) / 2) if self.how.header == "centre" else round(self.left)
        top = round(self.y + 6)
        self._stamp(np.asarray(picture, np.uint8), left, top)
        place = Place(left + pad, top + pad, left + wide - pad, top + high - pad)
        self.marked.append((("merchant",), place))
        self.rows.append((text, place))
        self.y = top + high + self.leading * 0.4

    def _bars(self, digits: str) -> None:
        module = 3
        modules = [1, 1, 2, 2]
        for digit in digits:
            modules += _WIDTHS[int(digit)]
        modules += [2, 3, 3, 1]
        stripes = np.concatenate([np.full(n * module, 255 * (i % 2 == 0), np.uint8) for i, n in enumerate(modules)])
        stripes = stripes[: self.width - 20]
        high = round(PIXELS_PER_MM * self.chance.between(8, 14))
        self._stamp(np.tile(stripes, (high, 1)), (self.width - stripes.size) // 2, round(self.y))
        self.y += high
        self._row(Printed((Cell((Span(digits),), "centre", self.how.columns / 2),)))

    def _squares(self) -> None:
        count = self.chance.pick([25, 29, 33])
        module = round(PIXELS_PER_MM * 22 / count)
        code = (self.chance.grain.random((count, count)) < 0.5).astype(np.uint8) * 255  # noqa: PLR2004 - half of them black
        finder = np.zeros((8, 8), np.uint8)
        finder[:7, :7] = 255
        finder[1:6, 1:6] = 0
        finder[2:5, 2:5] = 255
        code[:8, :8], code[:8, -8:], code[-8:, :8] = finder, finder[:, ::-1], finder[::-1]
        code = np.asarray(np.kron(code, np.ones((module, module), np.uint8)), np.uint8)
        self._stamp(code, (self.width - code.shape[1]) // 2, round(self.y))
        self.y += code.shape[0] + self.leading * 0.4


# Bars and gaps of ten patterns of Code 128, which is what most tills print.
_WIDTHS = tuple(
    [int(c) for c in pattern]
    for pattern in "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213".split()
)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    with as_file(files(__package__).joinpath("fonts", f"{name}.ttf")) as path:
        # Tills know no ligatures, and the basic layout gives the same letters on every machine.
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letters(face: Face, em: int, column: float, *, bold: bool) -> _Letters:
    name = _FILES[face][bold]
    font = _font(name, em)
    # A proportional face fills the same room with an average text.
    sample = "0" if face != "roboto-condensed" else "Summe 0,00 Bananen"
    across = column * len(sample) / float(font.getlength(sample))
    if face == "roboto-condensed":
        across = min(across, 1.25)
    return _Letters(font, across, strokes=int(bold and _FILES[face][0] == name))
