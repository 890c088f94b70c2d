"""Amounts on a receipt: in whole minor units, plausible, and adding up or not."""

from decimal import ROUND_HALF_UP, Decimal

from fairpanel.kit.money import Money, decimals_of
from fairpanel.reading import Reading

# Beyond ten million in major units something was misread, in any currency.
TOTAL_MAX = Decimal(10_000_000)
# Cash is rounded to five or ten cents in some countries.
_ROUNDING = Decimal("0.05")


def money(amount: Decimal, currency: str) -> Money:
    """An amount as printed, in the currency's whole minor units; a digit too many is rounded, half up."""
    step = Decimal(1).scaleb(-decimals_of(currency))
    return Money.of(amount.quantize(step, rounding=ROUND_HALF_UP), currency)


def is_plausible(amount: Decimal) -> bool:
    """Whether an amount can be one: a barcode read as a price cannot."""
    return abs(amount) <= TOTAL_MAX


def adds_up(reading: Reading) -> bool:
    """Whether the sums do not contradict each other: the lines make the subtotal or the total, with taxes and tip."""
    if reading.total is None or not reading.lines:
        return True
    bought = sum((line.price for line in reading.lines), Decimal(0))
    taxes = sum((tax.value for tax in reading.taxes), Decimal(0))
    tip = reading.tip.value if reading.tip else Decimal(0)
    sums = {reading.total.value, reading.total.value - tip}
    sums |= {amount - taxes for amount in sums}
    charges = sum((charge.value for charge in reading.charges), Decimal(0))
    sums |= {amount - charges for amount in sums}
    if reading.subtotal:
        sums.add(reading.subtotal.value)
    return any(abs(bought - amount) <= _ROUNDING for amount in sums)
