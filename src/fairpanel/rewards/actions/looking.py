"""Looking at what was earned."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import rules
from fairpanel.rewards.calendar import terms_at
from fairpanel.rewards.models import Contribution, Earning, PayMonth
from fairpanel.rewards.values import Kind, Month, SoFar


def earned_for(subject: UUID, *, kind: Kind = Kind.RECEIPT) -> Money | None:
    """What the contribution with this id earned; None where it earned nothing."""
    paid = list(Earning.objects.filter(contribution__subject=subject, contribution__kind=kind))
    return sum((each.amount for each in paid), Money.zero(paid[0].currency)) if paid else None


def month(*, member: Member, programme: Programme, now: datetime) -> Month:
    """The calendar month of the member's region at `now`: what it has earned, and what is next."""
    terms = terms_at(programme, region=member.region, moment=now)
    currency = terms.region.currency
    offers = terms.version.offers_in(member.region)
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
