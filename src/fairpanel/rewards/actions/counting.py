"""Counting one contribution, once, and writing down what it earns by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import NotEnough
from fairpanel.ledger.values import Draft, Posting
from fairpanel.members import guardians
from fairpanel.members.models import Member
from fairpanel.programme import Programme, Survey
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.actions.giving import share_given
from fairpanel.rewards.actions.pots import draw
from fairpanel.rewards.actions.reserving import first_open_month, pay_month_of, set_aside
from fairpanel.rewards.calendar import Terms, terms_at
from fairpanel.rewards.models import Contribution, Earning, PayMonth
from fairpanel.rewards.values import ACTIVE, NOTHING_MORE, Deed, Detail, Kind

_ONCE = frozenset({Kind.JOINED, Kind.METER_DAY})
_BY_NAME = frozenset({Kind.TENURE, Kind.REFERRAL})


class NotOffered(Conflict):
    """This programme did not offer that in {region} on {day}. Nothing was counted."""


class OutOfBounds(Conflict):
    """A survey pays from {least} to {most} here, so {given} cannot be promised for one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A contribution that counts, what it earned, whether it is new, and whether its month was over already."""

    contribution: Contribution
    earned: Money
    is_new: bool
    is_late: bool


def count(
    *, member: Member, subject: UUID, kind: Kind, done_at: datetime, programme: Programme, now: datetime,
    region: str | None = None, detail: Detail = NOTHING_MORE, pot: str = "",
) -> Counted:  # fmt: skip
    """As `earn`, without what follows from it. Runs in the caller's transaction."""
    # What a month has come to decides what is earned next, so one member's contributions wait for each other.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    terms = terms_at(programme, region=region or member.region, moment=done_at)
    currency = terms.region.currency
    before = Contribution.objects.filter(kind=kind, subject=subject).first()
    is_over = terms.month < first_open_month(programme, now=now)[terms.region.code]
    if before is not None:
        return Counted(before, _sum(before.earnings.all(), currency), is_new=False, is_late=is_over)
    offers = guardians.offers_to(member, version=terms.version, region=terms.region.code)
    deed = _meant(Deed(kind, done_at, terms.day, offers, detail), terms)
    pay_month = pay_month_of(member, terms, programme=programme.name, now=now, is_over=is_over)
    contribution = Contribution.objects.create(
        id=new_id(now), member=member, kind=kind, subject=subject, done_at=done_at, day=terms.day, month=terms.month,
        region=terms.region.code, programme=programme.name, version=terms.version.number, meter=deed.detail.meter,
        offer=deed.detail.offer, minor=deed.detail.amount.minor if deed.detail.amount else 0,
        minutes=deed.detail.minutes, worked_seconds=deed.detail.worked_seconds,
    )  # fmt: skip
    due = _due(contribution, deed, programme=programme, currency=currency)
    paid = [
        Earning(contribution=contribution, pay_month=pay_month, offer=name, minor=amount.minor, currency=currency)
        for name, amount in due.items()
    ]
    _book(paid, pay_month, member=member, pot=pot, now=now)
    return Counted(contribution, _sum(paid, currency), is_new=True, is_late=is_over)


def _meant(deed: Deed, terms: Terms) -> Deed:
    """The deed with the offer that it belongs to, for kinds that need one."""
    if deed.kind not in {Kind.SURVEY, Kind.LABELLING_TASK}:
        return deed
    name = rules.offer_meant(deed)
    if name is None:
        raise NotOffered(region=terms.region.code, day=terms.day)
    offer, amount = terms.version.offers[name], deed.detail.amount
    if isinstance(offer, Survey) and amount is not None:
        check_survey_amount(offer, amount)
    detail = Detail(deed.detail.meter, name, amount, deed.detail.minutes, deed.detail.worked_seconds)
    return Deed(deed.kind, deed.done_at, deed.day, deed.offers, detail)


def check_survey_amount(offer: Survey, amount: Money) -> None:
    """Raise `OutOfBounds` unless a survey may promise that amount under the offer."""
    least, most = offer.amount_min[amount.currency], offer.amount_max[amount.currency]
    if not least <= amount <= most:
        raise OutOfBounds(least=least, most=most, given=amount)


def _due(contribution: Contribution, deed: Deed, *, programme: Programme, currency: str) -> dict[str, Money]:
    """What this contribution adds to what was due before, by offer."""
    mine = Contribution.objects.filter(member=contribution.member_id)
    is_minor = guardians.is_minor(contribution.member)
    due: dict[str, Money] = {}
    if deed.kind in ACTIVE:
        in_month = [_deed(each, programme, is_minor=is_minor) for each in mine.filter(month=contribution.month)]
        in_month = [each for each in in_month if _is_paid_in(each, currency)]
        paid = _paid(mine.filter(month=contribution.month), currency)
        due |= rules.missing(rules.due_in_month([d for d, _ in in_month], currency=currency), paid)
    if deed.kind is Kind.METER_DAY:
        first, last = rules.quarter_of(contribution.month)
        quarter = mine.filter(month__gte=first, month__lte=last)
        of_meter = quarter.filter(kind=Kind.METER_DAY, meter=contribution.meter)
        deeds = [_deed(each, programme, is_minor=is_minor) for each in of_meter]
        deeds = [each for each in deeds if _is_paid_in(each, currency)]
        by_quarter = rules.due_in_quarter([d for d, _ in deeds], currency=currency)
        due |= rules.missing(by_quarter, _paid(quarter, currency))
    if deed.kind in _ONCE:
        due |= _once(contribution, deed, currency=currency)
    if deed.kind in _BY_NAME:
        due |= rules.due_by_name(deed, currency=currency)
    return due


