"""The member's consent record, to be taken along."""

from datetime import datetime
from typing import Any

from fairpanel.consent.record import record_of
from fairpanel.members.models import Member


def record(*, member: Member, now: datetime) -> dict[str, Any]:
    """What was asked and chosen, as ISO/IEC TS 27560 tells it: plain values, ready for JSON."""
    return record_of(member.pk, now=now)
