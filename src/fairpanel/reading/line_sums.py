"""Reconciles the lines with the sums of the page: what they have to come to decides what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading.amounts import Amount
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.print_rows import Row
from fairpanel.reading.totals import Sums
from fairpanel.reading.values import Line, LineKind

_LINES_TRIED_MAX: Final = 60
_DISCOUNTS_TRIED_MAX: Final = 8
# That so many prices come to the next one is no chance.
_LINES_OF_A_SUM: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A line with what it was found by. `is_numbered` where its count may be a number of the line."""

    line: Line
    entry: Labelled
    price: Amount
    rows: tuple[Row, ...]
    is_numbered: bool = False

    def with_more(self, row: Row, text: str) -> Found:
        """The line with a further row of its text."""
        box = Box.around([self.line.box, row.box])
        joined = self.line.text + ("" if self.line.text.endswith("-") else " ") + text
        return replace(self, line=replace(self.line, text=joined, box=box), rows=(*self.rows, row))


def reconciled(found: Sequence[Found], labelled: Sequence[Labelled], sums: Sums | None) -> list[Found]:
    """The lines such that they come to one of the page's sums, where one change does that; else as they were found."""
    lines = list(found)
    targets = _targets(labelled, sums)
    if lines and targets and len(lines) <= _LINES_TRIED_MAX:
        for tried in _ways(lines):
            if tried and _sum(tried) in targets:
                return tried
    return _up_to_their_sum(lines)


def _sum(lines: Sequence[Found]) -> Decimal:
    return sum((each.line.price for each in lines), Decimal(0))


def _targets(labelled: Sequence[Labelled], sums: Sums | None) -> frozenset[Decimal]:
    """What the lines can come to: the subtotal, or the total with or without taxes, charges and tip."""
    if sums is None:
        return frozenset()
    targets = {sums.subtotal.value} if sums.subtotal else set()
    if sums.total:
        extras = [sum((tax.value for tax in sums.taxes), Decimal(0)), sums.tip.value if sums.tip else Decimal(0)]
        extras.append(sum((e.amounts[-1].value for e in labelled if e.meaning == "charge" and e.amounts), Decimal(0)))
        for count in range(len(extras) + 1):
            targets |= {sums.total.value - sum(some, Decimal(0)) for some in combinations(extras, count)}
    return frozenset(target for target in targets if target > 0)


def _ways(lines: list[Found]) -> Iterator[list[Found]]:
    """The lines as they are, and with one change each, the likelier ones first."""
    yield lines
    above_their_sum = _up_to_their_sum(lines)
    yield above_their_sum
    if len(above_their_sum) < len(lines):
        return
    # What stands above the first line may be no line, and a sum of them has a name that we do not know.
    for start in range(1, min(3, len(lines) - 2)):
        yield lines[start:]
    discounts = [place for place, each in enumerate(lines) if each.line.kind is LineKind.DISCOUNT]
    if discounts:
        # What was saved may be told only, or told twice.
        yield [each for place, each in enumerate(lines) if place not in discounts]
        for place in discounts[:_DISCOUNTS_TRIED_MAX]:
            yield [*lines[:place], *lines[place + 1 :]]
    if len(lines) > 2:  # noqa: PLR2004 - of two lines either may be the wrong one
        for place in range(len(lines)):
            yield [*lines[:place], *lines[place + 1 :]]


def _up_to_their_sum(lines: list[Found]) -> list[Found]:
    """The lines above one that is the sum of those above it: a total with a name that we do not know."""
    above = Decimal(0)
    for place, each in enumerate(lines):
        told = sum(bool(one.line.price) for one in lines[:place])
        is_told = told >= _LINES_OF_A_SUM or (told > 1 and place >= len(lines) - 2)
        if is_told and above == each.line.price and each.line.quantity is None:
            return lines[:place]
        above += each.line.price
    return lines
