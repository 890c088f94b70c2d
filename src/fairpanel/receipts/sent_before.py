"""Whether a purchase was sent before, by its panelist, by somebody of their home or by anybody else.

Of somebody else's receipt nothing leaves this module but that there is one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from itertools import combinations
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import Q

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose, Standing
from fairpanel.members.households import housemates_of
from fairpanel.receipts.content_keys import own_keys, read_traits
from fairpanel.receipts.duplicates import Keys, Likeness, Traits, Verdict, of_others, of_own, score
from fairpanel.receipts.models import ContentKeys, Receipt, Receipts
from fairpanel.receipts.sellers import skeleton
from fairpanel.receipts.values import Sender, Sent

# Of one key so many receipts are fetched, and so many of all compared: those that share most keys.
FETCHED_MAX, COMPARED_MAX = 200, 40
# Each of them agrees now and then by chance; two of them hardly ever.
_TELLING = ("day_total", "day_minute", "shop_number", "day_number")


@dataclass(frozen=True, slots=True)
class Found:
    """Another receipt, and how likely it is of the same purchase."""

    receipt: Receipt
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Meant:
    """That a purchase was sent before, and the other receipt; None where its panelist has paused and nobody looks."""

    sent: Sent
    receipt: Receipt | None


@needs_no_consent("`the_same`, which it calls, asks.")
def sent_before(receipt: Receipt, traits: Traits, *, now: datetime) -> Sent | None:
    """Whether a receipt that was taken is of the purchase with these traits, as `receipt` is; None for a new purchase.

    Ends with the transaction that it waits in: two receipts of one purchase are decided one after the other, whoever
    sent them.
    """
    _wait_for_the_same(own_keys(traits))
    meant = the_same(receipt, traits, now=now)
    return None if meant is None else meant.sent


@reads(Purpose.RECEIPTS)
def the_same(receipt: Receipt, traits: Traits, *, now: datetime) -> Meant | None:
    """The receipt that was taken and is most surely of the purchase with these traits; None for a new purchase.

    Only receipts of whose panelist's consent stands are looked at. Of who has paused only keyed codes are compared.
    """
    keys = own_keys(traits)
    home = set(housemates_of(receipt.member).values_list("member_id", flat=True))
    others = Receipt.objects.taken().filter(member__in=consent.live_members(Purpose.RECEIPTS, at=now))
    found = [
        Meant(verdict, found.receipt)
        for found in found_among(others, receipt, traits, keys)
        if (verdict := _verdict(found, receipt.member_id, home)) is not None
    ]
    order = [Sender.SELF, Sender.HOME, Sender.OTHER]
    surest = min(found, key=lambda each: (not each.sent.is_sure, order.index(each.sent.by)), default=None)
    return surest or _behind_a_pause(receipt, keys, home, now=now)


@needs_no_consent("Codes are compared and nothing is opened: a pause opens no way to be paid for one purchase twice.")
def _behind_a_pause(receipt: Receipt, keys: Keys, home: set[UUID], *, now: datetime) -> Meant | None:
    """Whether two codes that tell much agree with those of somebody else who has paused: then a person looks."""
    known = keys.known()
    pairs = [(one, another) for one, another in combinations(_TELLING, 2) if {one, another} <= known.keys()]
    if not pairs:
        return None
    same = reduce(or_, (Q(**{name: known[name] for name in pair}) for pair in pairs))
    taken = Receipt.objects.taken().exclude(member=receipt.member_id)
    for codes in ContentKeys.objects.filter(same, receipt__in=taken).select_related("receipt__member")[:COMPARED_MAX]:
        owner = codes.receipt.member
        if consent.standing(member=owner, purpose=Purpose.RECEIPTS, now=now) is Standing.PAUSED:
            by = Sender.HOME if owner.pk in home else Sender.OTHER
            return Meant(Sent(by, is_sure=False), None)
    return None


@needs_no_consent("Who asks gives only receipts of whose panelist's consent stands.")
def found_among(others: Receipts, receipt: Receipt, traits: Traits, keys: Keys) -> Iterator[Found]:
    """Those of `others` that share a key with this receipt, and how alike they are; one's own come first."""
    shared = sharing(keys)
    if traits.day is not None and traits.total is not None:
        # What its panelist corrected holds, too.
        corrected = others.filter(
            member=receipt.member_id, bought_on=traits.day, total_minor=traits.total.minor,
            currency=traits.total.currency,
        )  # fmt: skip
        shared.update(corrected.values_list("pk", flat=True))
    shared.pop(receipt.pk, None)
    owners = dict(others.filter(pk__in=shared).values_list("pk", "member_id"))
    ranked = sorted(owners, key=lambda pk: (owners[pk] != receipt.member_id, -shared[pk], pk))
    compared = Receipt.objects.filter(pk__in=ranked[:COMPARED_MAX]).select_related("content_keys")
    for other in compared.prefetch_related("predictions", "lines"):
        read = read_traits(other)
        if read is not None:
            likest = max((score(traits, each) for each in _as_read_and_held(other, read)), key=_probability)
            yield Found(other, likest)


@needs_no_consent("It counts; who asks reads only receipts of whose panelist's consent stands.")
def sharing(keys: Keys) -> Counter[UUID]:
    """How many keys each receipt shares."""
    same = [
        ContentKeys.objects.filter(**{name: key}).order_by().values_list("receipt_id", flat=True)[:FETCHED_MAX]
        for name, key in keys.known().items()
    ]
    if not same:
        return Counter()
    return Counter(same[0].union(*same[1:], all=True) if same[1:] else same[0])


def _as_read_and_held(receipt: Receipt, read: Traits) -> Iterable[Traits]:
    """What a machine read, as it reads again, and what is held to be true since its panelist corrected it."""
    held = replace(
        read, shop=skeleton(receipt.shop), day=receipt.bought_on, minute=receipt.bought_at, total=receipt.total
    )  # fmt: skip
    return {read, held}


def _probability(likeness: Likeness) -> float:
    return likeness.probability


def _verdict(found: Found, member_id: UUID, home: set[UUID]) -> Sent | None:
    owner = found.receipt.member_id
    by = Sender.SELF if owner == member_id else Sender.HOME if owner in home else Sender.OTHER
    verdict = of_others(found.likeness) if by is Sender.OTHER else of_own(found.likeness)
    if verdict is Verdict.ANOTHER:
        return None
    is_sure = verdict is Verdict.SAME
    if by is not Sender.SELF:
        return Sent(by, is_sure)
    return Sent(by, is_sure, found.receipt.shop, found.receipt.bought_on)


def _wait_for_the_same(keys: Keys) -> None:
    """Wait for whoever settles a receipt that shares a key; all lock in one order, so nobody waits in a circle."""
    with connection.cursor() as cursor:
        for key in sorted(set(keys.known().values())):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
