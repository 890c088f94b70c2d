"""Money given away: pooled by programme, paid over to the charity once a month, with a total that anybody can see."""

from datetime import date, datetime

from django.db import transaction

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import AccountUnknown
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.payouts.actions.stepping import step
from fairpanel.payouts.models import Donation, Payout
from fairpanel.payouts.values import By, State, Way
from fairpanel.programme import Programme


class NothingToGive(Conflict):
    """There is nothing in the pool for this month, or it has been paid over already."""


def pooled(*, programme: Programme, currency: str) -> Money:
    """What waits to be paid over."""
    try:
        return ledger.balance(f"charity:{programme.name}:{currency}")
    except AccountUnknown:
        return Money.zero(currency)


def given(*, programme: Programme) -> list[Donation]:
    """What was paid over, the newest first."""
    return list(Donation.objects.filter(programme=programme.name).order_by("-month", "currency"))


@transaction.atomic
def pay_over(*, programme: Programme, currency: str, month: date, operator: Member, now: datetime) -> Donation:
    """Write down that the whole pool was transferred to the charity for `month`, its first day. Raises `NothingToGive`.

    All payouts to charity that are in the pool have thereby arrived.
    """
    pool = f"charity:{programme.name}:{currency}"
    charity = programme.in_force(now.date()).payouts.charity
    if charity is None or Donation.objects.filter(programme=programme.name, currency=currency, month=month).exists():
        raise NothingToGive
    waiting = Payout.objects.select_for_update(no_key=True).filter(
        programme=programme.name, currency=currency, way=Way.CHARITY, state=State.ACCEPTED
    )
    arrived = list(waiting)
    amount = pooled(programme=programme, currency=currency)
    if not amount:
        raise NothingToGive
    target = f"payout:charity:{currency}"
    ledger.open_account(name=target, currency=currency, may_overdraw=False, now=now)
    ledger.post(Posting(pool, target, amount), key=f"{pool}:{month:%Y-%m}", memo="charity", now=now)
    for payout in arrived:
        step(payout, State.DELIVERED, by=By.RULE, now=now)
    return Donation.objects.create(
        programme=programme.name, month=month, charity=charity, minor=amount.minor, currency=currency, paid_at=now,
        paid_by=operator,
    )  # fmt: skip
