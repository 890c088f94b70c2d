"""What waits too long: the operators hear of it before its time is over."""

from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.members.models import Member, Role
from fairpanel.notices.actions import tell
from fairpanel.notices.values import Kind
from fairpanel.receipts.models import APPEALED, Appeal, Receipt
from fairpanel.receipts.values import State

WARNED_BEFORE = timedelta(days=2)
# First looks are promised within days, so this is told once a day at most.
LOOKS_WARNED_BEFORE = timedelta(days=1)


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
    _tell_operators(Kind.APPEALS_DUE, {"appeals": count}, moment=f"{now:%Y-%m-%dT%H}", now=now)
    return count


@needs_no_consent("It counts receipts and dates, and tells nothing of one.")
@transaction.atomic
def warn_of_looks(*, now: datetime) -> int:
    """Tell every operator, once a day, of first looks whose time is nearly over or past. Gives how many there are."""
    count = Receipt.objects.filter(state=State.NEEDS_LOOK, look_until__lte=now + LOOKS_WARNED_BEFORE).count()
    if count:
        _tell_operators(Kind.LOOKS_DUE, {"looks": count}, moment=f"{now:%Y-%m-%d}", now=now)
    return count


def _tell_operators(kind: Kind, facts: dict[str, int], *, moment: str, now: datetime) -> None:
    for operator in Member.objects.filter(role=Role.OPERATOR, is_active=True):
        tell(
            kind=kind, member_id=operator.pk, address=operator.email, language=operator.language, zone="UTC",
            facts=facts, key=f"{kind.value}:{operator.pk}:{moment}", now=now,
        )  # fmt: skip


@needs_no_consent("It asks for less.")
def leave_second_looks(*, now: datetime) -> int:
    """Ask no longer for second looks that nobody has found the time for: they only measure. Gives how many."""
    return Receipt.objects.exclude(again="").filter(look_until__lte=now).update(again="", look_until=None)
