"""Reads receipts: from the bytes of a photograph to a `Reading`. A library of its own, without Django or a database.

from fairpanel.reading import read

reading = read(Path("receipt.jpg").read_bytes())
print(reading.merchant, reading.total)

`read_document` takes mails, HTML pages, text and whole PDFs too, and gives a reading for each order in them.
"""

from collections.abc import Sequence

from fairpanel.reading.documents import MAIL_BYTES_MAX, read_document
from fairpanel.reading.extraction import extract
from fairpanel.reading.joining import PICTURES_MAX, join
from fairpanel.reading.limits import fence, within_limits
from fairpanel.reading.models import Script, script_of
from fairpanel.reading.page import recognise, see
from fairpanel.reading.picture import PICTURE_BYTES_MAX, PICTURE_PIXELS_MAX, Picture, open_picture
from fairpanel.reading.problems import DoNotJoin, TooManyPictures
from fairpanel.reading.quality import Fault, Flaw, Verdict, judge_picture
from fairpanel.reading.values import Field, Hints, Kind, Line, Reading

__all__ = [
    "MAIL_BYTES_MAX",
    "PICTURES_MAX",
    "PICTURE_BYTES_MAX",
    "PICTURE_PIXELS_MAX",
    "DoNotJoin",
    "Fault",
    "Field",
    "Flaw",
    "Hints",
    "Kind",
    "Line",
    "Picture",
    "Reading",
    "Script",
    "TooManyPictures",
    "Verdict",
    "extract",
    "fence",
    "join",
    "judge_picture",
    "open_picture",
    "read",
    "read_document",
    "read_long",
    "recognise",
    "script_of",
    "see",
]

_NO_HINTS = Hints()


@within_limits()
def read(data: bytes, hints: Hints = _NO_HINTS) -> Reading:
    """The receipt in a JPEG, PNG, WebP or HEIC file or on the first page of a PDF.

    Raises what `open_picture` raises: a `Problem` whose sentence can be shown.
    """
    return extract(recognise(open_picture(data), script_of(hints.region)), hints)


@within_limits()
def read_long(pictures: Sequence[bytes], hints: Hints = _NO_HINTS) -> Reading:
    """The one long receipt on up to ten pictures, each of which shows some lines of the next, in any order.

    Boxes lie in the pixels of the joined picture, which `join` gives. Raises what `open_picture` and `join` raise.
    """
    script = script_of(hints.region)
    return extract(join([see(open_picture(data), script) for data in pictures])[1], hints)
