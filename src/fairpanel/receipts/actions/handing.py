"""Handing receipts out to people who decide on them: to each another one, and to nobody one of their own."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import TruncDate

from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member
from fairpanel.receipts.actions.finding import open_to_a_look
from fairpanel.receipts.models import APPEALED, Appeal, Claim, Judgement, Receipt, Receipts
from fairpanel.receipts.values import State

# How long somebody has a receipt before them, until it goes to the next one.
CLAIM_MINUTES = 10
_CLAIMED = timedelta(minutes=CLAIM_MINUTES)
# What has to be decided within this time comes before everything else.
SOON = timedelta(days=1)


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def queue_of(*, reviewer: Member, now: datetime) -> Receipts:
    """What this person may decide on, whoever has it before them: the first is the one to be decided next.

    Nothing of their own or of their household, nothing that they have decided on already, no appeal against what they
    have refused, and no second look at what they have looked at.
    """
    theirs = Judgement.objects.filter(receipt=OuterRef("pk"), reviewer=reviewer)
    return _by_urgency(
        _asked(now=now)
        .not_near(reviewer.pk)
        .exclude(Exists(theirs.filter(question=OuterRef("question"))))
        .exclude(APPEALED & (Exists(theirs) | Q(decided_by=reviewer))),
        now=now,
    )


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def for_nobody(*, staff: Collection[Member], now: datetime) -> Receipts:
    """What waits for a decision that none of these people may give: each has decided already, or is too near."""
    left = _asked(now=now)
    for member in staff:
        left = left.exclude(pk__in=queue_of(reviewer=member, now=now).order_by().values("pk"))
    return left


def _asked(*, now: datetime) -> Receipts:
    """All that people are asked about, but for appeals whose new picture is still being read."""
    being_read = Appeal.objects.filter(receipt=OuterRef("pk")).exclude(sealed="")
    asked = Q(state=State.NEEDS_LOOK) | APPEALED | (~Q(again="") & Q(look_until__gt=now))
    return open_to_a_look(now=now).filter(asked).exclude(APPEALED & Exists(being_read))


def _by_urgency(receipts: Receipts, *, now: datetime) -> Receipts:
    """By day of the deadline for whom somebody waits, an appeal before a first look; then what only measures."""
    waits = Q(state=State.NEEDS_LOOK) | APPEALED
    return receipts.annotate(
        rank=Case(
            When(waits & Q(look_until__lte=now + SOON), then=Value(0)),
            When(waits, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        worth=Case(When(APPEALED, then=Value(0)), When(again="third", then=Value(0)), default=Value(1)),
        last_day=TruncDate("look_until"),
    ).order_by("rank", F("last_day").asc(nulls_first=True), "worth", "received_at", "id")


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def take(*, reviewer: Member, now: datetime, besides: UUID | None = None) -> Receipt | None:
    """The receipt to be decided next by this person, who from now on has it before them; None where there is none.

    `besides` names the one that they look at now: then it is the one after it. Two people never get the same.
    """
    queue = queue_of(reviewer=reviewer, now=now)
    if besides is not None:
        queue = queue.exclude(pk=besides)
    mine = queue.filter(claim__reviewer=reviewer, claim__until__gt=now, claim__passed=False).order_by("claim__at", "id")
    already = mine.first()
    if already is not None:
        return already
    others = Claim.objects.filter(receipt=OuterRef("pk"), until__gt=now)
    free = queue.exclude(Exists(others.filter(Q(passed=False) | Q(reviewer=reviewer))))
    # Whoever asks at the same moment goes past what we lock; what they claimed while we asked is seen under our lock.
    seen: list[UUID] = []
    while (found := free.exclude(pk__in=seen).select_for_update(of=("self",), skip_locked=True).first()) is not None:
        if not is_with_somebody_else(found, reviewer, now=now):
            _claim(found, reviewer, now=now)
            return found
        seen.append(found.pk)
    return None


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
@transaction.atomic
def take_this(*, reviewer: Member, receipt_id: UUID, now: datetime) -> Receipt | None:
    """This receipt, if it waits for this person and nobody else has it before them; from now on they have."""
    queue = queue_of(reviewer=reviewer, now=now).filter(pk=receipt_id)
    found = queue.select_for_update(of=("self",), skip_locked=True).first()
    if found is None or is_with_somebody_else(found, reviewer, now=now):
        return None
    mine = Claim.objects.filter(receipt=found, reviewer=reviewer, until__gt=now, passed=False)
    if not mine.exists():
        _claim(found, reviewer, now=now)
    return found


@needs_no_consent("It gives a receipt back, unseen by anybody else.")
@transaction.atomic
def pass_on(*, reviewer: Member, receipt_id: UUID, now: datetime) -> None:
    """Leave this receipt to others: whoever asks next may get it, and this person does not for a while."""
    Claim.objects.filter(receipt=receipt_id, reviewer=reviewer).update(passed=True, until=now + _CLAIMED)


@needs_no_consent("It asks whether anybody has it, not what it says.")
def is_before_somebody(receipt: Receipt, *, now: datetime) -> bool:
    """Whether a person has it before them now."""
    return Claim.objects.filter(receipt=receipt, until__gt=now, passed=False).exists()


@needs_no_consent("It asks who has it, not what it says.")
def is_with_somebody_else(receipt: Receipt, reviewer: Member, *, now: datetime) -> bool:
    """Whether another person has it before them now."""
    return Claim.objects.filter(receipt=receipt, until__gt=now, passed=False).exclude(reviewer=reviewer).exists()


def _claim(receipt: Receipt, reviewer: Member, *, now: datetime) -> None:
    told = {"reviewer": reviewer, "at": now, "until": now + _CLAIMED, "passed": False}
    Claim.objects.update_or_create(receipt=receipt, defaults=told)
