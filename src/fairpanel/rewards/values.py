"""What is earned, and what may be earned next: values without people, brands or shops."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairpanel.kit.money import Money


class Kind(StrEnum):
    """What a panelist contributed."""

    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class SoFar:
    """A member's calendar month until now: how many receipts counted, and what each offer has paid."""

    receipts: int
    paid: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one offer pays for a contribution. `once_a_month` where no second contribution can earn it again."""

    offer: str
    amount: Money
    once_a_month: bool


@dataclass(frozen=True, slots=True)
class PerReceipt:
    """The next receipt pays `amount`, until `left_until_cap` is used up in this month."""

    amount: Money
    left_until_cap: Money


@dataclass(frozen=True, slots=True)
class Threshold:
    """`done` of the `needed` receipts of this month; at `needed` it pays `amount` once."""

    done: int
    needed: int
    amount: Money


NextStep = PerReceipt | Threshold


@dataclass(frozen=True, slots=True)
class Month:
    """A member's calendar month as the home page tells it. `first` is its first day.

    `cap` is the most that single receipts pay in a month; None where they pay nothing, each on its own.
    """

    first: date
    earned: Money
    receipts: int
    cap: Money | None
    next: tuple[NextStep, ...]
