"""Signs in the amounts: when what was bought and what was paid agree on another total than the one that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import Reading
from fairpanel.reading.amounts import Amount, amounts_in
from fairpanel.reading.print_rows import rows_on
from fairpanel.receipts.values import Doubt, Sign

# Cash is rounded to five cents in some countries.
_ROUNDING: Final = Decimal("0.05")
# Below this a misread digit is likelier than a changed one.
_TOTAL_CONFIDENCE_MIN: Final = 0.6
_LINES_MIN: Final = 2


def signs_in_sums(reading: Reading) -> Iterator[Sign]:
    """Two ways to one other total: the sum of the lines, and what is printed below the total as paid.

    A subtotal is no second way: where a tax or a tip was not read it agrees with the lines, and with no total.
    """
    total = reading.total
    if total is None or total.confidence < _TOTAL_CONFIDENCE_MIN or len(reading.lines) < _LINES_MIN:
        return
    taxes = sum((tax.value for tax in reading.taxes), Decimal(0))
    tip = reading.tip.value if reading.tip else Decimal(0)
    bought = sum((line.price for line in reading.lines), Decimal(0))
    by_lines = {bought, bought + taxes, bought + tip, bought + taxes + tip}
    by_subtotal = {reading.subtotal.value + extra for extra in (0, taxes, tip, taxes + tip)} if reading.subtotal else {}
    if _is_any(total.value, by_lines) or _is_any(total.value, by_subtotal):
        return
    below = list(_amounts_below(reading, total.box))
    # A net sum below the total agrees with the lines where prices are without tax.
    nets = {total.value - taxes, total.value - tip, total.value - taxes - tip}
    nets |= {reading.subtotal.value} if reading.subtotal else set()
    paid = [amount.value for amount in below]
    paid += [given.value - back.value for given, back in pairwise(below) if 0 < back.value < given.value]
    for amount in paid:
        if amount > 0 and _is_any(amount, by_lines) and not _is_any(amount, nets):
            yield Sign(Doubt.ANOTHER_TOTAL, total.box, min(1.0, float(abs(total.value - amount) / amount)))
            return


def _is_any(amount: Decimal, sums: Iterable[Decimal]) -> bool:
    return any(abs(amount - one) <= _ROUNDING for one in sums)


def _amounts_below(reading: Reading, total: Box) -> list[Amount]:
    """The amounts below the total from top to bottom, but for taxes and tip."""
    taken = [tax.box for tax in reading.taxes] + ([reading.tip.box] if reading.tip else [])
    return [
        amount
        for row in rows_on(reading.page)
        for amount in amounts_in(row)
        if amount.box.top >= (total.top + total.bottom) / 2 and not any(_overlap(amount.box, box) for box in taken)
    ]


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
    )  # fmt: skip
