"""From the bytes of a mail, a page, a PDF, a text or a picture to the sheets on which its orders stand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fairpanel.kit.page import Page
from fairpanel.kit.problems import Problem
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.documents.charsets import decode
from fairpanel.reading.documents.days import page_with
from fairpanel.reading.documents.forwarding import without_forwarding
from fairpanel.reading.documents.layout import lay_out
from fairpanel.reading.documents.linked_data import things_in
from fairpanel.reading.documents.mail import Letter, letters_in, looks_like_mail
from fairpanel.reading.documents.markup import ROWS_MAX, Element, parse
from fairpanel.reading.documents.names import find_copyright_holder, house_of, logo_among, region_of
from fairpanel.reading.documents.numbers import find_numbers, orders_apart
from fairpanel.reading.documents.orders import StatedOrder, orders_among
from fairpanel.reading.documents.pdf import page_of_pdf
from fairpanel.reading.documents.problems import DamagedDocument, NothingToRead, TooMuchText
from fairpanel.reading.documents.sheets import Letterhead, Origin, Sheet, sheet_of
from fairpanel.reading.documents.typesetting import page_of, page_of_text
from fairpanel.reading.limits import within_limits
from fairpanel.reading.models import Script
from fairpanel.reading.page import recognise
from fairpanel.reading.picture import PICTURE_BYTES_MAX, open_picture
from fairpanel.reading.print_rows import rows_on
from fairpanel.reading.problems import EmptyFile, TooManyBytes

HTML_CHARACTERS_MAX: Final = 5_000_000
HTML_BYTES_MAX: Final = 4 * HTML_CHARACTERS_MAX

_PDF_WITHIN: Final = 1024
_PICTURE_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
_HTML: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype|!--|[a-z][a-z0-9]{0,20}[\s/>])", re.IGNORECASE
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_QUOTED: Final = re.compile(r"^(?:>[> ]*)", re.MULTILINE)
_TEXT_BYTES_MAX: Final = 1024 * 1024
_FILES_MAX: Final = 10
_PICTURES_MAX: Final = 10
# Smaller ones are logos, buttons and what counts who opens a mail.
_PICTURE_SIDE_MIN_PX: Final = 300
_NOBODY: Final = Letterhead()


@within_limits()
def open_document(data: bytes, script: Script = Script.LATIN) -> tuple[Sheet, ...]:
    """What there is to be read in a mail (`.eml`), an HTML page, a PDF, a text or a picture: a sheet for each order.

    Pictures are read as `script`. Nothing is fetched. Raises a `Problem` whose sentence can be shown, and nothing else
    whatever the bytes are.
    """
    try:
        return tuple(_sheets(data, script))
    except (Problem, MemoryError):
        raise
    except (Exception, RecursionError) as problem:
        # Parsers raise whatever they like on hostile bytes.
        raise DamagedDocument from problem


@dataclass(frozen=True, slots=True)
class OpenedMail:
    """What is in a mail to be read: sheets with orders, or where no sheet tells of an amount, pictures as they came.

    Nobody has looked at the pictures yet: each may be a receipt.
    """

    sheets: tuple[Sheet, ...] = ()
    pictures: tuple[bytes, ...] = ()


@within_limits()
def open_mail(data: bytes) -> OpenedMail:
    """What is in a mail (`.eml`), its pictures apart from its words. Raises what `open_document` raises."""
    try:
        return _opened(data)
    except (Problem, MemoryError):
        raise
    except (Exception, RecursionError) as problem:
        # Parsers raise whatever they like on hostile bytes.
        raise DamagedDocument from problem


def _sheets(data: bytes, script: Script) -> Sequence[Sheet]:
    if not data:
        raise EmptyFile
    if looks_like_mail(data):
        return _in_mail(data, script)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return _in_pdf(data, script)
    if not data.startswith(_PICTURE_BEGINNINGS) and data[4:8] != b"ftyp":
        if _HTML.match(data[:_PDF_WITHIN]):
            if len(data) > HTML_BYTES_MAX:
                raise TooMuchText(rows_max=ROWS_MAX)
            return _in_html(decode(data), _NOBODY)
        if len(data) <= _TEXT_BYTES_MAX and not _CONTROL.search(text := decode(data)):
            sheets = _in_text(text, _NOBODY)
            if any(map(_holds_amount, sheets)):
                return sheets
    return [_in_picture(data, script)]


def _in_mail(data: bytes, script: Script) -> Sequence[Sheet]:
    opened = _opened(data)
    return opened.sheets or [_in_picture(picture, script) for picture in opened.pictures]


def _opened(data: bytes) -> OpenedMail:
    letters = letters_in(data)
    written = [sheet for letter in letters for sheet in _written_in(letter)]
    problems: list[Problem] = []
    files = [file for letter in letters for file in letter.files if b"%PDF-" in file[:_PDF_WITHIN]]
    for file in files[:_FILES_MAX]:
        try:
            written += _in_pdf(file)
        except Problem as problem:
            problems.append(problem)
    if telling := tuple(sheet for sheet in written if _holds_amount(sheet)):
        return OpenedMail(sheets=telling)
    if pictures := tuple(_pictured_in(letters)):
        return OpenedMail(pictures=pictures)
    if problems:
        raise problems[0]
    if not written:
        raise NothingToRead
    return OpenedMail(sheets=tuple(written[:1]))


def _written_in(letter: Letter) -> list[Sheet]:
    """The sheets of a letter's text: of its HTML, or where that names no amount, of its plain text."""
    house = house_of(letter.sender)
    # When a person sent it on says nothing about when the shop wrote it.
    head = Letterhead(house, letter.sent if house else None, region_of(letter.sender) if house else None)
    in_html = [sheet for html in letter.html for sheet in _in_html(html, head)]
    if any(map(_holds_amount, in_html)):
        return in_html
    in_text = [sheet for text in letter.text for sheet in _in_text(text, head)]
    return in_text if any(map(_holds_amount, in_text)) else [*in_html, *in_text]


