"""What a programme promises about paying out: the ways, the least sum, and what is looked at before money leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from fairpanel.kit.money import Money
from fairpanel.programme.amounts import Amounts
from fairpanel.programme.record import Record

PayoutWay = Literal["gift-card", "amazon", "paypal", "bank", "balance", "charity"]
"""How money reaches a hand."""


class PayoutRules(Record):
    """How a balance is paid out. A programme that says nothing of it has every payout approved by a person.

    `minimum` is the least sum of one payout; where a currency has none, its smallest unit. Above `approval_above` a
    second person says yes first; where a currency has none, always. `day_max` is how many payouts somebody may ask for
    in a day, `rest_hours` how long a changed payout address waits before money goes there. From `tax_ask_percent` of
    the tax threshold on, the form that the threshold calls for is asked for.
    """

    ways: tuple[PayoutWay, ...] = ("gift-card", "amazon", "paypal", "bank", "balance", "charity")
    minimum: Amounts | None = None
    approval_above: Amounts | None = None
    day_max: Annotated[int, Field(ge=1, le=100)] = 3
    rest_hours: Annotated[int, Field(ge=0, le=24 * 60)] = 48
    tax_ask_percent: Annotated[int, Field(ge=1, le=100)] = 75
    charity: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)] | None = None

    def least(self, currency: str) -> Money:
        """The least sum of one payout in that currency."""
        return _of(self.minimum, currency) or Money(1, currency)

    def needs_second_person(self, amount: Money) -> bool:
        """Whether somebody else has to say yes to a payout of that sum."""
        above = _of(self.approval_above, amount.currency)
        return above is None or amount > above


def _of(amounts: Mapping[str, Money] | None, currency: str) -> Money | None:
    return (amounts or {}).get(currency)
