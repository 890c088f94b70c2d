"""What a likeness means for a receipt: the same purchase, perhaps the same, or another one."""

from enum import Enum
from typing import Final

from fairpanel.receipts.duplicates.comparing import MANY, OTHER, SAME
from fairpanel.receipts.duplicates.values import Likeness, Trait

# docs/explanation/receipts.md says what these cost and save.
SURE_FROM: Final = 0.85
LOOK_FROM: Final = 0.6
OTHERS_SURE_FROM: Final = 0.95
OTHERS_LOOK_FROM: Final = 0.9
# What is read so differently is another purchase, or an altered copy, and only a person can tell.
_TELLING: Final = (Trait.DAY, Trait.MINUTE, Trait.TOTAL, Trait.NUMBER, Trait.PRICES, Trait.BRANCH)
# Two honest people whose receipts differ in one of these never hear of each other.
_TELLING_APART: Final = (Trait.MINUTE, Trait.NUMBER, Trait.PRICES, Trait.BRANCH)


class Verdict(Enum):
    """Whether a receipt was sent before."""

    SAME = "same"
    PERHAPS = "perhaps"
    ANOTHER = "another"


def of_own(likeness: Likeness) -> Verdict:
    """Of two receipts from one member, or from two who live together.

    The same thing bought at another minute, or with another number, is another purchase. Where neither is told nobody
    can be sure: somebody may drink two coffees a day.
    """
    minute, number, _ = _told(likeness)
    if (minute == OTHER and number != SAME) or (number == OTHER and minute != SAME):
        return Verdict.ANOTHER
    if likeness.probability >= SURE_FROM and SAME in {minute, number} and not _differs(likeness, _TELLING):
        return Verdict.SAME
    return Verdict.PERHAPS if likeness.probability >= LOOK_FROM else Verdict.ANOTHER


def of_others(likeness: Likeness) -> Verdict:
    """Of receipts from two who do not live together: two people may well have bought the same for the same.

    Surely the same is only what agrees in its number, or in the minute and in several lines.
    """
    minute, number, prices = _told(likeness)
    if _differs(likeness, _TELLING_APART):
        return Verdict.ANOTHER
    agrees = (number == SAME and minute in {SAME, None}) or (minute == SAME and prices == MANY)
    if likeness.probability >= OTHERS_SURE_FROM and agrees and not _differs(likeness, _TELLING):
        return Verdict.SAME
    says_which = SAME in {minute, number}
    return Verdict.PERHAPS if likeness.probability >= OTHERS_LOOK_FROM and says_which else Verdict.ANOTHER


def _told(likeness: Likeness) -> tuple[str | None, str | None, str | None]:
    return likeness.level(Trait.MINUTE), likeness.level(Trait.NUMBER), likeness.level(Trait.PRICES)


def _differs(likeness: Likeness, traits: tuple[Trait, ...]) -> bool:
    return any(likeness.level(trait) == OTHER for trait in traits)
