"""How likely two receipts that share a key are of one purchase.

The sum of the logarithms of m/u over the traits (Fellegi and Sunter, "A theory for record linkage", 1969), brought to
a probability by logistic regression on pairs that were kept apart (Platt 1999). The traits are not independent, which
the regression makes up for on the whole. `bench/duplicates.py --fit` prints the figures below.
"""

from math import exp
from typing import Final

from fairpanel.receipts.duplicates.comparing import levels
from fairpanel.receipts.duplicates.values import Evidence, Likeness, Trait, Traits

# Day, minute and total agree by chance as often as in purchases of one month (1/30, 1/400, 1/200); the other shares,
# and all of those in which receipts of one purchase agree, were counted on one half of the bench's pairs. A level never
# weighs more than the one before it, and the picture no more than a hint may.
WEIGHTS: Final[dict[Trait, dict[str, float]]] = {
    Trait.SHOP: {"same": 1.2, "alike": 0.5, "other": -2.3},
    Trait.BRANCH: {"same": 1.2, "alike": -0.6, "other": -3.1},
    Trait.DAY: {"same": 3.3, "misread": -0.4, "other": -2.3},
    Trait.MINUTE: {"same": 6.0, "misread": 0.4, "other": -4.9},
    Trait.TOTAL: {"same": 5.1, "misread": -0.1, "other": -1.9},
    Trait.NUMBER: {"same": 6.0, "misread": 1.8, "other": -4.6},
    Trait.PRICES: {"many": 2.7, "all": 2.4, "only": 2.4, "some": 1.7, "other": -3.0},
    Trait.TEXTS: {"same": 2.1, "alike": 0.2, "other": -3.1},
    Trait.PICTURE: {"near": 1.0},
}
SLOPE: Final = 0.288
INTERCEPT: Final = -1.935


def score(one: Traits, another: Traits) -> Likeness:
    """How likely these two are of one purchase, and how each trait speaks for or against it."""
    evidence = tuple(
        Evidence(trait, level, WEIGHTS[trait][level]) for trait, level in levels(one, another).items()
    )  # fmt: skip
    total = sum(each.weight for each in evidence)
    return Likeness(1 / (1 + exp(-(SLOPE * total + INTERCEPT))), evidence)
