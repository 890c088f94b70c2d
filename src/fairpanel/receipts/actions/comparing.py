"""The other receipt that a doubt of a purchase sent before means, for the person who decides."""

from dataclasses import dataclass
from datetime import datetime

from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member
from fairpanel.receipts.actions.finding import open_to_a_look
from fairpanel.receipts.content_keys import read_traits
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.sent_before import the_same
from fairpanel.receipts.values import Doubt, Reason, Sender

_DOUBLE = frozenset({Reason.OWN_DUPLICATE.value, Reason.OTHERS_DUPLICATE.value})


@dataclass(frozen=True, slots=True)
class Other:
    """Who sent the same purchase, perhaps; and their receipt, None where this person may not see it."""

    by: Sender
    receipt: Receipt | None


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def other_of(*, receipt: Receipt, viewer: Member, now: datetime) -> Other | None:
    """The receipt that this one may double, sought anew; None where that is not the question, or none is found now.

    `viewer` sees it only where its panelist allows a look, and it is neither theirs nor of somebody they live with.
    """
    if not _may_be_double(receipt):
        return None
    traits = read_traits(receipt)
    meant = None if traits is None else the_same(receipt, traits, now=now)
    if meant is None:
        return None
    shown = None
    if meant.receipt is not None:
        shown = open_to_a_look(now=now).not_near(viewer.pk).filter(pk=meant.receipt.pk).exclude(picture="").first()
    return Other(meant.sent.by, shown)


@needs_no_consent("It asks what was decided, of a receipt that may be looked at.")
def _may_be_double(receipt: Receipt) -> bool:
    return Doubt.SENT_BEFORE.value in receipt.doubts or (receipt.is_appealed and receipt.reason in _DOUBLE)
