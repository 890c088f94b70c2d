"""The verbs of a receipt: send it, begin to read it, settle it, judge it, appeal, delete it; and looking at it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from fairpanel import reading
from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent, reads
from fairpanel.consent.values import Purpose, Standing
from fairpanel.kit.ids import new_id
from fairpanel.kit.page import Box
from fairpanel.kit.personal import Erased
from fairpanel.kit.problems import Conflict, NotAllowed, NotFound
from fairpanel.members.models import Member
from fairpanel.programme import ReceiptRules, Region, Version
from fairpanel.receipts import fingerprints, ports, rules, tasks
from fairpanel.receipts.keeping import discard, keep, sealing
from fairpanel.receipts.models import APPEALED, Receipt, Receipts
from fairpanel.receipts.remembering import WHY_KEPT, note_paid, remembered_until, was_paid
from fairpanel.receipts.removing import remove
from fairpanel.receipts.telling import tell_result
from fairpanel.receipts.values import (
    Accepted,
    Channel,
    Decision,
    Known,
    NeedsLook,
    Purchase,
    Reason,
    Refused,
    Seen,
    State,
    ToRead,
)
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.calendar import Terms, day_in, terms_at
from fairpanel.rewards.values import Kind

# How often a worker begins to read a receipt, also when it was killed in the middle of it.
READINGS_MAX = 3
APPEAL_DAYS = 30
# How long a worker that does not find an original in the vault takes that for a fault of the vault's.
VAULT_PATIENCE = timedelta(days=1)
DAYS_A_YEAR, MONTHS_A_YEAR = 365, 12
# What a panelist must have agreed to before a person sees anything of their receipts.
_FOR_A_LOOK = (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)


class AlreadySent(Conflict):
    """You have already sent us this receipt. You find it in your list."""


class NoReceiptsTaken(Conflict):
    """This panel takes no receipts at the moment. Nothing was kept of what you sent."""


class NotJoined(NotAllowed):
    """You can send receipts once you have joined the panel. Finish joining first."""


class NoSuchReceipt(NotFound):
    """There is no such receipt, or it is not yours. It may have been deleted."""


class NoPicture(NotFound):
    """There is no picture of this receipt: it is not read yet, could not be read, or its time is over."""


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


@collects(Purpose.RECEIPTS)
def submit(*, member: Member, data: bytes, channel: Channel, now: datetime) -> Receipt:
    """Take a receipt: seal the original, and have it read.

    Raises `consent.actions.NoConsent`, `NotJoined`, `NoReceiptsTaken`, `AlreadySent`, what
    `rewards.calendar.terms_at` raises, and for bad bytes what `reading.open_picture` raises. Whatever is raised,
    nothing is kept.
    """
    if not member.has_joined:
        raise NotJoined
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    terms = terms_at(ports.filled().programme, region=member.region, moment=now)
    taken = terms.version.receipts
    if taken is None:
        raise NoReceiptsTaken
    height, width = reading.open_picture(data).pixels.shape[:2]
    digest = fingerprints.of_file(data, member_id=member.id, key=ports.filled().digest_key)
    with sealing() as seal, transaction.atomic():
        # Whoever takes consent back waits here, or we for them: nothing comes in behind a withdrawal.
        _lock(member.id)
        consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
        earlier = Receipt.objects.filter(member=member, file_digest=digest).first()
        if earlier is not None:
            raise AlreadySent(receipt_id=earlier.id)
        receipt = Receipt.objects.create(
            id=new_id(now), member=member, channel=channel, programme=ports.filled().programme.name,
            version=terms.version.number, country=member.region, received_at=now, month=terms.month,
            sealed=seal(data), file_digest=digest, width_px=width, height_px=height,
            picture_until=now + timedelta(days=taken.pictures_days),
            words_until=now + timedelta(days=taken.lines_months * DAYS_A_YEAR // MONTHS_A_YEAR),
        )  # fmt: skip
        tasks.read_later(receipt_id=receipt.id)
    return receipt


@reads(Purpose.RECEIPTS)
def judge_picture(*, member: Member, data: bytes, now: datetime) -> reading.Verdict:
    """What seems wrong with a picture before it is sent. It is looked at in memory, and nothing of it is kept.

    Raises `consent.actions.NoConsent`, and for bad bytes what `reading.open_picture` raises.
    """
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    return reading.judge_picture(reading.open_picture(data))


@reads(Purpose.RECEIPTS)
@transaction.atomic
def begin_reading(*, receipt_id: UUID, now: datetime) -> ToRead | None:
    """What a worker needs to read this receipt; None where there is nothing to do, or not yet.

    Raises `ports.NotInVault` or `ports.DamagedInVault` where the vault does not give the original, for a day.

    That it begins is counted before it does: a picture that kills its reader is not read for ever.
    """
    receipt = locked(receipt_id)
    if receipt is None or receipt.is_settled:
        return None
    if not _may_read(receipt, now=now):
        return None
    if receipt.readings_begun >= READINGS_MAX:
        _settle(receipt, Refused(Reason.UNREADABLE, _whole(receipt)), by=None, now=now)
        return None
    original = _original(receipt, now=now)
    if original is None:
        _settle(receipt, Refused(Reason.UNREADABLE, _whole(receipt)), by=None, now=now)
        return None
    receipt.readings_begun += 1
    receipt.save(update_fields=["readings_begun"])
    terms = _terms(receipt)
    return ToRead(
        original=original, region=terms.region.code, currency=terms.region.currency,
        is_last_try=receipt.readings_begun == READINGS_MAX,
    )  # fmt: skip


@collects(Purpose.RECEIPTS)
def settle(*, receipt_id: UUID, seen: Seen | None, now: datetime) -> Receipt | None:
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
        terms = _terms(receipt)
        decision = _decide(receipt, seen, terms)
        if isinstance(decision, NeedsLook) and _said_no_to_a_look(receipt.member, now=now):
            decision = Refused(Reason.NOT_LOOKED_AT, _whole(receipt))
        if seen is not None:
            # The reader may have turned the picture, and whatever points into it points into the turned one.
            receipt.width_px, receipt.height_px = seen.reading.page.width, seen.reading.page.height
        # Of what could not be read nobody knows what should have been blacked out: no picture of it is kept.
        if seen is not None and not _is_unreadable(decision):
            keep(receipt, seen, region=terms.region, picture=seal(seen.jpeg), now=now)
        _settle(receipt, decision, by=None, now=now)
    return receipt


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
        _settle(waiting, Accepted(), by=reviewer, now=now)
    elif waiting.state == State.REFUSED:
        waiting.decided_by = reviewer
        waiting.save(update_fields=["appeal_answered_at", "decided_by"])
        tell_result(waiting, region=_terms(waiting).region, now=now, stays=True)
    elif reason is None:
        raise ValueError("A refusal has a reason (law 6).")
    else:
        _settle(waiting, Refused(reason, _whole(waiting)), by=reviewer, now=now)
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
    for purpose in _FOR_A_LOOK:
        consent.require(member=member, purpose=purpose, now=now)
    receipt.appealed_at = now
    receipt.save(update_fields=["appealed_at"])
    return receipt


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
    erased = remove([receipt], now=now)
    if until is not None:
        noted = note_paid(receipt, until=until)
        erased.append(Erased("receipts", "receipts.PaidFor", 0, kept=noted, why=WHY_KEPT))
    ports.filled().deletions.done(member=member, erased=erased, now=now)


@needs_no_consent("It removes what nobody may collect any more.")
@transaction.atomic
def drop_pending(*, member: Member, now: datetime) -> None:
    """Remove every receipt that is not decided yet: its panelist does not want it collected any more (law 2).

    An appeal that nobody has answered is over: what it is about stays refused.
    """
    _lock(member.id)
    pending = [State.RECEIVED.value, State.NEEDS_LOOK.value]
    for receipt in Receipt.objects.select_for_update(of=("self",)).filter(member=member, state__in=pending):
        remove([receipt], now=now)
    _close_appeals(member, now=now)


@needs_no_consent("It ends what waits for a look that is not allowed any more.")
@transaction.atomic
def stop_looking(*, member: Member, now: datetime) -> None:
    """From now on nobody looks at this member's receipts: those that wait for it do not count, and appeals are over."""
    _lock(member.id)
    waiting = Receipt.objects.select_for_update(of=("self",)).select_related("member")
    for receipt in waiting.filter(member=member, state=State.NEEDS_LOOK):
        _settle(receipt, Refused(Reason.NOT_LOOKED_AT, _whole(receipt)), by=None, now=now)
    _close_appeals(member, now=now)