def _once(contribution: Contribution, deed: Deed, *, currency: str) -> dict[str, Money]:
    mine = Contribution.objects.filter(member=contribution.member_id, kind=deed.kind, meter=contribution.meter)
    is_first = not mine.exclude(pk=contribution.pk).filter(done_at__lt=contribution.done_at).exists()
    due = rules.due_once(deed, currency=currency, is_first=is_first)
    before = Earning.objects.filter(contribution__member=contribution.member_id, offer__in=due)
    had = set(before.values_list("offer", flat=True))
    return {name: amount for name, amount in due.items() if name not in had}


def _deed(contribution: Contribution, programme: Programme, *, is_minor: bool) -> tuple[Deed, str]:
    """A contribution as pay sees it, and the currency that it is paid in."""
    version = programme.numbered(contribution.version)
    currency = version.regions[contribution.region].currency
    detail = Detail(
        contribution.meter, contribution.offer, Money(contribution.minor, currency) if contribution.minor else None,
        contribution.minutes, contribution.worked_seconds,
    )  # fmt: skip
    offers = version.offers_to(contribution.region, is_minor=is_minor)
    return Deed(Kind(contribution.kind), contribution.done_at, contribution.day, offers, detail), currency


def _is_paid_in(each: tuple[Deed, str], currency: str) -> bool:
    # Who moves house within a month begins that month anew in the other currency: there is no rate in here.
    return each[1] == currency


def _paid(contributions: Iterable[Contribution], currency: str) -> dict[str, Money]:
    paid: dict[str, Money] = {}
    for earning in Earning.objects.filter(contribution__in=contributions, currency=currency):
        paid[earning.offer] = paid.get(earning.offer, Money.zero(currency)) + earning.amount
    return paid


def _book(paid: list[Earning], pay_month: PayMonth, *, member: Member, pot: str, now: datetime) -> None:
    whole = _sum(paid, pay_month.currency)
    if not whole:
        return
    if not pay_month.is_open:
        _post_late(paid, pay_month, member=member, now=now)
        Earning.objects.bulk_create(paid)
        return
    Earning.objects.bulk_create(paid)
    pay_month.earned += whole.minor
    if pot and draw(pot, whole):
        pay_month.reserved += whole.minor
    beyond = Money(max(pay_month.earned - pay_month.reserved, 0), pay_month.currency)
    # What no budget covers is owed by the sponsor all the same: earned is earned.
    if beyond and set_aside(pay_month.programme, beyond, now=now):
        pay_month.reserved += beyond.minor
    pay_month.save(update_fields=["earned", "reserved"])


def _post_late(paid: list[Earning], pay_month: PayMonth, *, member: Member, now: datetime) -> None:
    """Post what was done in a month that is closed: at once, under that month's terms."""
    currency, programme = pay_month.currency, pay_month.programme
    accounts.open_all(programme, currency, now=now)
    purse = accounts.of_purses([member.purse], currency, now=now)[member.purse]
    percent = share_given(member)
    for each in paid:
        each.given = rules.given_away(each.amount, percent=percent).minor
        each.key = f"late:{each.contribution_id.hex}:{each.offer}"
    free = accounts.free(programme, currency)
    owing = accounts.sponsor(programme, currency)
    source = owing if free is None or free < _sum(paid, currency) else accounts.budget(programme, currency)
    try:
        ledger.post_many([_draft(each, source, purse, programme=programme) for each in paid], now=now)
    except NotEnough:
        # Somebody else was promised the rest of the budget at this moment.
        ledger.post_many([_draft(each, owing, purse, programme=programme) for each in paid], now=now)


def _draft(each: Earning, source: str, purse: str, *, programme: str) -> Draft:
    given = Money(each.given, each.currency)
    return Draft(each.key, "late", postings_of(source, purse, each.amount, given, programme=programme))


def postings_of(source: str, purse: str, whole: Money, given: Money, *, programme: str) -> tuple[Posting, ...]:
    """What goes to the purse and what goes to charity: together the whole."""
    parts = ((purse, whole - given), (accounts.charity(programme, whole.currency), given))
    return tuple(Posting(source, target, amount) for target, amount in parts if amount)


def _sum(paid: Iterable[Earning], currency: str) -> Money:
    return sum((each.amount for each in paid), Money.zero(currency))
