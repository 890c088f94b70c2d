"""Looking at what was earned."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from fairpanel.kit.money import Money
from fairpanel.members import guardians
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import rules
from fairpanel.rewards.calendar import last_terms_at
from fairpanel.rewards.models import Contribution, Earning, PayMonth
from fairpanel.rewards.values import Kind, Month, SoFar


def earned_for_each(subjects: Collection[UUID], *, kind: Kind = Kind.RECEIPT) -> dict[UUID, Money]:
    """What the contributions with these ids earned, as far as they earned anything; one question, however many."""
    paid = Earning.objects.filter(contribution__subject__in=subjects, contribution__kind=kind)
    earned: dict[UUID, Money] = {}
    for subject, minor, currency in paid.values_list("contribution__subject", "minor", "currency"):
        earned[subject] = earned.get(subject, Money.zero(currency)) + Money(minor, currency)
    return earned


def earned_for(subject: UUID, *, kind: Kind = Kind.RECEIPT) -> Money | None:
    """What the contribution with this id earned; None where it earned nothing."""
    return earned_for_each([subject], kind=kind).get(subject)


def month(*, member: Member, programme: Programme, now: datetime) -> Month:
    """The calendar month of the member's region at `now`: what it has earned, and what is next.

    Nothing is next where the panel is not run any more.
    """
    terms = last_terms_at(programme, region=member.region, moment=now)
    currency = terms.region.currency
    offers = guardians.offers_to(member, version=programme.in_force(terms.day), region=member.region)
    mine = Contribution.objects.filter(member=member, month=terms.month)
    paid: dict[str, Money] = {}
    for earning in Earning.objects.filter(contribution__in=mine, currency=currency):
        paid[earning.offer] = paid.get(earning.offer, Money.zero(currency)) + earning.amount
    so_far = SoFar(mine.filter(kind=Kind.RECEIPT).count(), paid)
    return Month(
        first=terms.month,
        earned=sum(paid.values(), Money.zero(currency)),
        receipts=so_far.receipts,
        cap=rules.month_cap(offers, currency=currency),
        next=rules.next_steps(offers, currency=currency, so_far=so_far),
    )


def pending(member: Member, *, currency: str) -> Money:
    """What the member has earned in months that are not closed yet."""
    still_open = PayMonth.objects.filter(purse=member.purse, currency=currency, closed_at=None)
    return Money(int(still_open.aggregate(sum=Sum("earned"))["sum"] or 0), currency)
