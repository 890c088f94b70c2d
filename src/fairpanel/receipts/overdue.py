"""What waits too long: the operators hear of it before its time is over."""

from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.members.models import Member, Role
from fairpanel.notices.actions import tell
from fairpanel.notices.values import Kind
from fairpanel.receipts.models import APPEALED, Appeal, Receipt

WARNED_BEFORE = timedelta(days=2)


@needs_no_consent("It counts appeals and dates, and tells nothing of a receipt.")
@transaction.atomic
def warn(*, now: datetime) -> int:
    """Tell every operator, once for each appeal, that its time is nearly over. Gives how many there are."""
    soon = Receipt.objects.filter(APPEALED, look_until__lte=now + WARNED_BEFORE)
    found = Appeal.objects.select_for_update(skip_locked=True).filter(receipt__in=soon, warned_at=None)
    count = len(found)
    if not count:
        return 0
    Appeal.objects.filter(pk__in=[appeal.pk for appeal in found]).update(warned_at=now)
    for operator in Member.objects.filter(role=Role.OPERATOR, is_active=True):
        tell(
            kind=Kind.APPEALS_DUE, member_id=operator.pk, address=operator.email, language=operator.language,
            zone="UTC", facts={"appeals": count}, key=f"appeals-due:{operator.pk}:{now:%Y-%m-%dT%H}", now=now,
        )  # fmt: skip
    return count


@needs_no_consent("It asks for less.")
def leave_second_looks(*, now: datetime) -> int:
    """Ask no longer for second looks that nobody has found the time for: they only measure. Gives how many."""
    return Receipt.objects.exclude(again="").filter(look_until__lte=now).update(again="", look_until=None)
