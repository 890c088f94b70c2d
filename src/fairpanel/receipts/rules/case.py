"""What a check is given: one receipt, the terms it is held against, and what is known; and what it may answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairpanel.kit.page import Box
from fairpanel.programme import ReceiptRules, Region, Version
from fairpanel.reading import Field, Reading
from fairpanel.receipts.values import Doubt, Known, Refused, Sign

# Below this a field is not known.
FIELD_CONFIDENCE_MIN = 0.5
# From here on 99 in 100 totals and days are right: docs/reference/accuracy.md. Below, a person looks.
RIGHT_FROM = 0.96


@dataclass(frozen=True, slots=True)
class Case:
    """One receipt to decide on; `today` is the day on which it came, in its region."""

    reading: Reading
    rules: ReceiptRules
    version: Version
    region: Region
    known: Known
    today: date
    signs: tuple[Sign, ...] = ()

    @property
    def whole(self) -> Box:
        """All of the picture: what a refusal points at that is about no part of it."""
        return Box(0, 0, self.reading.page.width, self.reading.page.height)


Check = Callable[[Case], Iterator[Refused | Doubt]]
"""What is against a receipt: refusals where that is sure, doubts where it is not."""


def is_sure(field: Field[Any] | None, *, from_: float = FIELD_CONFIDENCE_MIN) -> bool:
    """Whether a field was read well enough to be held against anybody, or was not read at all."""
    return field is None or field.confidence >= from_
