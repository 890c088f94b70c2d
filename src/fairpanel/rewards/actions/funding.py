"""Putting the sponsor's money in, and what it owes beyond that."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.rewards import accounts
from fairpanel.rewards.models import Funding


class NotMoreThanNothing(Invalid):
    """What is put in is more than nothing. Write an amount like 500.00."""


class PaidInOtherwise(Conflict):
    """The reference {reference} already stands for {amount}. Use another one for what is put in now."""


@transaction.atomic
def fund(
    *, programme: str, amount: Money, reference: str, now: datetime, by: Member | None = None
) -> Funding:  # fmt: skip
    """Put money of the sponsor's into the budget. What was paid out without cover is made good first.

    Done again under the same reference it changes nothing. Raises `NotMoreThanNothing` and `PaidInOtherwise`.
    """
    if amount.minor <= 0:
        raise NotMoreThanNothing
    accounts.open_all(programme, amount.currency, now=now)
    budget, sponsor = accounts.budget(programme, amount.currency), accounts.sponsor(programme, amount.currency)
    ledger.open_account(name=budget, currency=amount.currency, may_overdraw=False, now=now)
    funding, is_new = Funding.objects.get_or_create(
        programme=programme, reference=reference,
        defaults={"id": new_id(now), "minor": amount.minor, "currency": amount.currency, "by": by, "at": now},
    )  # fmt: skip
    if funding.amount != amount:
        raise PaidInOtherwise(reference=reference, amount=funding.amount)
    if is_new:
        before = paid_in(programme, amount.currency) - amount
        lacking = owed(programme, amount.currency, put_in=before)
        postings = [Posting(sponsor, budget, amount)]
        if lacking:
            postings.append(Posting(budget, sponsor, min(lacking, amount)))
        ledger.post(*postings, key=f"fund:{funding.id}", memo="fund", now=now)
    return funding


def paid_in(programme: str, currency: str) -> Money:
    """What the sponsor has put in."""
    sums = Funding.objects.filter(programme=programme, currency=currency).aggregate(sum=Sum("minor"))
    return Money(int(sums["sum"] or 0), currency)


def owed(programme: str, currency: str, *, put_in: Money) -> Money:
    """What the sponsor's account is below zero by, beyond what was put in."""
    given = -accounts.balance(accounts.sponsor(programme, currency), currency)
    return max(given - put_in, Money.zero(currency))
