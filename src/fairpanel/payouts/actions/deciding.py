"""Why a payout waits, and who lets it go."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.problems import Conflict
from fairpanel.members import cases
from fairpanel.members.models import Member
from fairpanel.payouts import ports, rules, tasks
from fairpanel.payouts.actions.stepping import locked, step
from fairpanel.payouts.actions.taxing import form_is_missing
from fairpanel.payouts.models import Finding, Payout
from fairpanel.payouts.values import By, Hold, State, Way

AT_ONCE_MAX = 500


class NotWaiting(Conflict):
    """This payout does not wait for you any more: somebody else decided, or its panelist called it off."""


def holds_of(payout: Payout, *, now: datetime) -> list[Hold]:
    """Why this payout may not be sent at this moment."""
    version = ports.filled().programme.numbered(payout.version)
    return rules.holds(
        second_person=payout.approved_at is None
        and (payout.needs_person or version.payouts.needs_second_person(payout.amount)),
        has_case=payout.member is not None and cases.has_open_case(payout.member),
        rests_until=payout.rests_until,
        tax=form_is_missing(payout, now=now),
        now=now,
    )


@transaction.atomic
def approve(*, payout_id: UUID, operator: Member, now: datetime) -> Payout:
    """A second person says yes. What else it waits for stays. Raises `NotWaiting`."""
    payout = locked(payout_id)
    if payout is None or payout.state != State.HELD or Hold.APPROVAL not in payout.holds or payout.member == operator:
        raise NotWaiting
    payout.approved_by, payout.approved_at = operator, now
    payout.save(update_fields=["approved_by", "approved_at"])
    _look_again(payout, now=now)
    return payout


def waiting_for_a_person() -> int:
    """How many payouts and findings somebody has to decide about."""
    to_approve = Payout.objects.filter(state=State.HELD, held_for__contains=[Hold.APPROVAL.value]).count()
    return to_approve + Finding.objects.filter(resolved_at=None).count()


@transaction.atomic
def refuse(*, payout_id: UUID, now: datetime) -> Payout:
    """A person says no: the money is free again. Raises `NotWaiting`."""
    payout = locked(payout_id)
    if payout is None or not payout.may_be_cancelled:
        raise NotWaiting
    step(payout, State.CANCELLED, by=By.OPERATOR, now=now)
    return payout


def release_what_may_go(*, now: datetime) -> int:
    """Let go what nothing holds any more. Gives how many."""
    held = Payout.objects.filter(state=State.HELD).order_by("changed_at").values_list("id", flat=True)[:AT_ONCE_MAX]
    released = 0
    for payout_id in list(held):
        with transaction.atomic():
            payout = locked(payout_id)
            if payout is not None and payout.state == State.HELD:
                released += _look_again(payout, now=now)
    return released


def _look_again(payout: Payout, *, now: datetime) -> bool:
    """Whether it went on its way."""
    holds = holds_of(payout, now=now)
    if holds:
        payout.held_for = [hold.value for hold in holds]
        payout.save(update_fields=["held_for"])
        return False
    step(payout, State.CREATED, by=By.RULE, now=now)
    if payout.way == Way.CHARITY:
        step(payout, State.ACCEPTED, by=By.RULE, now=now)
    elif payout.provider:
        tasks.send_later(payout_id=payout.id)
    return True
