"""Cases: signs of many accounts are gathered, a person judges, and nobody is shut out by a machine."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.members import ports
from fairpanel.members.models import Case, CaseKind, Concerned, Judgement, Member
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind

CONCERNED_MIN = 2


class AlreadyJudged(Conflict):
    """Somebody has judged this case meanwhile. Its page says what they found."""


class NoNote(Invalid):
    """Write a sentence on why you judge so: the next person reads it, and so may whom it is about."""


@transaction.atomic
def open_case(
    *, kind: CaseKind, members: Collection[Member], evidence: Mapping[str, str | int], now: datetime
) -> Case | None:
    """Have a person look at whether these accounts are one person's. `evidence` says nothing that names anybody.

    An open case of this kind about any of them takes the newcomers and the evidence in; what a person has judged
    about all of them already is not asked again, and then there is no case.
    """
    concerned = {member.pk for member in members}
    if len(concerned) < CONCERNED_MIN:
        raise ValueError("A case is about two accounts or more.")
    # Whoever opens a case about one of them waits here: two signs at one moment make one case.
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=concerned).order_by("pk"))
    case = Case.objects.filter(kind=kind, closed_at=None, concerned__member__in=concerned).order_by("opened_at").first()
    if case is None:
        if _is_judged(kind, concerned):
            return None
        case = Case.objects.create(id=new_id(now), kind=kind, evidence=dict(evidence), opened_at=now)
    else:
        case.evidence = case.evidence | dict(evidence)
        case.save(update_fields=["evidence"])
    Concerned.objects.bulk_create(
        [Concerned(case=case, member_id=member) for member in sorted(concerned)], ignore_conflicts=True
    )
    _tell(case, Kind.CASE_OPENED, now=now)
    return case


def has_open_case(member: Member) -> bool:
    """Whether a person still has to judge something about this member."""
    return of_member(member).filter(closed_at=None).exists()


def of_member(member: Member) -> QuerySet[Case]:
    """The cases that are about this member, the newest first."""
    return Case.objects.filter(concerned__member=member).order_by("-opened_at", "-id")


def waiting() -> QuerySet[Case]:
    """Those that nobody has judged, the oldest first."""
    return Case.objects.filter(closed_at=None).order_by("opened_at", "id")


@transaction.atomic
def judge(*, case_id: UUID, by: Member, judgement: Judgement, note: str, now: datetime) -> Case:
    """Close a case with what a person found. Nothing else happens by itself. Raises `AlreadyJudged` and `NoNote`."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_open:
        raise AlreadyJudged
    if not note.strip():
        raise NoNote
    case.judgement, case.note, case.judged_by, case.closed_at = judgement, note.strip(), by, now
    case.save()
    _tell(case, Kind.CASE_CLOSED, now=now)
    return case


def _tell(case: Case, kind: Kind, *, now: datetime) -> None:
    """Tell everybody whom it is about, once."""
    for one in case.concerned.select_related("member"):
        member = one.member
        notices.tell(
            kind=kind, member_id=member.pk, address=member.email, language=member.language,
            zone=ports.zone_of(member.region, now=now), facts={}, key=f"{kind}:{case.id}:{member.pk}", now=now,
        )  # fmt: skip


def _is_judged(kind: CaseKind, concerned: set[UUID]) -> bool:
    judged = Case.objects.filter(kind=kind, closed_at__isnull=False, concerned__member__in=concerned).distinct()
    return any(concerned <= set(case.concerned.values_list("member_id", flat=True)) for case in judged)
