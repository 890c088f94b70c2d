"""Reserving what somebody may earn in a month, when it opens."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import NotEnough
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.programme import AtStart, Programme, Referral, Tenure
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.calendar import Terms, day_in, terms_at
from fairpanel.rewards.models import Earning, PayMonth
from fairpanel.rewards.values import Kind, Known


@transaction.atomic
def open_month(*, member: Member, programme: Programme, now: datetime, region: str | None = None) -> PayMonth:
    """The member's calendar month at `now`, with what it may come to reserved as far as the budget holds it."""
    terms = terms_at(programme, region=region or member.region, moment=now)
    return pay_month_of(member, terms, programme=programme.name, now=now, is_over=False)


def open_months(*, programme: Programme, now: datetime, limit: int) -> int:
    """Open the month at `now` for panelists who have none yet, at most `limit` of them, those longest here first.

    Gives how many were opened. Where the budget does not hold what all of them may earn, it opens none of the rest.
    """
    opened = 0
    for code in programme.in_force(now.date()).regions:
        terms = terms_at(programme, region=code, moment=now)
        currency = terms.region.currency
        free = accounts.free(programme.name, currency)
        if free is None:
            continue
        have = PayMonth.objects.filter(month=terms.month, currency=currency).values("purse")
        waiting = panelists_in(code).exclude(purse__in=have).order_by("joined_at")[: limit - opened]
        opened += _open_slice(list(waiting), terms, programme=programme.name, free=free, now=now)
        if opened >= limit:
            break
    return opened


@transaction.atomic
def _open_slice(members: Sequence[Member], terms: Terms, *, programme: str, free: Money, now: datetime) -> int:
    currency = terms.region.currency
    fresh = []
    for member in members:
        need = _reserve(terms, known_of(member, terms))
        if need > free:
            break
        free -= need
        fresh.append(fresh_month(member.purse, terms, programme=programme, reserved=need, now=now))
    PayMonth.objects.bulk_create(fresh, ignore_conflicts=True)
    # Those whom another program opened at this moment are not ours to reserve for.
    ours = PayMonth.objects.filter(
        purse__in=[each.purse for each in fresh], month=terms.month, currency=currency, opened_at=now
    )
    whole = sum((Money(each.reserved, currency) for each in ours), Money.zero(currency))
    if whole:
        accounts.open_all(programme, currency, now=now)
        posting = Posting(accounts.budget(programme, currency), accounts.promised(programme, currency), whole)
        ledger.post(posting, key=f"reserve:{new_id(now)}", memo="reserve", now=now)
    return len(ours)


def pay_month_of(member: Member, terms: Terms, *, programme: str, now: datetime, is_over: bool) -> PayMonth:
    """The purse's row for that month, locked; made if it is not there. One that `is_over` is made closed."""
    currency = terms.region.currency
    rows = PayMonth.objects.select_for_update().filter(purse=member.purse, month=terms.month, currency=currency)
    row = rows.first()
    if row is None:
        fresh = fresh_month(member.purse, terms, programme=programme, reserved=Money.zero(currency), now=now)
        fresh.closed_at = now if is_over else None
        # Another program may open it at this moment: then theirs is taken.
        PayMonth.objects.bulk_create([fresh], ignore_conflicts=True)
        row = rows.get()
    if row.is_open and (not row.reserved or row.region != terms.region.code):
        need = _reserve(terms, known_of(member, terms))
        row.region = terms.region.code
        lacking = Money(max(need.minor - row.reserved, 0), currency)
        if lacking and set_aside(programme, lacking, now=now):
            row.reserved += lacking.minor
        row.save(update_fields=["region", "reserved"])
    return row


def fresh_month(purse: UUID, terms: Terms, *, programme: str, reserved: Money, now: datetime) -> PayMonth:
    """An open month of that purse, not written yet."""
    return PayMonth(
        purse=purse, month=terms.month, currency=terms.region.currency, region=terms.region.code, programme=programme,
        reserved=reserved.minor, opened_at=now,
    )  # fmt: skip


def set_aside(programme: str, amount: Money, *, now: datetime) -> bool:
    """Move so much from the budget to what is promised, if it is there."""
    free = accounts.free(programme, amount.currency)
    if free is None or free < amount:
        return False
    accounts.open_all(programme, amount.currency, now=now)
    names = accounts.budget(programme, amount.currency), accounts.promised(programme, amount.currency)
    try:
        ledger.post(Posting(*names, amount), key=f"reserve:{new_id(now)}", memo="reserve", now=now)
    except NotEnough:
        return False
    return True


def known_of(member: Member, terms: Terms) -> Known:
    """What the member's reserve depends on beside the offers."""
    offers = terms.version.offers_in(terms.region.code)
    started: frozenset[str] = frozenset()
    left: dict[str, int] = {}
    if once := [offer.name for offer in offers if isinstance(offer, AtStart)]:
        paid = Earning.objects.filter(contribution__member=member, offer__in=once)
        started = frozenset(paid.values_list("offer", flat=True))
    for offer in offers:
        if isinstance(offer, Referral):
            paid_this_year = referrals_paid(member, offer.name, year=terms.day.year)
            left[offer.name] = max(offer.year_max - paid_this_year, 0)
    due = frozenset(offer.name for offer in offers if isinstance(offer, Tenure) and _ends_in(offer, member, terms))
    return Known(started=started, referrals_left=left, tenure_due=due)


def referrals_paid(member: Member, offer: str, *, year: int) -> int:
    """How many referrals of that calendar year the offer has paid the member for."""
    return Earning.objects.filter(
        contribution__member=member, contribution__kind=Kind.REFERRAL, contribution__day__year=year, offer=offer
    ).count()


def _ends_in(offer: Tenure, member: Member, terms: Terms) -> bool:
    if member.adult_on is None:
        return False
    after = rules.month_after(terms.month)
    periods = rules.tenure_periods(member.adult_on, months=offer.months, until=after)
    return any(end >= terms.month for _, end in periods)


def _reserve(terms: Terms, known: Known) -> Money:
    return rules.reserve(terms.version.offers_in(terms.region.code), currency=terms.region.currency, known=known)


def first_open_month(programme: Programme, *, now: datetime) -> dict[str, date]:
    """For each region that there ever was, the first day of the month that is not over there yet."""
    regions = {code: region for version in programme.versions for code, region in version.regions.items()}
    return {code: day_in(region, now).replace(day=1) for code, region in regions.items()}


def panelists_in(region: str) -> QuerySet[Member]:
    """Who takes part there."""
    return Member.objects.panelists().filter(region=region, adult_on__isnull=False, is_active=True)
