"""Dice that fall the same way for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Chance:
    """A stream of made-up choices, told apart by what it is for: more dice for one purpose shift no other."""

    def __init__(self, seed: int, purpose: str) -> None:
        digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
        self.grain = np.random.default_rng(int.from_bytes(digest[:16], "big"))

    def often(self, share: float) -> bool:
        """True in `share` (0 to 1) of all throws."""
        return bool(self.grain.random() < share)

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(self.grain.integers(low, high + 1))

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return float(self.grain.uniform(low, high))

    def near(self, spread: float) -> float:
        """A number around zero, at most `spread` away and mostly much closer."""
        return float(np.clip(self.grain.normal(0, spread / 2), -spread, spread))

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[int(self.grain.integers(len(choices)))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Up to `count` of `choices`, each at most once, in an order of their own."""
        return [choices[int(i)] for i in self.grain.permutation(len(choices))[:count]]

    def digits(self, pattern: str) -> str:
        """`pattern` with each `#` made a digit."""
        return "".join(str(self.whole(0, 9)) if c == "#" else c for c in pattern)
