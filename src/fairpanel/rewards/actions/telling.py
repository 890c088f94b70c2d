"""Telling panelists that a month of theirs was paid, apart from the close: a letter never holds up a cent."""

from datetime import datetime

from django.db import transaction

from fairpanel.members.models import Member
from fairpanel.notices.actions import tell
from fairpanel.notices.values import Kind
from fairpanel.programme import Programme
from fairpanel.rewards.models import PayMonth


@transaction.atomic
def tell_of_pay(*, programme: Programme, now: datetime, limit: int) -> int:
    """Tell of at most so many months that were closed and paid something. Gives how many it saw to.

    Who has left is told nothing. Two programs may do it at once, and nobody is told twice.
    """
    closed = PayMonth.objects.filter(closed_at__isnull=False, told_at=None, earned__gt=0)
    rows = list(closed.order_by("id").select_for_update(skip_locked=True)[:limit])
    members = {member.purse: member for member in Member.objects.filter(purse__in=[row.purse for row in rows])}
    for row in rows:
        if row.purse in members:
            _tell(members[row.purse], row, programme=programme, now=now)
    PayMonth.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)


def _tell(member: Member, row: PayMonth, *, programme: Programme, now: datetime) -> None:
    places = [version.regions[row.region] for version in programme.versions if row.region in version.regions]
    tell(
        kind=Kind.MONTH_PAID, member_id=member.pk, address=member.email, language=member.language,
        zone=places[-1].time_zone if places else "UTC",
        facts={
            "minor": row.earned - row.given, "given": row.given, "currency": row.currency,
            "month": row.month.isoformat(),
        },
        key=f"month-paid:{row.pk}", now=now,
    )  # fmt: skip