def _close_appeals(member: Member, *, now: datetime) -> None:
    Receipt.objects.filter(APPEALED, member=member).update(appeal_answered_at=now, appeal_taken_back=True)


class ReceiptCollector:
    """This room as `consent` knows it: what collects receipts."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Consent was refused or taken back."""
        drop_pending(member=member, now=now)


class ReviewCollector:
    """This room as `consent` knows it: where people look at receipts."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Consent was refused or taken back."""
        stop_looking(member=member, now=now)


@needs_no_consent("Its own panelist sees it.")
def of_member(member: Member) -> Receipts:
    """A member's own receipts, the newest first."""
    return Receipt.objects.of_member(member.id)


def one_of(*, member: Member, receipt_id: UUID) -> Receipt:
    """One of the member's own receipts. Raises `NoSuchReceipt`, also for another member's."""
    receipt = of_member(member).filter(pk=receipt_id).first()
    if receipt is None:
        raise NoSuchReceipt
    return receipt


def is_look_allowed(*, member: Member, now: datetime) -> bool:
    """Whether somebody who works here may see this member's receipts now."""
    return all(consent.is_live(member=member, purpose=purpose, now=now) for purpose in _FOR_A_LOOK)


@needs_no_consent("Its own panelist says that they bought nothing, and is told yes or no.")
def has_bought(member: Member, first: date, last: date) -> bool:
    """Whether a receipt of the member's that was taken tells of a purchase between two days, both included.

    All that pay is ever told of what somebody bought: yes or no.
    """
    return Receipt.objects.filter(member=member, bought_on__gte=first, bought_on__lte=last).taken().exists()


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def open_to_a_look(*, now: datetime) -> Receipts:
    """All receipts that somebody who works here may see: those of who agreed to it."""
    receipts = Receipt.objects.all()
    for purpose in _FOR_A_LOOK:
        receipts = receipts.filter(member__in=consent.live_members(purpose, at=now))
    return receipts


