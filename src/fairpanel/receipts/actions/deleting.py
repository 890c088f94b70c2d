"""Delete a receipt."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.personal import Erased
from fairpanel.members.models import Member
from fairpanel.receipts import ports
from fairpanel.receipts.actions.finding import NoSuchReceipt
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.remembering import WHY_KEPT, note_paid, remembered_until
from fairpanel.receipts.removing import remove


@needs_no_consent("Its own panelist deletes it.")
@transaction.atomic
def delete(*, member: Member, receipt_id: UUID, now: datetime) -> None:
    """Remove a receipt with its picture, words, lines and pending work (law 7). What it earned stays earned.

    Raises `NoSuchReceipt`, also for another member's.
    """
    receipt = locked(receipt_id)
    if receipt is None or receipt.member_id != member.id:
        raise NoSuchReceipt
    until = remembered_until(receipt)
    # Before it goes: its number is among what was read on it.
    noted = 0 if until is None else note_paid(receipt, until=until)
    erased = remove([receipt], now=now)
    if until is not None:
        erased.append(Erased("receipts", "receipts.PaidFor", 0, kept=noted, why=WHY_KEPT))
    ports.filled().deletions.done(member=member, erased=erased, now=now)
