"""What can be wrong with a mail or an order page that somebody wants read, each in one sentence."""

from __future__ import annotations

from fairpanel.kit.problems import Invalid, NotSupported, TooLarge


class DamagedDocument(Invalid):
    """This mail or page is damaged. Forward the mail again, or send a picture of it."""


class NestedTooDeeply(TooLarge):
    """This is nested more than {levels_max} levels deep, as no order is. Forward the shop's own mail."""


class NothingToRead(NotSupported):
    """In this mail is nothing that we can read. Forward the shop's mail with its text, or send a PDF or a picture."""


class TooManyDocumentBytes(TooLarge):
    """This mail has {mebibytes} MiB; we take {mebibytes_max} MiB. Send it without what else is attached."""


class TooManyOrders(TooLarge):
    """This tells of more than {orders_max} orders. Forward each order's own mail."""


class TooManyPages(TooLarge):
    """This PDF has {pages} pages; we take {pages_max}. Send only the pages of the receipt."""


class TooManyParts(TooLarge):
    """This mail has more than {parts_max} parts. Forward the shop's mail alone."""


class TooMuchText(TooLarge):
    """This holds more text than any order: we take {rows_max} rows. Forward the shop's mail alone."""
