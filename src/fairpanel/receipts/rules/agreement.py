"""Whether two people see the same, and how often by chance alone they would."""

import hmac
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from uuid import UUID

from fairpanel.receipts.values import Verdict

_PERCENT = 100
_STEPS = 2**64


def is_drawn(receipt_id: UUID, *, question: int, percent: int, key: bytes) -> bool:
    """Whether a second person decides on this receipt as well: so many percent, by chance, and always the same ones.

    Who knows the receipt's number but not the key cannot tell. `question` is how often people were asked about it.
    """
    told = b"fairpanel decided twice " + receipt_id.bytes + question.to_bytes(2)
    drawn = int.from_bytes(hmac.digest(key, told, "sha256")[:8])
    return drawn * _PERCENT < percent * _STEPS


def agree(one: Verdict, other: Verdict) -> bool:
    """Whether two people decided alike: both refuse, for whatever reason, or both accept and read the same of it."""
    if not (one.accepts and other.accepts):
        return one.accepts == other.accepts
    return same_shop(one, other) and same_day(one, other) and same_total(one, other)


def same_shop(one: Verdict, other: Verdict) -> bool:
    """Whether both read the same shop, however it is spaced or capitalised."""
    return _folded(one) == _folded(other)


def same_day(one: Verdict, other: Verdict) -> bool:
    """Whether both read the same day."""
    return one.purchase.day == other.purchase.day


def same_total(one: Verdict, other: Verdict) -> bool:
    """Whether both read the same total."""
    return one.purchase.total == other.purchase.total


def _folded(verdict: Verdict) -> str:
    return " ".join((verdict.purchase.shop or "").casefold().split())


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two people agree on one thing over `pairs` receipts, `same` of which they saw alike.

    `kappa` is Cohen's (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20, 1960, 37-46): 1 where they always agree, 0 where they agree as often as chance would have it. None
    where it says nothing: without pairs, or where both always said one and the same thing.
    """

    pairs: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> float | None:
        """The share of receipts that they saw alike."""
        return _PERCENT * self.same / self.pairs if self.pairs else None


def agreement(codes: Sequence[tuple[Hashable, Hashable]], *, same: int | None = None) -> Agreement:
    """How far the first and the second of each pair agree. `same` where values are finer than the codes kappa is of."""
    pairs = len(codes)
    alike = sum(first == second for first, second in codes)
    return Agreement(pairs, alike if same is None else same, _kappa(codes, alike) if pairs else None)


def _kappa(codes: Sequence[tuple[Hashable, Hashable]], alike: int) -> float | None:
    firsts, seconds = (Counter(side) for side in zip(*codes, strict=True))
    # In whole numbers, so that what is certain comes out as certain.
    by_chance = sum(count * seconds[code] for code, count in firsts.items())
    pairs = len(codes)
    if by_chance == pairs * pairs:
        return None
    return (alike * pairs - by_chance) / (pairs * pairs - by_chance)
