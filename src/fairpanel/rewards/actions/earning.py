"""Earning: a contribution counts once, and whatever follows from it is looked at."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards.actions import following
from fairpanel.rewards.actions.counting import count
from fairpanel.rewards.values import ACTIVE, NOTHING_MORE, Detail, Kind


@transaction.atomic
def earn(
    *, member: Member, subject: UUID, kind: Kind, done_at: datetime, programme: Programme, now: datetime,
    region: str | None = None, detail: Detail = NOTHING_MORE, pot: str = "",
) -> Money:  # fmt: skip
    """Count a contribution under the terms in force when and where it was done, and give what it earns.

    `region` is where it was done, if that is not where the member lives now; `pot` the money that was reserved for it.
    What is earned waits for the close of its month; where that is closed already it is posted at once. However often it
    is called for the same subject it counts and pays once, and gives the same sum.

    Raises `NotRunHere`, `programme.NotInForce`, `NotOffered` for a survey or a task that no offer pays, `OutOfBounds`
    for a survey's amount, and what `ledger.actions.post_many` raises.
    """
    counted = count(
        member=member, subject=subject, kind=kind, done_at=done_at, programme=programme, now=now, region=region,
        detail=detail, pot=pot,
    )  # fmt: skip
    if counted.is_new and kind in ACTIVE:
        following.after_an_active_day(
            counted.contribution, programme=programme, now=now, is_late=counted.is_late
        )  # fmt: skip
    return counted.earned
