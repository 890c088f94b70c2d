"""Giving what one earns to charity: all of it, or a share."""

from datetime import datetime

from fairpanel.kit.problems import Invalid
from fairpanel.members.models import Member
from fairpanel.rewards.models import PERCENT_MAX, Giving


class NotAShare(Invalid):
    """A share is a whole number from 0 to 100, in hundredths of what you earn."""


def give(*, member: Member, percent: int, now: datetime) -> None:
    """From the next close on, so many hundredths of what the member earns go to charity; 0 ends it.

    Raises `NotAShare`.
    """
    if not 0 <= percent <= PERCENT_MAX:
        raise NotAShare
    Giving.objects.update_or_create(member=member, defaults={"percent": percent, "chosen_at": now})


def share_given(member: Member) -> int:
    """How many hundredths of what the member earns go to charity."""
    return Giving.objects.filter(member=member).values_list("percent", flat=True).first() or 0
