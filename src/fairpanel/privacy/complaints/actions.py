"""The verbs of a complaint: complain, answer; and finding one by its member or by its link."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, NotAllowed, NotFound
from fairpanel.members.models import Member, Role
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.privacy.models import Complaint
from fairpanel.privacy.models.complaints import REFERENCE_LENGTH, About, Complaints, Outcome
from fairpanel.privacy.zones import zone_of

ANSWER_DAYS = 30
# Without an account anybody may write in anybody's name: what goes to one address, and what comes at all, is limited.
A_DAY_FROM_ONE_MAX = 3
AN_HOUR_FROM_STRANGERS_MAX = 60
# Crockford's base 32: no letter that is taken for a digit on the telephone.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LINKS = signing.Signer(salt="fairpanel.privacy.complaints")


class TooManyComplaints(Conflict):
    """We have your complaints of today, and a person reads each one. Write the next one tomorrow."""


class NoSuchComplaint(NotFound):
    """There is no such complaint, or it is not yours."""


class AlreadyAnswered(Conflict):
    """Somebody has answered this complaint meanwhile. Load the page again to read what they wrote."""


class NotAnOperator(NotAllowed):
    """Only operators answer complaints."""


@transaction.atomic
def complain(
    *, member: Member | None, address: str, about: About, text: str, language: str, now: datetime
) -> Complaint:
    """Take a complaint and acknowledge it by mail, with its number and the day by which a person answers.

    `address` is where somebody without an account is reached; of a member it is the one we know.
    Raises `TooManyComplaints`.
    """
    left_at = None
    if member is not None:
        # Leaving waits for this, or this for leaving: then it is one of those that outlive the account.
        there = Member.objects.select_for_update(no_key=True).filter(pk=member.pk, is_active=True).first()
        if there is None:
            address, left_at = member.email, now
        member = there
    reached_at = "" if member is not None else address.lower()
    _require_patience(member=member, address=reached_at, now=now)
    complaint = Complaint.objects.create(
        id=new_id(now), reference=_a_reference(), member=member, address=reached_at, language=language, about=about,
        text=text, left_at=left_at, at=now, acknowledged_at=now, answer_until=now + timedelta(days=ANSWER_DAYS),
    )  # fmt: skip
    _tell(complaint, Kind.COMPLAINT_RECEIVED, now=now)
    return complaint


@transaction.atomic
def answer(*, complaint_id: UUID, operator: Member, outcome: Outcome, text: str, now: datetime) -> Complaint:
    """A person answers, which closes it; that there is an answer goes by mail, the answer itself does not.

    Raises `NotAnOperator`, `NoSuchComplaint` and `AlreadyAnswered`.
    """
    if operator.role != Role.OPERATOR:
        raise NotAnOperator
    complaint = Complaint.objects.select_for_update(of=("self",)).filter(pk=complaint_id).first()
    if complaint is None:
        raise NoSuchComplaint
    if complaint.is_answered:
        raise AlreadyAnswered
    complaint.answer, complaint.outcome = text, outcome
    complaint.answered_at, complaint.answered_by = now, operator
    complaint.save(update_fields=["answer", "outcome", "answered_at", "answered_by"])
    _tell(complaint, Kind.COMPLAINT_ANSWERED, now=now)
    return complaint


def keep_until_answered(*, member: Member, now: datetime) -> int:
    """Somebody leaves who still waits for answers: those complaints keep the address, and nothing else of them.

    The answer stands behind a link that is mailed with it. Gives how many are kept.
    """
    address = member.email
    return of_member(member).open().update(member=None, address=address, left_at=now)


def of_member(member: Member) -> Complaints:
    """A member's own complaints, the newest first."""
    return Complaint.objects.of_member(member.pk)


def one_of(*, member: Member, complaint_id: UUID) -> Complaint:
    """One of the member's own. Raises `NoSuchComplaint`, also for another member's."""
    complaint = of_member(member).filter(pk=complaint_id).first()
    if complaint is None:
        raise NoSuchComplaint
    return complaint


def link_of(complaint: Complaint) -> str:
    """What opens the page of a complaint to who has no account: nobody makes one up."""
    return _LINKS.sign(str(complaint.pk))


def by_link(link: str) -> Complaint:
    """The complaint that a link opens. Raises `NoSuchComplaint`, also where it belongs to a member by now."""
    try:
        complaint = Complaint.objects.filter(pk=_LINKS.unsign(link), member__isnull=True).first()
    except (signing.BadSignature, ValidationError):
        raise NoSuchComplaint from None
    if complaint is None:
        raise NoSuchComplaint
    return complaint


def _require_patience(*, member: Member | None, address: str, now: datetime) -> None:
    mine = Complaint.objects.filter(member=member) if member is not None else Complaint.objects.filter(address=address)
    if mine.filter(at__gt=now - timedelta(days=1)).count() >= A_DAY_FROM_ONE_MAX:
        raise TooManyComplaints
    strangers = Complaint.objects.filter(member__isnull=True, at__gt=now - timedelta(hours=1))
    if member is None and strangers.count() >= AN_HOUR_FROM_STRANGERS_MAX:
        raise TooManyComplaints


def _a_reference() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(REFERENCE_LENGTH))


def _tell(complaint: Complaint, kind: Kind, *, now: datetime) -> None:
    member = complaint.member
    facts: dict[str, str | int] = {"number": complaint.number, "days": ANSWER_DAYS}
    facts |= {"complaint_id": str(complaint.pk)} if member is not None else {"link": link_of(complaint)}
    notices.tell(
        kind=kind, member_id=None if member is None else member.pk,
        address=complaint.address if member is None else member.email,
        language=complaint.language if member is None else member.language, zone=zone_of(member, now=now),
        facts=facts, key=f"{kind}:{complaint.pk}", now=now,
    )  # fmt: skip
