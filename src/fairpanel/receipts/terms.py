"""The terms that hold for a receipt: those that were in force when it came, however they change afterwards."""

from fairpanel.programme import ReceiptRules, Region, Version
from fairpanel.receipts import ports
from fairpanel.receipts.models import Receipt
from fairpanel.rewards.calendar import Terms, day_in


def left_on_under(terms: Terms) -> tuple[str, ...]:
    """The special kinds of lines that these terms leave on a receipt."""
    assert terms.version.receipts is not None, "no receipt is taken under a version without rules for them"
    return terms.version.receipts.special_left_on


def terms_of(receipt: Receipt) -> Terms:
    """The terms in force when it came."""
    version: Version = ports.filled().programme.numbered(receipt.version)
    region: Region = version.regions[receipt.country]
    return Terms(day_in(region, receipt.received_at), version, region)


def currency_of(receipt: Receipt) -> str:
    """The currency that was read on it; that of its region where none was."""
    return receipt.currency or terms_of(receipt).region.currency


def rules_of(receipt: Receipt) -> ReceiptRules:
    """The rules for receipts that were in force when it came."""
    taken = ports.filled().programme.numbered(receipt.version).receipts
    assert taken is not None, "no receipt is taken under a version without rules for them"
    return taken
