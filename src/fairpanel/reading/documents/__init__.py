"""Reads orders from mails, pages, PDFs and plain text: from their bytes to a `Reading` for each order.

    from fairpanel.reading.documents import read_document

    for reading in read_document(Path("order.eml").read_bytes()):
        print(reading.merchant, reading.number, reading.total)

Whoever must take something out of the words before they are read uses the two steps of it: `open_document`, then
`read_sheet` of each `sheet.on(masked_page)`, and `distinct` over both.
"""

from fairpanel.reading.documents.letters import read_sheet
from fairpanel.reading.documents.mail import MAIL_BYTES_MAX
from fairpanel.reading.documents.opening import OpenedMail, open_document, open_mail
from fairpanel.reading.documents.sheets import Origin, Sheet
from fairpanel.reading.documents.together import distinct
from fairpanel.reading.limits import within_limits
from fairpanel.reading.models import script_of
from fairpanel.reading.values import Hints, Reading

__all__ = [
    "MAIL_BYTES_MAX",
    "OpenedMail",
    "Origin",
    "Sheet",
    "distinct",
    "open_document",
    "open_mail",
    "read_document",
    "read_sheet",
]

_NO_HINTS = Hints()


@within_limits()
def read_document(data: bytes, hints: Hints = _NO_HINTS) -> tuple[Reading, ...]:
    """The orders in a mail (`.eml`), an HTML page, a PDF, a text or a picture; at least one reading, of any kind.

    Raises what `open_document` raises: a `Problem` whose sentence can be shown.
    """
    sheets = open_document(data, script_of(hints.region))
    return distinct(sheets, [read_sheet(sheet, hints) for sheet in sheets])
