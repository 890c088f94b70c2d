"""Paying for a contribution, once; and what a month has come to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Draft, Posting
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import rules
from fairpanel.rewards.calendar import Terms, terms_at
from fairpanel.rewards.models import Contribution, Earning
from fairpanel.rewards.values import Earned, Kind, Month, SoFar


@transaction.atomic
def earn(*, member: Member, subject: UUID, kind: Kind, done_at: datetime, programme: Programme, now: datetime) -> Money:
    """Pay the member for a contribution under the terms in force when it was done; zero where those pay nothing.

    However often it is called for the same subject it counts and pays once, and gives the same sum.
    Raises `NotRunHere`, `programme.NotInForce` and what `ledger.actions.post_many` raises.
    """
    # What a month has come to decides what is earned next, so one member's contributions wait for each other.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    terms = terms_at(programme, region=member.region, moment=done_at)
    before = Contribution.objects.filter(kind=kind, subject=subject).first()
    if before is not None:
        return _sum(before.earnings.all(), terms.region.currency)
    earned = rules.earned_by_receipt(
        terms.version.offers_in(member.region),
        currency=terms.region.currency,
        so_far=_so_far(member, terms),
    )
    contribution = Contribution.objects.create(
        id=new_id(now), member=member, kind=kind, subject=subject, done_at=done_at, month=terms.month,
        programme=programme.name, version=terms.version.number,
    )  # fmt: skip
    paid = [_earning(contribution, each, member=member) for each in earned]
    Earning.objects.bulk_create(paid)
    _post(paid, member=member, programme=programme, terms=terms, now=now)
    return _sum(paid, terms.region.currency)


def earned_for(subject: UUID, *, kind: Kind = Kind.RECEIPT) -> Money | None:
    """What the contribution with this id earned; None where it earned nothing."""
    paid = list(Earning.objects.filter(contribution__subject=subject, contribution__kind=kind))
    return _sum(paid, paid[0].currency) if paid else None


def month(*, member: Member, programme: Programme, now: datetime) -> Month:
    """The calendar month of the member's region at `now`: what it has earned, and what is next."""
    terms = terms_at(programme, region=member.region, moment=now)
    currency = terms.region.currency
    offers = terms.version.offers_in(member.region)
    so_far = _so_far(member, terms)
    return Month(
        first=terms.month,
        earned=sum(so_far.paid.values(), Money.zero(currency)),
        receipts=so_far.receipts,
        cap=rules.month_cap(offers, currency=currency),
        next=rules.next_steps(offers, currency=currency, so_far=so_far),
    )


def _so_far(member: Member, terms: Terms) -> SoFar:
    # Who moves house within a month begins that month anew in the other currency: there is no rate in here.
    currency = terms.region.currency
    paid: dict[str, Money] = {}
    for earning in Earning.objects.filter(
        contribution__member=member, contribution__month=terms.month, currency=currency
    ):
        paid[earning.offer] = paid.get(earning.offer, Money.zero(currency)) + earning.amount
    receipts = Contribution.objects.filter(member=member, month=terms.month, kind=Kind.RECEIPT).count()
    return SoFar(receipts, paid)


def _earning(contribution: Contribution, earned: Earned, *, member: Member) -> Earning:
    key = (
        f"threshold:{member.purse.hex}:{contribution.month:%Y-%m}:{earned.offer}"
        if earned.once_a_month
        else f"{contribution.kind}:{contribution.subject}:{earned.offer}"
    )
    return Earning(
        contribution=contribution, offer=earned.offer, minor=earned.amount.minor, currency=earned.amount.currency,
        key=key,
    )  # fmt: skip


def _post(paid: Iterable[Earning], *, member: Member, programme: Programme, terms: Terms, now: datetime) -> None:
    # Who owes it: the sponsor, who may be in debt. Budgets that must hold what is promised come between the two later.
    sponsor = f"sponsor:{programme.name}:{terms.region.currency}"
    drafts = [Draft(each.key, "reward", (Posting(sponsor, member.account, each.amount),)) for each in paid]
    if not drafts:
        return
    ledger.open_account(name=sponsor, currency=terms.region.currency, may_overdraw=True, now=now)
    ledger.open_account(name=member.account, currency=terms.region.currency, may_overdraw=False, now=now)
    ledger.post_many(drafts, now=now)


def _sum(paid: Iterable[Earning], currency: str) -> Money:
    return sum((each.amount for each in paid), Money.zero(currency))
