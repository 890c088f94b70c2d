"""Whose nights we do not disturb when we write to somebody."""

from datetime import datetime

from fairpanel.members.models import Member
from fairpanel.privacy import ports

NOWHERE = "UTC"


def zone_of(member: Member | None, *, now: datetime) -> str:
    """The IANA time zone where the member lives; of who has no account, or lives nowhere that we know, the world's."""
    regions = ports.filled().programme.in_force(now.date()).regions
    place = regions.get(member.region) if member is not None else None
    return place.time_zone if place is not None else NOWHERE
