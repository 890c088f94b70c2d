"""The names of the accounts that pay goes through, and opening them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.models import Account
from fairpanel.ledger.problems import AccountUnknown


def sponsor(programme: str, currency: str) -> str:
    """Where all money comes from. Below zero by what the sponsor has put in, and by what it owes besides."""
    return f"sponsor:{programme}:{currency}"


def budget(programme: str, currency: str) -> str:
    """What the sponsor put in and nobody was promised."""
    return f"budget:{programme}:{currency}"


def promised(programme: str, currency: str) -> str:
    """What is reserved for offers that are open to somebody."""
    return f"promised:{programme}:{currency}"


def charity(programme: str, currency: str) -> str:
    """What panelists gave away, until it is paid over."""
    return f"charity:{programme}:{currency}"


def open_all(programme: str, currency: str, *, now: datetime) -> None:
    """Open what pay goes through, but for the budget: that there is one says that somebody put money in."""
    ledger.open_account(name=sponsor(programme, currency), currency=currency, may_overdraw=True, now=now)
    for name in (promised(programme, currency), charity(programme, currency)):
        ledger.open_account(name=name, currency=currency, may_overdraw=False, now=now)


def of_purses(purses: Iterable[UUID], currency: str, *, now: datetime) -> Mapping[UUID, str]:
    """The account of each purse in that currency, opened where it is not there yet.

    A purse's first account is `panelist:<purse>`. Who has moved to where another currency is paid has a second one,
    with the currency at its end.
    """
    first = {f"panelist:{purse.hex}": purse for purse in purses}
    kept = dict(Account.objects.filter(name__in=first).values_list("name", "currency"))
    named = {
        purse: name if kept.get(name, currency) == currency else f"{name}:{currency}" for name, purse in first.items()
    }
    ledger.open_accounts(
        names=[name for name in named.values() if name not in kept], currency=currency, may_overdraw=False, now=now
    )
    return named


def held_by(purse: UUID) -> list[str]:
    """The accounts of that purse that are open: the first one, and one for each other currency."""
    first = f"panelist:{purse.hex}"
    mine = Account.objects.filter(Q(name=first) | Q(name__startswith=f"{first}:"))
    return list(mine.order_by("name").values_list("name", flat=True))


def free(programme: str, currency: str) -> Money | None:
    """What may still be promised out of the budget; None where no money was ever put in."""
    try:
        return ledger.available(budget(programme, currency))
    except AccountUnknown:
        return None


def balance(name: str, currency: str) -> Money:
    """What an account comes to; nothing where it is not open."""
    try:
        return ledger.balance(name)
    except AccountUnknown:
        return Money.zero(currency)
