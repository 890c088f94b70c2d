"""Places that are held for newcomers: what each may earn in a month is put aside before the place is promised."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.actions.reserving import set_aside
from fairpanel.rewards.calendar import terms_at
from fairpanel.rewards.models import Pot
from fairpanel.rewards.values import Known

_PLACE = "place:"


@transaction.atomic
def hold_places(*, members: Sequence[tuple[UUID, str]], programme: Programme, now: datetime) -> frozenset[UUID]:
    """Put aside what each of these newcomers, an id and a region each, may earn in a month; the first ones first.

    Gives the ids of those for whom the budget held it: nobody else may be promised a place. One posting for a region,
    however many there are. Raises what `terms_at` raises.
    """
    held: set[UUID] = set()
    for region in sorted({region for _, region in members}):
        ids = [id_ for id_, where in members if where == region]
        held.update(_hold_in(region, ids, programme=programme, now=now))
    return frozenset(held)


def _hold_in(region: str, ids: Sequence[UUID], *, programme: Programme, now: datetime) -> Sequence[UUID]:
    terms = terms_at(programme, region=region, moment=now)
    currency = terms.region.currency
    free = accounts.free(programme.name, currency)
    need = rules.reserve(terms.version.offers_in(region), currency=currency, known=Known())
    if free is None:
        return ()
    if not need:
        return ids
    covered = ids[: free.minor // need.minor]
    if not covered or not set_aside(programme.name, need * len(covered), now=now):
        return ()
    purses = dict(Member.objects.filter(pk__in=covered).values_list("pk", "purse"))
    Pot.objects.bulk_create(
        Pot(
            name=f"{_PLACE}{purses[id_].hex}", programme=programme.name, minor=need.minor, currency=currency,
            opened_at=now,
        )
        for id_ in covered
    )  # fmt: skip
    return covered


@transaction.atomic
def let_go_of_places(*, members: Collection[UUID], now: datetime) -> None:
    """Give back what was put aside for places of theirs, if anything still is."""
    purses = Member.objects.filter(pk__in=members).values_list("purse", flat=True)
    _end(Pot.objects.select_for_update().filter(name__in=[f"{_PLACE}{purse.hex}" for purse in purses]), now=now)


@transaction.atomic
def let_go_of_nobodys_places(*, now: datetime) -> int:
    """Give back what was put aside for people who have gone since. Gives for how many."""
    pots = list(Pot.objects.select_for_update().filter(name__startswith=_PLACE))
    purse_of = {pot.pk: UUID(pot.name.removeprefix(_PLACE)) for pot in pots}
    here = set(Member.objects.filter(purse__in=purse_of.values()).values_list("purse", flat=True))
    nobodys = [pot for pot in pots if purse_of[pot.pk] not in here]
    _end(nobodys, now=now)
    return len(nobodys)


def _end(pots: Iterable[Pot], *, now: datetime) -> None:
    pots = list(pots)
    for programme, currency in sorted({(pot.programme, pot.currency) for pot in pots}):
        mine = [pot for pot in pots if (pot.programme, pot.currency) == (programme, currency)]
        whole = Money(sum(pot.minor - pot.drawn for pot in mine), currency)
        names = accounts.promised(programme, currency), accounts.budget(programme, currency)
        ledger.post(Posting(*names, whole), key=f"place-end:{new_id(now)}", memo="release", now=now)
    # A place that is over leaves no name behind: what became of its money stands in the books.
    Pot.objects.filter(pk__in=[pot.pk for pot in pots]).delete()
