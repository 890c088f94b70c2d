"""Closing a month: what was earned in it is posted, what was reserved beyond that goes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Draft, Posting
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.actions.counting import postings_of
from fairpanel.rewards.actions.reserving import first_open_month
from fairpanel.rewards.models import Giving, PayMonth

SLICE_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Closed:
    """How many purses' months were closed, and what was posted by currency."""

    count: int
    posted: dict[str, Money]


def close_month(
    *, programme: Programme, now: datetime, month: date | None = None, slice_rows: int = SLICE_ROWS
) -> Closed:
    """Close every month that is over where its panelist lives, or only that one.

    Each slice is a transaction of its own: killed anywhere and run again it goes on where it stopped, and a second run
    finds nothing to do. Two programs may run it at once. Raises what `ledger.actions.post_many` raises.
    """
    count, posted = 0, dict[str, Money]()
    while True:
        done = close_slice(programme=programme, now=now, month=month, limit=slice_rows)
        count += done.count
        for currency, amount in done.posted.items():
            posted[currency] = posted.get(currency, Money.zero(currency)) + amount
        if not done.count:
            return Closed(count, posted)


@transaction.atomic
def close_slice(*, programme: Programme, now: datetime, limit: int, month: date | None = None) -> Closed:
    """Close at most so many, in one transaction."""
    over = Q()
    for region, first in first_open_month(programme, now=now).items():
        over |= Q(region=region, month__lt=first)
    waiting = PayMonth.objects.filter(over, programme=programme.name, closed_at=None)
    if month is not None:
        waiting = waiting.filter(month=month)
    rows = list(waiting.order_by("month", "id").select_for_update(skip_locked=True)[:limit])
    posted = {}
    for currency in sorted({row.currency for row in rows}):
        mine = [row for row in rows if row.currency == currency]
        posted[currency] = _post(mine, programme=programme.name, currency=currency, now=now)
    PayMonth.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=now)
    # Few give: what is the same for all is written for all at once.
    PayMonth.objects.bulk_update([row for row in rows if row.given], ["given"], batch_size=100)
    return Closed(len(rows), posted)


def _post(rows: Sequence[PayMonth], *, programme: str, currency: str, now: datetime) -> Money:
    accounts.open_all(programme, currency, now=now)
    earners = [row for row in rows if row.earned]
    purses = accounts.of_purses([row.purse for row in earners], currency, now=now)
    shares = dict(
        Giving.objects.filter(member__in=Member.objects.filter(purse__in=purses), percent__gt=0).values_list(
            "member__purse", "percent"
        )
    )
    source = accounts.promised(programme, currency)
    drafts = _reserve_ends(rows, programme=programme, currency=currency)
    for row in rows:
        row.closed_at = now
        row.given = rules.given_away(row.total, percent=shares.get(row.purse, 0)).minor
    drafts += [
        Draft(
            row.key, "month",
            postings_of(source, purses[row.purse], row.total, Money(row.given, currency), programme=programme),
        )
        for row in earners
    ]  # fmt: skip
    ledger.post_many(drafts, now=now)
    return sum((row.total for row in earners), Money.zero(currency))


def _reserve_ends(rows: Sequence[PayMonth], *, programme: str, currency: str) -> list[Draft]:
    """What was reserved and not earned goes back; what was earned beyond that is added, by the sponsor if need be.

    One entry for the whole slice: what one left covers first what another one lacks.
    """
    promised, budget = accounts.promised(programme, currency), accounts.budget(programme, currency)
    left_minor = sum(row.reserved - row.earned for row in rows)
    if not left_minor:
        return []
    posting = Posting(promised, budget, Money(left_minor, currency)) if left_minor > 0 else None
    if posting is None:
        lacking = Money(-left_minor, currency)
        free = accounts.free(programme, currency)
        source = budget if free is not None and free >= lacking else accounts.sponsor(programme, currency)
        posting = Posting(source, promised, lacking)
    return [Draft(f"close:{rows[0].pk}:{rows[-1].pk}", "close", (posting,))]
