"""A person decides on a receipt: where the machine was not sure, to check another person, or to answer an appeal."""

from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.consent.guards import collects, needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, NotAllowed
from fairpanel.members.models import Member
from fairpanel.receipts import mending, ports, rules
from fairpanel.receipts.actions.appealing import answer
from fairpanel.receipts.actions.finding import is_look_allowed
from fairpanel.receipts.actions.handing import is_with_somebody_else
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.settling import write_down
from fairpanel.receipts.models import NOTE_CHARACTERS_MAX, Claim, Judgement, Receipt, ReviewerCorrection
from fairpanel.receipts.noting import cleaned
from fairpanel.receipts.terms import rules_of
from fairpanel.receipts.values import Accepted, Reason, Refused, Said, State, Turn

# A second look only measures: when nobody has found the time for it by then, it is left.
SECOND_LOOK_DAYS = 14


class NotForALook(Conflict):
    """This receipt does not wait for a decision any more. Load the page again to see what became of it."""


class NotAReviewer(NotAllowed):
    """Only reviewers and operators decide on receipts."""


class TooNear(NotAllowed):
    """This receipt is yours, or that of somebody you live with. Somebody else decides on it."""


class AlreadyJudged(Conflict):
    """You have decided on this receipt already. Somebody else gives the next answer."""


class WithSomebodyElse(Conflict):
    """Somebody else has this receipt before them now. Go on to the next one."""


