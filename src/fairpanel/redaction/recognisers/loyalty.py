"""Numbers of members and customers, known by the words before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairpanel.redaction.figures import digits_in
from fairpanel.redaction.labelled import labelled
from fairpanel.redaction.labels import labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import Kind

_DIGITS_MIN_SURE = 3
# Fewer digits after "member" or "Payback" are points.
_DIGITS_MIN_LIKELY = 6


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Loyalty, member and customer numbers on these lines."""
    yield from labelled(
        Kind.LOYALTY, labels("loyalty", "sure"), lines, accept=lambda value: digits_in(value) >= _DIGITS_MIN_SURE
    )
    yield from labelled(
        Kind.LOYALTY, labels("loyalty", "likely"), lines, accept=lambda value: digits_in(value) >= _DIGITS_MIN_LIKELY
    )
