"""Money: a whole number of minor units in one currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import total_ordering
from typing import Self

# ISO 4217: decimals of the currencies that do not have two.
_DECIMALS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_CODE = re.compile(r"[A-Z]{3}")


def decimals_of(currency: str) -> int:
    """Number of decimals of the currency's minor unit: 0 for JPY, 2 for EUR, 3 for TND."""
    return _DECIMALS.get(currency, 2)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` whole minor units (cents, pence, yen) of `currency`, an ISO 4217 code.

    Arithmetic and comparison between two currencies raise `ValueError`: there is no rate in here.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money counts whole minor units, not {self.minor!r}.")
        if not _CODE.fullmatch(self.currency):
            raise ValueError(f"{self.currency!r} is not a currency code of three capital letters.")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> Self:
        """Money from a decimal amount with a point: `Money.of("12.50", "EUR")`.

        Raises `ValueError` where the amount is no number or has more decimals than the currency.
        """
        try:
            scaled = Decimal(amount).scaleb(decimals_of(currency))
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not an amount.") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} {currency} is not a whole number of minor units.")
        return cls(int(scaled), currency)

    def decimal(self) -> Decimal:
        """The amount in major units, exact: `Decimal("12.50")`."""
        return Decimal(self.minor).scaleb(-decimals_of(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal()} {self.currency}"

    def __bool__(self) -> bool:
        return self.minor != 0

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be reckoned together.")
        return other.minor
