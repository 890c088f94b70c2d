"""What nobody has looked at in time ends all the same: in its panelist's favour, or as the programme says."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel.consent.guards import collects, needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.receipts.actions.appealing import DAYS_AFTER_A_PAUSE
from fairpanel.receipts.actions.finding import is_look_allowed
from fairpanel.receipts.actions.handing import is_before_somebody
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.settling import write_down
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.terms import rules_of
from fairpanel.receipts.values import Accepted, Reason, Refused, State


@needs_no_consent("It asks each of them, and writes nothing of anybody.")
def end_unlooked(*, now: datetime) -> int:
    """End what has waited for its first look until its time was over, as the programme says. Gives how many."""
    overdue = Receipt.objects.filter(state=State.NEEDS_LOOK, look_until__lte=now).values_list("id", flat=True)
    return sum(_end(receipt_id, now=now) for receipt_id in list(overdue))


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def _end(receipt_id: UUID, *, now: datetime) -> bool:
    """Whether it has ended. What somebody has before them at this moment is theirs to decide."""
    receipt = locked(receipt_id)
    if receipt is None or receipt.state != State.NEEDS_LOOK or receipt.look_until is None or receipt.look_until > now:
        return False
    if not is_look_allowed(member=receipt.member, now=now):
        return _end_unseen(receipt, now=now)
    if rules_of(receipt).look_unanswered == "waits" or is_before_somebody(receipt, now=now):
        return False
    write_down(receipt, Accepted(), by=None, now=now)
    return True


@needs_no_consent("It writes down that nobody may look, or moves a date.")
def _end_unseen(receipt: Receipt, *, now: datetime) -> bool:
    """While nobody may look it waits; once its picture is gone, there is nothing left to look at."""
    if not receipt.picture:
        write_down(receipt, Refused(Reason.NOT_LOOKED_AT, receipt.whole), by=None, now=now)
        return True
    receipt.look_until = now + timedelta(days=DAYS_AFTER_A_PAUSE)
    receipt.save(update_fields=["look_until"])
    return False
