"""A pause: nothing is taken for a while, nothing is dropped, and it ends by itself or by a word."""

from datetime import datetime

from django.db import transaction

from fairpanel.consent.models import Pause, Pauses
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Invalid
from fairpanel.members.models import Member


class PauseIsOver(Invalid):
    """A pause ends on a day that is still to come. Choose a later day."""


@transaction.atomic
def pause(*, member: Member, purpose: Purpose | None, until: datetime | None, now: datetime) -> Pause:
    """Take nothing from now on: for this purpose, or where it is None for all. An earlier pause of the same ends.

    Without `until` it goes on until `resume`. Raises `PauseIsOver` where it would have ended already.
    """
    if until is not None and until <= now:
        raise PauseIsOver
    resume(member=member, purpose=purpose, now=now)
    return Pause.objects.create(id=new_id(now), member=member, purpose=purpose or "", since=now, until=until)


@transaction.atomic
def resume(*, member: Member, purpose: Purpose | None, now: datetime) -> None:
    """End the pause of this purpose or, where it is None, that of everything. Where there is none nothing changes."""
    # Whoever collects for this member is done, or begins when the pause is written down.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    for paused in Pause.objects.filter(member=member, purpose=purpose or "", ended_at=None):
        paused.ended_at = now if paused.until is None else min(now, paused.until)
        paused.save(update_fields=["ended_at"])


def running_pauses(*, member: Member, now: datetime) -> Pauses:
    """The member's pauses that run now, that of everything first."""
    return Pause.objects.filter(member=member).running(now).order_by("purpose")
