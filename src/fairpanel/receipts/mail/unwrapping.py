"""What is in a mail: the originals of its receipts, however deep it was forwarded, or why there are none."""

from __future__ import annotations

from typing import Final

from fairpanel import reading
from fairpanel.kit.problems import Problem, TooLarge
from fairpanel.reading import Hints, Kind, Reading
from fairpanel.reading.documents import distinct, open_mail, read_sheet
from fairpanel.reading.documents.problems import NothingToRead
from fairpanel.receipts.laid_out import lay_out
from fairpanel.receipts.mail.values import Why

_NO_HINTS: Final = Hints()


def papers_in(data: bytes) -> tuple[bytes, ...] | Why:
    """The original of each receipt in a mail: an order that is laid out, or a picture as it came.

    Of several places that tell of one order the fullest is taken. Whatever is no receipt is not taken along.
    """
    try:
        opened = open_mail(data)
        if opened.pictures:
            pictures = tuple(picture for picture in opened.pictures if _may_be_receipt(picture))
            return pictures or Why.NO_ORDER
        readings = [read_sheet(sheet, _NO_HINTS) for sheet in opened.sheets]
    except NothingToRead:
        return Why.NO_ORDER
    except TooLarge:
        return Why.MALFORMED
    except Problem:
        return Why.UNREADABLE
    kept = [reading for reading in distinct(opened.sheets, readings) if reading.kind is Kind.RECEIPT]
    orders = tuple(
        lay_out(sheet)
        for sheet, read in zip(opened.sheets, readings, strict=True)
        if any(read is reading for reading in kept)
    )
    return orders or Why.NO_ORDER


def _may_be_receipt(picture: bytes) -> bool:
    """Whether a picture shows a receipt, even half of one: mails are full of other pictures."""
    try:
        read: Reading = reading.read(picture)
    except Problem:
        return False
    return read.kind is Kind.RECEIPT or sum(field is not None for field in (read.merchant, read.date, read.total)) > 1
