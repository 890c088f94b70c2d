"""Letting go of what has had its time, room by room, by the programme's table (law 17)."""

from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.kit.personal import Erased, Keeper
from fairpanel.privacy import ports


@transaction.atomic
def let_go(keeper: Keeper, *, now: datetime) -> list[Erased]:
    """Have one room let go of events older than the programme says, and of what has an end of its own."""
    rules = ports.filled().programme.in_force(now.date()).retention
    return keeper.expire(now=now, events_before=now - timedelta(days=rules.events_days))
