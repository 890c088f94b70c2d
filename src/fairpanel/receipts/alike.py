"""The same purchases in two accounts: a question for a person, never a refusal by itself."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.members import cases
from fairpanel.members.households import live_together
from fairpanel.members.models import CaseKind, Member
from fairpanel.receipts.content_keys import read_traits
from fairpanel.receipts.duplicates import Verdict, of_others, score
from fairpanel.receipts.models import ContentKeys, Receipt, Receipts
from fairpanel.receipts.values import Reason, State

LOOKED_BACK = timedelta(days=60)
# Once is chance: two people pay the same in two branches of a chain at one minute. Twice, between the same two, is not.
ALIKE_MIN = 2
# Of these keys few agree by chance, however large the panel is.
_TELLING = ("day_minute", "day_number", "shop_number")
# What more receipts than these share tells of none of them.
_SHARING_MAX = 20

Pair = tuple[UUID, UUID]


@reads(Purpose.RECEIPTS)
def question_the_same_purchases(*, now: datetime) -> int:
    """Open a case for each two accounts that sent several purchases which are the same, or may be. Gives how many.

    By the same evidence as where a receipt is settled (`duplicates`), and also where the second one was refused then.
    Who lives together may well send each other's receipts by mistake: households raise no case.
    """
    agreed = consent.live_members(Purpose.RECEIPTS, at=now)
    sent = Receipt.objects.filter(
        Q(state__in=[State.ACCEPTED.value, State.NEEDS_LOOK.value]) | Q(reason=Reason.OTHERS_DUPLICATE.value),
        bought_on__gte=(now - LOOKED_BACK).date(), member__in=agreed,
    )  # fmt: skip
    alike = Counter(_pair(*pair) for pair in _alike(sent))
    pairs = [(pair, count) for pair, count in sorted(alike.items()) if count >= ALIKE_MIN]
    return sum(_question(pair, count, now=now) for pair, count in pairs)


@needs_no_consent("`question_the_same_purchases`, which calls it, has asked.")
def _alike(sent: Receipts) -> Iterator[tuple[Receipt, Receipt]]:
    """Each two receipts of two members that are of one purchase, or may be."""
    seen: set[Pair] = set()
    for name in _TELLING:
        keys = ContentKeys.objects.filter(receipt__in=sent, **{f"{name}__isnull": False}).order_by()
        shared = keys.values(name).annotate(members=Count("receipt__member", distinct=True)).filter(members__gt=1)
        groups: defaultdict[int, list[UUID]] = defaultdict(list)
        same = keys.filter(**{f"{name}__in": shared.values(name)})
        for key, receipt_id in same.values_list(name, "receipt_id").order_by(name, "receipt_id"):
            groups[key].append(receipt_id)
        for ids in groups.values():
            pairs = {pair for pair in combinations(ids[:_SHARING_MAX], 2) if pair not in seen}
            seen |= pairs
            yield from _same(ids[:_SHARING_MAX], pairs)


@needs_no_consent("`question_the_same_purchases`, which calls it, has asked.")
def _same(ids: list[UUID], pairs: set[Pair]) -> Iterator[tuple[Receipt, Receipt]]:
    receipts = Receipt.objects.select_related("content_keys").prefetch_related("predictions", "lines").in_bulk(ids)
    traits = {pk: read_traits(receipt) for pk, receipt in receipts.items()}
    for first, second in sorted(pairs):
        one, another = traits[first], traits[second]
        if receipts[first].member_id == receipts[second].member_id or one is None or another is None:
            continue
        if of_others(score(one, another)) is not Verdict.ANOTHER:
            yield receipts[first], receipts[second]


def _pair(one: Receipt, another: Receipt) -> Pair:
    first, second = sorted((one.member_id, another.member_id))
    return first, second


def _question(pair: Pair, count: int, *, now: datetime) -> bool:
    one, another = Member.objects.filter(pk__in=pair).order_by("pk")
    if live_together(one, another):
        return False
    case = cases.open_case(kind=CaseKind.SAME_RECEIPTS, members=[one, another], evidence={"receipts": count}, now=now)
    return case is not None
