"""Begin to read a receipt, and close it once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, reads
from fairpanel.consent.values import Purpose, Standing
from fairpanel.members.models import Member
from fairpanel.receipts import ports, rules
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.questioning import with_signs_in_times
from fairpanel.receipts.content_keys import note_keys
from fairpanel.receipts.judged_by_machine import decided_by_machine, traits_seen
from fairpanel.receipts.keeping import discard, keep, sealing
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.packing import unpack
from fairpanel.receipts.removing import remove
from fairpanel.receipts.sent_before import sent_before
from fairpanel.receipts.telling import tell_result
from fairpanel.receipts.terms import left_on_under, rules_of, terms_of
from fairpanel.receipts.values import (
    Accepted,
    Apart,
    Decision,
    Doubt,
    NeedsLook,
    Reason,
    Refused,
    Seen,
    State,
    ToRead,
)
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.values import Kind
from fairpanel.vault.problems import DamagedInVault, NotInVault

# How often a worker begins to read a receipt. A picture that kills its worker is tried once more, by another one.
READINGS_MAX = 2
# How long a worker that does not find an original in the vault takes that for a fault of the vault's.
VAULT_PATIENCE = timedelta(days=1)


@reads(Purpose.RECEIPTS)
@transaction.atomic
def begin_reading(*, receipt_id: UUID, now: datetime) -> ToRead | None:
    """What a worker needs to read this receipt; None where there is nothing to do, or not yet.

    Raises `NotInVault` or `DamagedInVault` where the vault does not give the original, for a day.

    That it begins is counted before it does: a picture that kills its reader is not read for ever.
    """
    receipt = locked(receipt_id)
    if receipt is None or receipt.is_settled:
        return None
    if not _may_read(receipt, now=now):
        return None
    if receipt.readings_begun >= READINGS_MAX:
        write_down(receipt, Refused(Reason.UNREADABLE, receipt.whole), by=None, now=now)
        return None
    original = _original(receipt, now=now)
    if original is None:
        write_down(receipt, Refused(Reason.UNREADABLE, receipt.whole), by=None, now=now)
        return None
    receipt.readings_begun += 1
    receipt.save(update_fields=["readings_begun"])
    terms = terms_of(receipt)
    return ToRead(
        pictures=unpack(original, count=receipt.pictures), region=terms.region.code, currency=terms.region.currency,
        is_last_try=receipt.readings_begun == READINGS_MAX, left_on=left_on_under(terms),
    )  # fmt: skip


@collects(Purpose.RECEIPTS)
def settle(*, receipt_id: UUID, seen: Seen | Apart | None, now: datetime) -> Receipt | None:
    """Close a receipt once: decide, keep what is redacted, reward; the original goes. `seen` is None if it has failed.

    Done again it changes nothing. Gives None where the receipt is no more, where consent was taken back meanwhile:
    then nothing of it is kept (law 2); and where it was paused meanwhile: then the original waits, unread.
    """
    with sealing() as seal, transaction.atomic():
        receipt = locked(receipt_id)
        if receipt is None or receipt.is_settled:
            return receipt
        if not _may_read(receipt, now=now):
            return None
        terms = terms_of(receipt)
        if isinstance(seen, Seen):
            seen = with_signs_in_times(receipt, seen, terms)
        traits = traits_seen(seen, terms)
        sent = sent_before(receipt, traits, now=now)
        decision = decided_by_machine(receipt, seen, terms, sent=sent)
        if isinstance(decision, NeedsLook) and _said_no_to_a_look(receipt.member, now=now):
            decision = Refused(Reason.NOT_LOOKED_AT, receipt.whole)
        if isinstance(seen, Seen):
            # The reader may have turned the picture, and whatever points into it points into the turned one.
            receipt.width_px, receipt.height_px = seen.reading.page.width, seen.reading.page.height
        # Of what could not be read nobody knows what should have been blacked out: no picture of it is kept.
        if isinstance(seen, Seen) and not rules.is_unreadable(decision):
            keep(receipt, seen, region=terms.region, picture=seal(seen.jpeg, owner=receipt.member_id), now=now)
            note_keys(receipt, traits)
        write_down(receipt, decision, by=None, now=now)
    return receipt


def write_down(receipt: Receipt, decision: Decision, *, by: Member | None, now: datetime, note: str = "") -> None:
    """Write the decision down, let the original go, pay, and tell, with what a person writes to its panelist."""
    discard(receipt.sealed, now=now)
    receipt.sealed = ""
    receipt.settled_at = now
    receipt.decided_by = by
    receipt.reason, receipt.reason_region, receipt.reason_facts, receipt.appeal_until = "", None, {}, None
    receipt.doubts, receipt.look_until, receipt.again = [], None, ""
    taken = rules_of(receipt)
    match decision:
        case Accepted():
            receipt.state = State.ACCEPTED
        case NeedsLook(doubts):
            receipt.state = State.NEEDS_LOOK
            receipt.doubts = [doubt.value for doubt in doubts]
            receipt.look_until = now + timedelta(days=taken.look_days)
        case Refused(reason, region, facts):
            receipt.state = State.REFUSED
            receipt.reason, receipt.reason_facts = reason, dict(facts)
            receipt.reason_region = {
                "left": region.left, "top": region.top, "right": region.right, "bottom": region.bottom,
            }  # fmt: skip
            receipt.appeal_until = now + timedelta(days=taken.appeal_days)
    receipt.save()
    if receipt.state == State.ACCEPTED:
        rewards.earn(
            member=receipt.member, subject=receipt.id, kind=Kind.RECEIPT, done_at=receipt.received_at,
            programme=ports.filled().programme, now=now, region=receipt.country,
        )  # fmt: skip
    tell_result(receipt, region=terms_of(receipt).region, now=now, note=note)


def ask_anew(receipt: Receipt, doubts: Sequence[Doubt], *, now: datetime) -> None:
    """Have a person look at what counted: its panelist says that it is otherwise. The caller saves the receipt."""
    receipt.state, receipt.doubts = State.NEEDS_LOOK, [doubt.value for doubt in doubts]
    receipt.question += 1
    receipt.again, receipt.look_until = "", now + timedelta(days=rules_of(receipt).look_days)


def _may_read(receipt: Receipt, *, now: datetime) -> bool:
    """Whether its panelist's consent stands. Where it was taken back the receipt goes; while it is open it waits."""
    stands = consent.standing(member=receipt.member, purpose=Purpose.RECEIPTS, now=now)
    if stands.is_undecided:
        # A reading that was begun meanwhile has not failed, so it does not count as one.
        receipt.readings_begun = 0
        receipt.save(update_fields=["readings_begun"])
    elif stands is not Standing.LIVE:
        remove([receipt], now=now)
    return stands is Standing.LIVE


def _said_no_to_a_look(member: Member, *, now: datetime) -> bool:
    """Whether its panelist refused that a person looks. Who was not asked yet, or has paused, is waited for."""
    stands = consent.standing(member=member, purpose=Purpose.HUMAN_REVIEW, now=now)
    return stands in {Standing.REFUSED, Standing.WITHDRAWN}


def _original(receipt: Receipt, *, now: datetime) -> bytes | None:
    """What was sent; None where the vault has not given it for a day. Until then that is our fault, and no reading."""
    try:
        return ports.filled().vault.open(receipt.sealed)
    except (NotInVault, DamagedInVault):
        if now - receipt.received_at < VAULT_PATIENCE:
            raise
        return None
