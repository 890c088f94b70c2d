"""Reads a PDF by its own text, word by word with its place; a page without usable text is looked at as a picture."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.documents.markup import ROWS_MAX
from fairpanel.reading.documents.problems import TooManyPages, TooMuchText
from fairpanel.reading.limits import look_at_the_time
from fairpanel.reading.models import Script
from fairpanel.reading.page import recognise
from fairpanel.reading.picture import PDF_DPI, PDFIUM, PICTURE_PIXELS_MAX, PICTURE_SIDE_PX_MAX, Picture
from fairpanel.reading.problems import DamagedFile, LockedPdf, PdfWithoutPages
from fairpanel.reading.rendering import rendered

PDF_PAGES_MAX: Final = 20
# Looking at a page takes about half a second.
PDF_PAGES_LOOKED_AT_MAX: Final = 10

_POINTS_PER_INCH: Final = 72
_CHARACTERS_MAX: Final = 200_000
# A gap wider than this share of the print's height parts two words that no space parts.
_GAP: Final = 0.3
_SAME_ROW: Final = 0.5
_ORDINARY_SHARE_MIN: Final = 0.8
_CHARACTERS_MIN: Final = 20


def page_of_pdf(data: bytes, script: Script = Script.LATIN) -> Page:
    """All pages of a PDF as one, below each other, in pixels of `PDF_DPI`; print without text is read as `script`.

    Raises `DamagedFile`, `LockedPdf`, `PdfWithoutPages`, `TooManyPages` or `TooMuchText`.
    """
    rows: list[tuple[Word, ...]] = []
    width = height = looked_at = 0
    with _opened(data) as document:
        with PDFIUM:
            pages = len(document)
        if not pages:
            raise PdfWithoutPages
        if pages > PDF_PAGES_MAX:
            raise TooManyPages(pages=pages, pages_max=PDF_PAGES_MAX)
        for number in range(pages):
            look_at_the_time()
            page = _text_of(document, number)
            if not _is_text(page):
                looked_at += 1
                if looked_at > PDF_PAGES_LOOKED_AT_MAX:
                    raise TooManyPages(pages=pages, pages_max=PDF_PAGES_LOOKED_AT_MAX)
                page = recognise(_picture_of(document, number), script)
            rows += (tuple(_lowered(word, height) for word in row) for row in page.rows)
            width, height = max(width, page.width), height + page.height
    if len(rows) > ROWS_MAX:
        raise TooMuchText(rows_max=ROWS_MAX)
    return Page(width, height, tuple(rows))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with PDFIUM:
        # Asked of PDFium itself: pypdfium2 gives the error of an earlier file where a PDF has no pages.
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            raise LockedPdf if locked else DamagedFile
        document = pypdfium2.PdfDocument(handle)
    try:
        yield document
    except pypdfium2.PdfiumError as problem:
        # A page may be damaged where the file as a whole is not.
        raise DamagedFile from problem
    finally:
        with PDFIUM:
            document.close()


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character and its box in pixels of the upright page; no box where PDFium put the character in itself."""

    character: str
    box: Box | None


def _text_of(document: Any, number: int) -> Page:
    """What the page's own text says."""
    with PDFIUM:
        page = document[number]
        try:
            size = _size(page, _scale(page, len(document)))
            glyphs = list(_glyphs(page, size))
        finally:
            page.close()
    return Page(*size, _rows(_words(glyphs)))


def _glyphs(page: Any, size: tuple[int, int]) -> Iterator[_Glyph]:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _CHARACTERS_MAX:
            raise TooMuchText(rows_max=ROWS_MAX)
        for index in range(count):
            character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if character.isspace() or pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
                yield _Glyph(" ", None)
            else:
                yield _Glyph(character, _box(page, size, text.get_charbox(index, loose=True)))
    finally:
        text.close()


def _box(page: Any, size: tuple[int, int], sides: Sequence[float]) -> Box:
    """A box in points of the page as it was written, in pixels of the page as it is shown: cropped and turned."""
    left, bottom, right, top = sides
    corners = [_point(page, size, x, y) for x, y in ((left, top), (right, bottom))]
    (x, y), (other_x, other_y) = corners
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def _point(page: Any, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    right, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, ctypes.byref(right), ctypes.byref(down))
    return right.value, down.value


def _words(glyphs: Sequence[_Glyph]) -> list[Word]:
    words: list[Word] = []
    text, boxes = "", list[Box]()
    for glyph in [*glyphs, _Glyph(" ", None)]:
        if boxes and (glyph.box is None or _parted(boxes[-1], glyph.box)):
            words.append(Word(text, Box.around(boxes), 1.0))
            text, boxes = "", []
        if glyph.box is not None:
            text += glyph.character
            boxes.append(glyph.box)
    return words


def _parted(last: Box, box: Box) -> bool:
    height = max(last.height, box.height, 1)
    level = abs((last.top + last.bottom) - (box.top + box.bottom)) / 2
    return not -height < box.left - last.right < _GAP * height or level > _SAME_ROW * height


def _rows(words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """Words that stand at one height, from top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        first = rows[-1][0].box if rows else None
        low = min(word.box.height, first.height) if first else 0
        if first and abs((first.top + first.bottom) - (word.box.top + word.box.bottom)) / 2 <= _SAME_ROW * low:
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(tuple(sorted(row, key=lambda word: word.box.left)) for row in rows)


def _is_text(page: Page) -> bool:
    """Whether the words can be meant to be read: some fonts show letters and say nothing, or nonsense."""
    text = "".join(word.text for row in page.rows for word in row)
    ordinary = sum(
        unicodedata.category(character)[0] in "LNPS" and character != "\N{REPLACEMENT CHARACTER}" for character in text
    )
    return len(text) >= _CHARACTERS_MIN and ordinary >= _ORDINARY_SHARE_MIN * len(text) and any(map(str.isdigit, text))


def _picture_of(document: Any, number: int) -> Picture:
    with PDFIUM:
        page = document[number]
        try:
            return Picture(rendered(page, _scale(page, len(document))), "pdf")
        finally:
            page.close()


def _scale(page: Any, pages: int) -> float:
    """Pixels a point: a poster is read coarser, not refused, for all pages together become one picture."""
    width, height = map(float, page.get_size())
    inches = width * height / _POINTS_PER_INCH**2
    scale = min(PDF_DPI, math.sqrt(PICTURE_PIXELS_MAX / pages / inches)) / _POINTS_PER_INCH
    return min(scale, PICTURE_SIDE_PX_MAX / pages / max(width, height))


def _size(page: Any, scale: float) -> tuple[int, int]:
    return math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)


def _lowered(word: Word, down: int) -> Word:
    box = word.box
    return Word(word.text, Box(box.left, box.top + down, box.right, box.bottom + down), word.confidence)
