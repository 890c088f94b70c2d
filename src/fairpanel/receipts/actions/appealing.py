"""A panelist asks a person to look again at a refusal; and is answered, by a person or by the end of its time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel import reading
from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.members.models import Member
from fairpanel.receipts import tasks
from fairpanel.receipts.actions.finding import FOR_A_LOOK, NoSuchReceipt, is_look_allowed
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.settling import write_down
from fairpanel.receipts.keeping import discard, sealing
from fairpanel.receipts.models import APPEALED, NOTE_CHARACTERS_MAX, Appeal, Receipt
from fairpanel.receipts.noting import cleaned
from fairpanel.receipts.telling import tell_result
from fairpanel.receipts.terms import rules_of, terms_of
from fairpanel.receipts.values import Accepted, Ending, Reason, State

# While its panelist has paused nobody may look; afterwards there is time again.
DAYS_AFTER_A_PAUSE = 7


class NotRefused(Conflict):
    """This receipt is not refused, so nobody has to look at it again."""


class AlreadyAppealed(Conflict):
    """You have already asked a person to look at this receipt again. Their answer stands on its page."""


class TooLateToAppeal(Conflict):
    """The time to ask for another look at this receipt is over. Its page says until when that was."""


class NoteTooLong(Invalid):
    """That is longer than the {characters} letters that we take. Say the most important thing first, and shorten it."""


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def appeal(
    *, member: Member, receipt_id: UUID, now: datetime, note: str = "", picture: bytes | None = None
) -> Receipt:  # fmt: skip
    """Have a person look again at a refused receipt: it waits in their queue, with its picture, until they answer.

    `note` is kept without what is sensitive in it; a new `picture` is sealed, read and blacked out like every other
    before anybody sees it. Raises `NoSuchReceipt`, also for another member's, `NotRefused`, `AlreadyAppealed`,
    `TooLateToAppeal`, `NoteTooLong`, `consent.actions.NoConsent` where nobody may look, and for bad bytes what
    `reading.open_picture` raises. Whatever is raised, nothing is kept.
    """
    if len(note) > NOTE_CHARACTERS_MAX:
        raise NoteTooLong(characters=NOTE_CHARACTERS_MAX)
    if picture is not None:
        reading.open_picture(picture)
    with sealing() as seal, transaction.atomic():
        receipt = locked(receipt_id)
        if receipt is None or receipt.member_id != member.id:
            raise NoSuchReceipt
        must_be_open_to_appeal(receipt, now=now)
        for purpose in FOR_A_LOOK:
            consent.require(member=member, purpose=purpose, now=now)
        receipt.appealed_at, receipt.again = now, ""
        receipt.look_until = now + timedelta(days=rules_of(receipt).answer_days)
        receipt.save(update_fields=["appealed_at", "again", "look_until"])
        Appeal.objects.create(
            receipt=receipt, at=now, refused_at=receipt.settled_at or now, reason=receipt.reason,
            note=cleaned(note, region=receipt.country)[:NOTE_CHARACTERS_MAX],
            sealed="" if picture is None else seal(picture, owner=member.id),
        )  # fmt: skip
        if picture is not None:
            tasks.read_appeal_later(receipt_id=receipt.id)
    return receipt


@needs_no_consent("It asks how the receipt stands, for its own panelist.")
def must_be_open_to_appeal(receipt: Receipt, *, now: datetime) -> None:
    """Raise `NotRefused`, `AlreadyAppealed` or `TooLateToAppeal` where nobody can be asked to look again."""
    if receipt.state != State.REFUSED:
        raise NotRefused
    if receipt.appealed_at is not None:
        raise AlreadyAppealed
    if not receipt.is_in_time_for_appeal(now):
        raise TooLateToAppeal


@needs_no_consent("`judge`, which calls it, has asked.")
def answer(receipt: Receipt, *, why: Reason | None, note: str, by: Member, now: datetime) -> None:
    """A person has looked again: it counts after all, or stays refused, and `why`."""
    receipt.appeal_answered_at = now
    _end(receipt, Ending.COUNTS if why is None else Ending.STAYS, why=why, note=note, by=by, now=now)
    if why is None:
        write_down(receipt, Accepted(), by=by, now=now, note=note)
        return
    if why != receipt.reason:
        receipt.reason, receipt.reason_facts = why, {}
    receipt.decided_by, receipt.look_until, receipt.doubts = by, None, []
    receipt.save()
    tell_result(receipt, region=terms_of(receipt).region, now=now, stays=Ending.STAYS, note=note)


@needs_no_consent("It ends what waits for a look that is not allowed any more.")
def close_appeals(member: Member, *, now: datetime) -> None:
    """The member took back that somebody looks: appeals that nobody has answered are over, and stay refused."""
    for receipt in Receipt.objects.filter(APPEALED, member=member):
        receipt.appeal_answered_at, receipt.appeal_taken_back, receipt.look_until = now, True, None
        receipt.save(update_fields=["appeal_answered_at", "appeal_taken_back", "look_until"])
        _end(receipt, Ending.TAKEN_BACK, why=None, note="", by=None, now=now)


@needs_no_consent("It asks each of them, and writes nothing of anybody.")
def end_unanswered(*, now: datetime) -> int:
    """End the appeals that nobody has answered in time, as the programme says. Gives how many."""
    overdue = Receipt.objects.filter(APPEALED, look_until__lte=now).values_list("id", flat=True)
    return sum(_end_unanswered(receipt_id, now=now) for receipt_id in list(overdue))


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def _end_unanswered(receipt_id: UUID, *, now: datetime) -> bool:
    receipt = locked(receipt_id)
    if receipt is None or not receipt.is_appealed or receipt.look_until is None or receipt.look_until > now:
        return False
    if not is_look_allowed(member=receipt.member, now=now):
        receipt.look_until = now + timedelta(days=DAYS_AFTER_A_PAUSE)
        receipt.save(update_fields=["look_until"])
        return False
    receipt.appeal_answered_at = now
    _end(receipt, Ending.UNANSWERED, why=None, note="", by=None, now=now)
    if rules_of(receipt).appeal_unanswered == "counts":
        write_down(receipt, Accepted(), by=None, now=now)
        return True
    receipt.look_until = None
    receipt.save(update_fields=["appeal_answered_at", "look_until"])
    tell_result(receipt, region=terms_of(receipt).region, now=now, stays=Ending.UNANSWERED)
    return True


@needs_no_consent("It writes how it ended, and lets go of the pictures that nobody needs any more.")
def _end(receipt: Receipt, ending: Ending, *, why: Reason | None, note: str, by: Member | None, now: datetime) -> None:
    appeal = Appeal.objects.filter(receipt=receipt).first()
    if appeal is None:
        return
    for name in (appeal.sealed, appeal.first_picture):
        discard(name, now=now)
    appeal.sealed, appeal.first_picture = "", ""
    appeal.ended_at, appeal.ending, appeal.why, appeal.answer, appeal.answered_by = now, ending, why or "", note, by
    appeal.save()