@needs_no_consent("It counts, and names nobody.")
def counts_by_state() -> dict[str, int]:
    """How many receipts are in each state."""
    return dict(Receipt.objects.values_list("state").annotate(Count("id")).order_by())


def waiting_for_a_look(*, now: datetime) -> Receipts:
    """The receipts that a person has to decide on and may, the oldest first."""
    return open_to_a_look(now=now).waiting_for_a_look()


def picture_of(*, viewer: Member, receipt_id: UUID, now: datetime) -> bytes:
    """The blacked-out picture, a JPEG, for its panelist, and for a reviewer or an operator where a look is allowed.

    Raises `NoSuchReceipt` for anybody else, `NoPicture`, and what the vault raises.
    """
    seen = open_to_a_look(now=now) if viewer.sees_others else of_member(viewer)
    receipt = seen.filter(pk=receipt_id).first()
    if receipt is None:
        raise NoSuchReceipt
    if not receipt.picture:
        raise NoPicture
    return ports.filled().vault.open(receipt.picture)


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
    except (ports.NotInVault, ports.DamagedInVault):
        if now - receipt.received_at < VAULT_PATIENCE:
            raise
        return None


def _lock(member_id: UUID) -> Member:
    """The member, locked: whatever changes one member's receipts waits for its turn, and always begins here."""
    return Member.objects.select_for_update(no_key=True).get(pk=member_id)