def _pictured_in(letters: Sequence[Letter]) -> Iterator[bytes]:
    pictures = [picture for letter in letters for picture in letter.pictures if len(picture) > _PDF_WITHIN]
    for data in pictures[:_PICTURES_MAX]:
        try:
            picture = open_picture(data)
        except Problem:
            # A mail may show pictures of any kind; the others still count.
            continue
        if min(picture.pixels.shape[:2]) >= _PICTURE_SIDE_MIN_PX:
            yield data


def _in_pdf(data: bytes, script: Script = Script.LATIN) -> list[Sheet]:
    if len(data) > PICTURE_BYTES_MAX:
        raise TooManyBytes(mebibytes=math.ceil(len(data) / 2**20), mebibytes_max=PICTURE_BYTES_MAX // 2**20)
    page = page_of_pdf(data, script)
    return [Sheet(page, Origin.PDF, len(page.rows))]


def _in_picture(data: bytes, script: Script) -> Sheet:
    page = recognise(open_picture(data), script)
    return Sheet(page, Origin.PICTURE, len(page.rows))


def _in_html(html: str, head: Letterhead) -> list[Sheet]:
    if len(html) > HTML_CHARACTERS_MAX:
        raise TooMuchText(rows_max=ROWS_MAX)
    root = parse(html)
    logo = logo_among(_names_of_pictures(root))
    return _on_page(page_of(lay_out(root)), head, logo=logo, orders=orders_among(things_in(root)))


def _in_text(text: str, head: Letterhead) -> list[Sheet]:
    return _on_page(page_of_text(_QUOTED.sub("", text)), head, logo=None, orders=())


def _names_of_pictures(root: Element) -> list[str]:
    return [
        element.attributes["alt"] for element in root.elements() if element.tag == "img" and "alt" in element.attributes
    ]


def _on_page(page: Page, head: Letterhead, *, logo: str | None, orders: Sequence[StatedOrder]) -> list[Sheet]:
    """A sheet for each order on the page, with what is stated of it."""
    forwarded = without_forwarding(page)
    if forwarded is not None:
        page = forwarded.page
        head = Letterhead(house_of(forwarded.sender), forwarded.sent, region_of(forwarded.sender))
    rows = rows_on(page)
    if head.house is None:
        holder = find_copyright_holder(rows)
        head = replace(head, house=holder.value if holder else logo)
    parts = orders_apart(rows)
    if len(parts) == 1 and len(orders) < 2:  # noqa: PLR2004 - several
        return [sheet_of(page, Origin.LETTER, order=orders[0] if orders else None, head=head)]
    numbered = {entry.number.value.upper(): part for part in parts for entry in find_numbers(part)}
    sheets: list[Sheet] = []
    if len(parts) == 1:
        numbered = {}
    for order in orders:
        part = numbered.get((order.number or "").upper(), ())
        sheets.append(sheet_of(page_with(part), Origin.LETTER, order=order, head=head))
    told = {(order.number or "").upper() for order in orders}
    untold = [part for part in parts if not told & {entry.number.value.upper() for entry in find_numbers(part)}]
    if len(parts) > 1:
        sheets += [sheet_of(page_with(part), Origin.LETTER, order=None, head=head) for part in untold]
    return sheets


def _holds_amount(sheet: Sheet) -> bool:
    return any(amounts_in(row) for row in rows_on(sheet.own_page)) or sheet.stated.total is not None
