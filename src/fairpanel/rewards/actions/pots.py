"""Pots: money reserved for what is opened to many at once, a survey or a batch of tasks."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict, NotFound
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.rewards import accounts
from fairpanel.rewards.actions.reserving import set_aside
from fairpanel.rewards.models import Pot


class NoBudget(Conflict):
    """This panel has no budget in {currency} yet. Put money in: fairpanel rewards fund AMOUNT {currency} --reference NOTE."""  # noqa: E501


class NotEnoughBudget(Conflict):
    """The budget does not hold {amount} any more. Put money in, or open less."""


class NoSuchPot(NotFound):
    """Nothing is reserved under the name {name}."""


@transaction.atomic
def open_pot(*, name: str, programme: str, amount: Money, now: datetime) -> Pot:
    """Reserve money for something that is opened to many at once, before it is opened. Again changes nothing.

    Raises `NoBudget` where no money was ever put in and `NotEnoughBudget`.
    """
    if accounts.free(programme, amount.currency) is None:
        raise NoBudget(currency=amount.currency)
    pot, is_new = Pot.objects.get_or_create(
        name=name,
        defaults={"programme": programme, "minor": amount.minor, "currency": amount.currency, "opened_at": now},
    )
    if is_new and not set_aside(programme, amount, now=now):
        raise NotEnoughBudget(amount=amount)
    return pot


@transaction.atomic
def close_pot(*, name: str, now: datetime) -> None:
    """Give back what nobody earned out of the pot. Closed before, it stays closed. Raises `NoSuchPot`."""
    pot = Pot.objects.select_for_update().filter(name=name).first()
    if pot is None:
        raise NoSuchPot(name=name)
    if pot.closed_at is None:
        left = Money(pot.minor - pot.drawn, pot.currency)
        if left:
            names = accounts.promised(pot.programme, pot.currency), accounts.budget(pot.programme, pot.currency)
            ledger.post(Posting(*names, left), key=f"pot-end:{pot.pk}", memo="release", now=now)
        pot.closed_at = now
        pot.save(update_fields=["closed_at"])


def draw(name: str, amount: Money) -> bool:
    """Count so much as earned out of the pot, if it is open and holds it."""
    left = Pot.objects.filter(name=name, currency=amount.currency, closed_at=None, drawn__lte=F("minor") - amount.minor)
    return left.update(drawn=F("drawn") + amount.minor) == 1
