"""The same purchases in two accounts: a question for a person, never a refusal by itself."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from django.db.models import Count

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import reads
from fairpanel.consent.values import Purpose
from fairpanel.members import cases
from fairpanel.members.households import live_together
from fairpanel.members.models import CaseKind, Member
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import State

LOOKED_BACK = timedelta(days=60)
# Once is chance: two people pay the same in two branches of a chain at one minute. Twice, between the same two, is not.
ALIKE_MIN = 2
_SAME = ("shop", "bought_on", "bought_at", "total_minor", "currency")


@reads(Purpose.RECEIPTS)
def question_the_same_purchases(*, now: datetime) -> int:
    """Open a case for each two accounts in which several purchases agree in shop, minute and total. Gives how many.

    Who lives together may well send each other's receipts by mistake: households raise no case.
    """
    agreed = consent.live_members(Purpose.RECEIPTS, at=now)
    counted = Receipt.objects.filter(
        state=State.ACCEPTED, bought_on__gte=(now - LOOKED_BACK).date(), bought_at__isnull=False,
        total_minor__isnull=False, member__in=agreed,
    ).exclude(shop="")  # fmt: skip
    shared = counted.order_by().values(*_SAME).annotate(members=Count("member", distinct=True)).filter(members__gt=1)
    alike: Counter[tuple[UUID, UUID]] = Counter()
    for purchase in shared:
        same = {column: purchase[column] for column in _SAME}
        alike.update(combinations(sorted(set(counted.filter(**same).values_list("member_id", flat=True))), 2))
    pairs = [(pair, count) for pair, count in sorted(alike.items()) if count >= ALIKE_MIN]
    return sum(_question(pair, count, now=now) for pair, count in pairs)


def _question(pair: tuple[UUID, UUID], count: int, *, now: datetime) -> bool:
    one, another = Member.objects.filter(pk__in=pair).order_by("pk")
    if live_together(one, another):
        return False
    case = cases.open_case(kind=CaseKind.SAME_RECEIPTS, members=[one, another], evidence={"receipts": count}, now=now)
    return case is not None
