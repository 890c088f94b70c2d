"""A person decides on a receipt; its panelist asks for that."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import Conflict, NotAllowed
from fairpanel.members.models import Member
from fairpanel.receipts.actions.finding import FOR_A_LOOK, NoSuchReceipt, is_look_allowed
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.settling import terms_of, whole, write_down
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.telling import tell_result
from fairpanel.receipts.values import Accepted, Reason, Refused, State


class NotForALook(Conflict):
    """This receipt does not wait for a decision any more. Load the page again to see what became of it."""


class NotRefused(Conflict):
    """This receipt is not refused, so nobody has to look at it again."""


class AlreadyAppealed(Conflict):
    """You have already asked a person to look at this receipt again. Their answer stands on its page."""


class TooLateToAppeal(Conflict):
    """The time to ask for another look at this receipt is over. Its page says until when that was."""


class NotAReviewer(NotAllowed):
    """Only reviewers and operators decide on receipts."""


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def judge(*, receipt: Receipt, reviewer: Member, accept: bool, reason: Reason | None, now: datetime) -> Receipt:
    """A person decides on a receipt that needs a look, answers an appeal, or overturns a refusal in the appeal's time.

    A refusal needs its `reason`; one that stays after an appeal has its own, and is given none. Raises `NotAReviewer`,
    and `NotForALook` where it was decided meanwhile, its time is over, or its panelist allows no look any more.
    """
    if not reviewer.sees_others:
        raise NotAReviewer
    waiting = locked(receipt.id)
    if waiting is None or not _is_for_a_look(waiting, accept=accept, reason=reason, now=now):
        raise NotForALook
    if not is_look_allowed(member=waiting.member, now=now):
        raise NotForALook
    if waiting.is_appealed:
        waiting.appeal_answered_at = now
    if accept:
        write_down(waiting, Accepted(), by=reviewer, now=now)
    elif waiting.state == State.REFUSED:
        waiting.decided_by = reviewer
        waiting.save(update_fields=["appeal_answered_at", "decided_by"])
        tell_result(waiting, region=terms_of(waiting).region, now=now, stays=True)
    elif reason is None:
        raise ValueError("A refusal has a reason (law 6).")
    else:
        write_down(waiting, Refused(reason, whole(waiting)), by=reviewer, now=now)
    return waiting


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def appeal(*, member: Member, receipt_id: UUID, now: datetime) -> Receipt:
    """Have a person look again at a refused receipt: it waits in their queue, with its picture, until they answer.

    Raises `NoSuchReceipt`, also for another member's, `NotRefused`, `AlreadyAppealed`, `TooLateToAppeal`, and
    `consent.actions.NoConsent` where nobody may look.
    """
    receipt = locked(receipt_id)
    if receipt is None or receipt.member_id != member.id:
        raise NoSuchReceipt
    if receipt.state != State.REFUSED:
        raise NotRefused
    if receipt.appealed_at is not None:
        raise AlreadyAppealed
    if not receipt.is_in_time_for_appeal(now):
        raise TooLateToAppeal
    for purpose in FOR_A_LOOK:
        consent.require(member=member, purpose=purpose, now=now)
    receipt.appealed_at = now
    receipt.save(update_fields=["appealed_at"])
    return receipt


def _is_for_a_look(receipt: Receipt, *, accept: bool, reason: Reason | None, now: datetime) -> bool:
    if receipt.state != State.REFUSED:
        return receipt.state == State.NEEDS_LOOK
    if receipt.is_appealed:
        # A reason comes from a page on which it was not refused yet.
        return accept or reason is None
    return accept and receipt.appealed_at is None and receipt.is_in_time_for_appeal(now)