@collects(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def judge(
    *, receipt: Receipt, reviewer: Member, accept: bool, reason: Reason | None, now: datetime,
    why: Reason | None = None, said: Said | None = None, note: str = "",
) -> Receipt:  # fmt: skip
    """A person gives the answer that the receipt waits for, or overturns a refusal in the appeal's time.

    A refusal needs its `reason`. What stays refused after an appeal is given none, but `why` it stays, if that is not
    why it was refused before. `said` is what the person reads on it, where they correct anything; `note` a sentence for
    its panelist.

    Whatever it earned stays earned: a second or third answer never takes a receipt back that counts, and lets one count
    that the first refused. Raises `NotAReviewer`, `TooNear`, `AlreadyJudged`, `WithSomebodyElse`, and `NotForALook`
    where it was decided meanwhile, its time is over, or its panelist allows no look any more.
    """
    if not reviewer.sees_others:
        raise NotAReviewer
    waiting = locked(receipt.id)
    turn = None if waiting is None else _turn(waiting, accept=accept, reason=reason, now=now)
    if waiting is None or turn is None or not is_look_allowed(member=waiting.member, now=now):
        raise NotForALook
    _refuse_who_may_not(waiting, turn, reviewer, now=now)
    if not accept and reason is None and turn is not Turn.APPEAL:
        raise ValueError("A refusal has a reason (law 6).")
    if turn is Turn.APPEAL and not accept:
        reason = why or Reason(waiting.reason)
    written = cleaned(note, region=waiting.country)[:NOTE_CHARACTERS_MAX]
    judgement, read = _write(waiting, turn, reviewer, reason=reason, said=said, note=written, now=now)
    Claim.objects.filter(receipt=waiting).delete()
    match turn:
        case Turn.SECOND | Turn.THIRD:
            _decide_again(waiting, judgement, read, now=now)
        case Turn.APPEAL:
            if accept:
                mending.hold(waiting, read)
            answer(waiting, why=reason, note=written, by=reviewer, now=now)
        case _:
            _decide(waiting, judgement, read, now=now)
    return waiting


def _turn(receipt: Receipt, *, accept: bool, reason: Reason | None, now: datetime) -> Turn | None:
    """What this answers; None where it answers nothing that is asked."""
    turn = receipt.turn
    if turn is Turn.APPEAL:
        # A reason comes from a page on which it was not refused yet.
        return turn if accept or reason is None else None
    may_overturn = receipt.appealed_at is None and receipt.is_in_time_for_appeal(now)
    if turn is None and accept and receipt.state == State.REFUSED and may_overturn:
        return Turn.OVERTURN
    return turn


@needs_no_consent("It asks who decided, of a receipt that may be looked at.")
def _refuse_who_may_not(receipt: Receipt, turn: Turn, reviewer: Member, *, now: datetime) -> None:
    if not Receipt.objects.filter(pk=receipt.pk).not_near(reviewer.pk).exists():
        raise TooNear
    mine = Judgement.objects.filter(receipt=receipt, reviewer=reviewer)
    if turn is Turn.APPEAL:
        if mine.exists() or receipt.decided_by_id == reviewer.pk:
            raise AlreadyJudged
    elif mine.filter(question=receipt.question).exists():
        raise AlreadyJudged
    if is_with_somebody_else(receipt, reviewer, now=now):
        raise WithSomebodyElse


@needs_no_consent("`judge`, which calls it, has asked.")
def _write(
    receipt: Receipt, turn: Turn, reviewer: Member, *, reason: Reason | None, said: Said | None, note: str,
    now: datetime,
) -> tuple[Judgement, Said]:  # fmt: skip
    """The judgement with its corrections, and what its person holds the receipt to say."""
    is_blind = turn in {Turn.SECOND, Turn.THIRD}
    before = mending.before_reviewers(receipt) if is_blind else mending.held_of(receipt)
    read = before if said is None else mending.masked(said, region=receipt.country)
    judgement = Judgement.objects.create(
        id=new_id(now), receipt=receipt, question=receipt.question, turn=turn, reviewer=reviewer, at=now,
        seconds=_seconds(receipt, reviewer, now=now), reason=reason or "", note=note, shop=read.shop,
        bought_on=read.day, total_minor=None if read.total is None else read.total.minor,
        currency="" if read.total is None else read.total.currency,
    )  # fmt: skip
    prediction = receipt.predictions.order_by("-at").first()
    ReviewerCorrection.objects.bulk_create(
        ReviewerCorrection(
            judgement=judgement, prediction=prediction, position=change.position, field=change.field, was=change.was,
            said=change.said, read=mending.read_by_machine(receipt, prediction, change),
        )
        for change in mending.differences(before, read)
    )  # fmt: skip
    return judgement, read


@needs_no_consent("It reads how long somebody who works here took.")
def _seconds(receipt: Receipt, reviewer: Member, *, now: datetime) -> float | None:
    """How long they had it before them: the next one is handed out while they still look at the one before."""
    claim = Claim.objects.filter(receipt=receipt, reviewer=reviewer, passed=False).first()
    if claim is None:
        return None
    before = Judgement.objects.filter(reviewer=reviewer, at__lte=now).order_by("-at").first()
    since = claim.at if before is None else max(claim.at, before.at)
    return (now - since).total_seconds()


@needs_no_consent("`judge`, which calls it, has asked.")
def _decide(receipt: Receipt, judgement: Judgement, read: Said, *, now: datetime) -> None:
    """The first answer counts at once, and some of them are checked by a second person afterwards."""
    verdict = judgement.verdict
    if verdict.reason is None:
        mending.hold(receipt, read)
        write_down(receipt, Accepted(), by=judgement.reviewer, now=now)
    else:
        write_down(receipt, Refused(verdict.reason, receipt.whole), by=judgement.reviewer, now=now)
    percent = rules_of(receipt).double_coded_percent
    key = ports.filled().digest_key
    is_first = judgement.turn == Turn.FIRST
    if is_first and rules.is_drawn(receipt.id, question=receipt.question, percent=percent, key=key):
        _ask(receipt, Turn.SECOND, now=now)


@needs_no_consent("`judge`, which calls it, has asked.")
def _decide_again(receipt: Receipt, judgement: Judgement, read: Said, *, now: datetime) -> None:
    """Where two do not agree a third is asked. Who is in doubt decides for the panelist, and nothing is taken back."""
    first = Judgement.objects.get(receipt=receipt, question=receipt.question, turn=Turn.FIRST)
    accepts = judgement.verdict.accepts
    is_in_their_favour = accepts and receipt.state == State.REFUSED
    if is_in_their_favour or (accepts and judgement.turn == Turn.THIRD):
        mending.hold(receipt, read)
    if is_in_their_favour:
        write_down(receipt, Accepted(), by=judgement.reviewer, now=now)
    if judgement.turn == Turn.SECOND and not rules.agree(first.verdict, judgement.verdict):
        _ask(receipt, Turn.THIRD, now=now)
    else:
        _ask(receipt, None, now=now)


@needs_no_consent("`judge`, which calls it, has asked.")
def _ask(receipt: Receipt, turn: Turn | None, *, now: datetime) -> None:
    receipt.again = "" if turn is None else turn
    receipt.look_until = None if turn is None else now + timedelta(days=SECOND_LOOK_DAYS)
    receipt.save()
