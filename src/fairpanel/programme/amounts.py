"""Amounts of money as a programme writes them: one for each currency, as text, so that no cent is rounded away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from fairpanel.kit.money import Money

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


def _with_currency(table: Any) -> Any:
    """Hand each amount its own currency, so that a fault names the one that is wrong."""
    return {code: (amount, code) for code, amount in table.items()} if isinstance(table, dict) else table


def _read(pair: Any) -> Any:
    if not isinstance(pair, tuple):
        return pair
    amount, currency = pair
    if isinstance(amount, Money):
        return amount
    if not isinstance(amount, str):
        raise ValueError('write the amount as text, like "0.10"')  # noqa: TRY004 - pydantic reports a ValueError
    return Money.of(amount, currency)


def _positive(amount: Money) -> Money:
    if amount.minor <= 0:
        raise ValueError("an amount is more than nothing")
    return amount


Amount = Annotated[Money, BeforeValidator(_read), AfterValidator(_positive)]
"""`Money`, or the pair of an amount's text and its currency."""

Amounts = Annotated[Mapping[Currency, Amount], BeforeValidator(_with_currency), Field(min_length=1)]
"""In the file `{ EUR = "0.10", USD = "0.10" }`; in the program `Money` by currency code."""
