"""Looking at receipts: one's own, and those that a person may see."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import NotFound
from fairpanel.members.models import Member
from fairpanel.receipts import ports
from fairpanel.receipts.models import Appeal, Receipt, Receipts

# What a panelist must have agreed to before a person sees anything of their receipts.
FOR_A_LOOK = (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)


class NoSuchReceipt(NotFound):
    """There is no such receipt, or it is not yours. It may have been deleted."""


class NoPicture(NotFound):
    """There is no picture of this receipt: it is not read yet, could not be read, or its time is over."""


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


@needs_no_consent("Its own panelist says that they bought nothing, and is told yes or no.")
def has_bought(member: Member, first: date, last: date) -> bool:
    """Whether a receipt of the member's that was taken tells of a purchase between two days, both included.

    All that pay is ever told of what somebody bought: yes or no.
    """
    return Receipt.objects.filter(member=member, bought_on__gte=first, bought_on__lte=last).taken().exists()


def is_look_allowed(*, member: Member, now: datetime) -> bool:
    """Whether somebody who works here may see this member's receipts now."""
    return all(consent.is_live(member=member, purpose=purpose, now=now) for purpose in FOR_A_LOOK)


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def open_to_a_look(*, now: datetime) -> Receipts:
    """All receipts that somebody who works here may see: those of who agreed to it."""
    receipts = Receipt.objects.all()
    for purpose in FOR_A_LOOK:
        receipts = receipts.filter(member__in=consent.live_members(purpose, at=now))
    return receipts


def waiting_for_a_look(*, now: datetime) -> Receipts:
    """The receipts that a person has to decide on and may, the oldest first."""
    return open_to_a_look(now=now).waiting_for_a_look()


@needs_no_consent("It counts, and names nobody.")
def counts_by_state() -> dict[str, int]:
    """How many receipts are in each state."""
    return dict(Receipt.objects.values_list("state").annotate(Count("id")).order_by())


def picture_of(*, viewer: Member, receipt_id: UUID, now: datetime) -> bytes:
    """The blacked-out picture, a JPEG, for its panelist, and for a reviewer or an operator where a look is allowed.

    Raises `NoSuchReceipt` for anybody else, `NoPicture`, and what the vault raises.
    """
    seen = open_to_a_look(now=now).not_near(viewer.pk) if viewer.sees_others else of_member(viewer)
    receipt = seen.filter(pk=receipt_id).first()
    if receipt is None:
        raise NoSuchReceipt
    return _opened(receipt.picture)


@reads(Purpose.RECEIPTS, Purpose.HUMAN_REVIEW)
def first_picture_of(*, viewer: Member, receipt_id: UUID, now: datetime) -> bytes:
    """The blacked-out picture that was refused, where a new one came with the appeal; for who may answer it.

    Raises `NoSuchReceipt`, `NoPicture`, and what the vault raises.
    """
    seen = open_to_a_look(now=now).not_near(viewer.pk).filter(pk=receipt_id)
    if not viewer.sees_others or not seen.exists():
        raise NoSuchReceipt
    appeal = Appeal.objects.filter(receipt=receipt_id).first()
    return _opened("" if appeal is None else appeal.first_picture)


def _opened(name: str) -> bytes:
    if not name:
        raise NoPicture
    return ports.filled().vault.open(name)
