"""How likely a field is right: what speaks for it, weighed as it was on labelled receipts.

A logistic regression for each field turns a few signals into a probability. Its weights were learned
(`reading/learned/`); that it means what it says is shown in `docs/reference/accuracy.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from fairpanel.reading import learned

Signals = Mapping[str, float]

# No field is ever certain.
_MOST: Final = 0.999
_noted: ContextVar[dict[str, Signals] | None] = ContextVar("noted", default=None)


def certainty(field: str, signals: Signals) -> float:
    """The probability, from 0 to 1, that the field of this name (`total`, `date`, ...) is right.

    Raises KeyError for a signal that was not learned with.
    """
    noted = _noted.get()
    if noted is not None:
        noted[field] = signals
    weights = learned.weights()[field]
    score = weights[""] + sum(weights[name] * value for name, value in signals.items())
    return min(_MOST, 1 / (1 + math.exp(-score)))


def surety(confidence: float) -> float:
    """The reader's confidence on a scale on which .9, .99 and .999 are as far apart, from 0 to 3."""
    return min(3.0, -math.log10(max(1 - confidence, 1e-3)))


@contextmanager
def noting() -> Iterator[dict[str, Signals]]:
    """The signals of each field that is weighed within the block: for who learns the weights."""
    noted: dict[str, Signals] = {}
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
