"""Asking for a place: in at once where one is free, else on the waiting list, with the truth about it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from fairpanel.kit.problems import NotAllowed, Unavailable
from fairpanel.members import guardians, ports
from fairpanel.members.actions import guarding
from fairpanel.members.actions.inviting import InvitationOver, held, use
from fairpanel.members.actions.joining import at_the_door, enter
from fairpanel.members.actions.recruiting import hold_the_places, plan_in_force, taken
from fairpanel.members.models import Applicant, Guardianship, Invitation, Member, Role
from fairpanel.members.rules.plan import AGE, Cell, Mode, Plan
from fairpanel.programme import Programme

State = Applicant.State
WAITING_DAYS = 365


class PlaceGone(NotAllowed):
    """This place was held for you until its deadline, and has gone to the next in line. You can ask again."""


class AskedAlready(NotAllowed):
    """You have asked for a place already. The page on joining says how far it is."""


class NoMoneyYet(Unavailable):
    """All that this panel may spend this month is promised to others. Your place is still held: try again later."""


def ask(
    *, member: Member, programme: Programme, region: str, language: str, born: date, answers: Mapping[str, str],
    invitation_id: UUID | str | None, now: datetime, today: date,
) -> Applicant:  # fmt: skip
    """Let somebody in who is of age and for whom there is a place, else write them down as waiting.

    Of the date of birth nothing is kept but the age group, where the plan asks for one. A personal invitation is a
    place; an open link or a panelist's word stands in for no quota. Raises `UnknownRegion`, `NotOfAge`,
    `AskedAlready`.
    """
    age = at_the_door(programme=programme, region=region, born=born, today=today)
    plan = plan_in_force()
    told = {name: answers[name] for name in plan.questions.asked if answers.get(name)}
    if plan.questions.age is not None:
        told[AGE] = plan.questions.age.group_of(age)
    return _ask(
        member=member, region=region, language=language, told=told, invitation_id=invitation_id, now=now, today=today
    )


def ask_with_guardian(*, member: Member, invitation_id: UUID | str | None, now: datetime, today: date) -> Applicant:
    """The same for somebody who is not of age and whose guardian agrees: no answer of theirs is used (law 14).

    Raises `NoGuardianYet` and `AskedAlready`.
    """
    guardians.require(member, at=now)
    region = Guardianship.objects.get(member=member).region
    return _ask(
        member=member, region=region, language=member.language, told={}, invitation_id=invitation_id, now=now,
        today=today,
    )  # fmt: skip


def _ask(
    *, member: Member, region: str, language: str, told: Mapping[str, str], invitation_id: UUID | str | None,
    now: datetime, today: date,
) -> Applicant:  # fmt: skip
    plan = plan_in_force()
    if plan.limits(region):
        hold_the_places()
    # Two taps at once are one who asks.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if Applicant.objects.filter(pk=member.pk).exists():
        raise AskedAlready
    invitation = held(invitation_id, now=now)
    # Nobody is promised what nobody has put in. Last, since it puts money aside.
    is_in = _is_let_in(plan, region, told, invitation) and ports.filled().welcome(member.pk, region, now)
    if is_in and invitation is not None:
        use(invitation)
    applicant = Applicant.objects.create(
        member=member, region=region, answers=told, adult_on=today, asked_at=now, invitation=invitation,
        state=State.JOINED if is_in else State.WAITING,
    )  # fmt: skip
    if is_in:
        enter(member=member, region=region, language=language, adult_on=today)
    else:
        member.language = language
        member.save(update_fields=["language"])
    return applicant


def _is_let_in(plan: Plan, region: str, told: Mapping[str, str], invitation: Invitation | None) -> bool:
    if invitation is not None and invitation.is_personal:
        return True
    if invitation is None and plan.mode == Mode.INVITATION:
        return False
    if not plan.limits(region):
        return True
    cell = plan.cell_of(region, told)
    return cell is not None and cell.places > taken(plan).get(cell, 0)


def take_place(*, member: Member, now: datetime) -> Applicant:
    """Take the place that is held, once however often.

    Raises `PlaceGone` after its deadline, `NoMoneyYet`, and `NoGuardianYet`.
    """
    applicant = Applicant.objects.select_for_update().get(pk=member.pk)
    if applicant.state == State.JOINED:
        return applicant
    if not applicant.is_held(now):
        raise PlaceGone
    guardians.require(member, at=now)
    if not ports.filled().welcome(member.pk, applicant.region, now):
        raise NoMoneyYet
    applicant.state = State.JOINED
    applicant.save(update_fields=["state"])
    enter(member=member, region=applicant.region, language=member.language, adult_on=applicant.adult_on)
    return applicant


def come_by(*, member: Member, invitation_id: UUID | str | None, now: datetime) -> Applicant:
    """Join from the waiting list by an invitation; two taps use one.

    Raises `InvitationOver` where it is no good or its quota is full, `NoMoneyYet`, and `NoGuardianYet`.
    """
    hold_the_places()
    applicant = Applicant.objects.select_for_update().get(pk=member.pk)
    if applicant.state == State.JOINED:
        return applicant
    guardians.require(member, at=now)
    invitation = held(invitation_id, now=now)
    if invitation is None or not _is_let_in(plan_in_force(), applicant.region, applicant.answers, invitation):
        raise InvitationOver
    if not ports.filled().welcome(member.pk, applicant.region, now):
        raise NoMoneyYet
    use(invitation)
    applicant.state, applicant.invitation = State.JOINED, invitation
    applicant.save(update_fields=["state", "invitation"])
    enter(member=member, region=applicant.region, language=member.language, adult_on=applicant.adult_on)
    return applicant


def ask_again(*, member: Member, now: datetime) -> None:
    """Wait anew, at the end of the line, after a place has passed on."""
    Applicant.objects.filter(pk=member.pk, state=State.LAPSED).update(
        state=State.WAITING, asked_at=now, draw=None, admitted_at=None, answer_by=None, told_at=None
    )


def give_up(*, member: Member, now: datetime) -> bool:
    """Forget a newcomer who has not joined, asked for a place or not: the account goes with all that hangs on it."""
    found = Member.objects.select_for_update().get(pk=member.pk)
    if found.has_joined or found.role != Role.PANELIST:
        return False
    ports.filled().let_go([found.pk], now)
    guarded = guardians.of(found)
    if guarded is not None:
        guarding.forget(guarded)
    found.delete()
    return True


def position(applicant: Applicant) -> tuple[int, int]:
    """Which one somebody is of all who wait in the same region, and how many those are."""
    waiting = Applicant.objects.filter(state=State.WAITING, region=applicant.region)
    before = waiting.filter(asked_at__lt=applicant.asked_at) | waiting.filter(
        asked_at=applicant.asked_at, pk__lt=applicant.pk
    )
    return before.count() + 1, waiting.count()


def kept_until(applicant: Applicant) -> datetime:
    """Until when somebody may wait; then the account is forgotten."""
    return applicant.asked_at + timedelta(days=WAITING_DAYS)


def looked_for(plan: Plan, region: str) -> list[Cell]:
    """The cells of that region in which places are free now."""
    filled = taken(plan)
    return [cell for cell in plan.cells if cell.region == region and cell.places > filled.get(cell, 0)]