@needs_no_consent("It is taken by what asks, or by its own panelist's act.")
def locked(receipt_id: UUID) -> Receipt | None:
    """The receipt and its member, locked; None where it is no more."""
    found = Receipt.objects.filter(pk=receipt_id).values_list("member_id", flat=True).first()
    if found is None:
        return None
    _lock(found)
    return Receipt.objects.select_for_update(of=("self",)).select_related("member").filter(pk=receipt_id).first()


def _terms(receipt: Receipt) -> Terms:
    """The terms in force when it came."""
    version: Version = ports.filled().programme.numbered(receipt.version)
    region: Region = version.regions[receipt.country]
    return Terms(day_in(region, receipt.received_at), version, region)


def _decide(receipt: Receipt, seen: Seen | None, terms: Terms) -> Decision:
    if seen is None:
        return Refused(Reason.UNREADABLE, _whole(receipt))
    this = rules.purchase_of(seen.reading, region=terms.region)
    return rules.decide(
        seen.reading, terms.version, _rules(terms.version), region=terms.region, known=_known(receipt, this),
        today=terms.day,
    )  # fmt: skip


def _rules(version: Version) -> ReceiptRules:
    assert version.receipts is not None, "no receipt is taken under a version without rules for them"
    return version.receipts


def _known(receipt: Receipt, this: Purchase) -> Known:
    others = Receipt.objects.filter(member=receipt.member_id).exclude(pk=receipt.pk).taken()
    alike = []
    if this.day is not None and this.total is not None:
        alike = [
            other.purchase
            for other in others.filter(
                bought_on=this.day, total_minor=this.total.minor, currency=this.total.currency
            )
        ]  # fmt: skip
    return Known(
        counted=others.filter(month=receipt.month).count(),
        purchases=tuple(alike),
        deleted_before=was_paid(receipt.member_id, this),
    )


def _is_for_a_look(receipt: Receipt, *, accept: bool, reason: Reason | None, now: datetime) -> bool:
    if receipt.state != State.REFUSED:
        return receipt.state == State.NEEDS_LOOK
    if receipt.is_appealed:
        # A reason comes from a page on which it was not refused yet.
        return accept or reason is None
    return accept and receipt.appealed_at is None and receipt.is_in_time_for_appeal(now)


def _settle(receipt: Receipt, decision: Decision, *, by: Member | None, now: datetime) -> None:
    """Write the decision down, let the original go, pay, and tell."""
    discard(receipt.sealed, now=now)
    receipt.sealed = ""
    receipt.settled_at = now
    receipt.decided_by = by
    receipt.reason, receipt.reason_region, receipt.reason_facts, receipt.appeal_until = "", None, {}, None
    receipt.doubts = []
    match decision:
        case Accepted():
            receipt.state = State.ACCEPTED
        case NeedsLook(doubts):
            receipt.state = State.NEEDS_LOOK
            receipt.doubts = [doubt.value for doubt in doubts]
        case Refused(reason, region, facts):
            receipt.state = State.REFUSED
            receipt.reason, receipt.reason_facts = reason, dict(facts)
            receipt.reason_region = {
                "left": region.left, "top": region.top, "right": region.right, "bottom": region.bottom,
            }  # fmt: skip
            receipt.appeal_until = now + timedelta(days=APPEAL_DAYS)
    receipt.save()
    if receipt.state == State.ACCEPTED:
        rewards.earn(
            member=receipt.member, subject=receipt.id, kind=Kind.RECEIPT, done_at=receipt.received_at,
            programme=ports.filled().programme, now=now, region=receipt.country,
        )  # fmt: skip
    tell_result(receipt, region=_terms(receipt).region, now=now)


def _is_unreadable(decision: Decision) -> bool:
    return isinstance(decision, Refused) and decision.reason is Reason.UNREADABLE


def _whole(receipt: Receipt) -> Box:
    return Box(0, 0, receipt.width_px, receipt.height_px)
