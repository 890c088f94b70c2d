"""What of a receipt makes it itself, and how alike two are."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from fairpanel.kit.money import Money


class Trait(StrEnum):
    """What two receipts are compared by."""

    SHOP = "shop"
    BRANCH = "branch"
    DAY = "day"
    MINUTE = "minute"
    TOTAL = "total"
    NUMBER = "number"
    PRICES = "prices"
    TEXTS = "texts"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a receipt makes it itself, folded so that what is often misread does not matter.

    Unknown is None or empty. `shop` is the skeleton of the name, `brand` the known brand; `branch` the long figures of
    address and telephone; `prices` those of the lines, in order and in minor units; `texts` the runs of three letters
    in what was bought; `picture` the perceptual hash (64 bits) of the blacked-out picture.
    """

    shop: str = ""
    brand: str | None = None
    branch: frozenset[str] = frozenset()
    day: date | None = None
    minute: time | None = None
    total: Money | None = None
    number: str | None = None
    prices: tuple[int, ...] = ()
    texts: frozenset[str] = frozenset()
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one trait agrees, and what that weighs: the natural logarithm of how much likelier it makes one purchase."""

    trait: Trait
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two receipts that share a key are of one purchase, and why.

    A trait that one of them lacks says nothing.
    """

    probability: float
    evidence: tuple[Evidence, ...]

    def level(self, trait: Trait) -> str | None:
        """How this trait agrees; None where one of them lacks it."""
        return next((each.level for each in self.evidence if each.trait is trait), None)
