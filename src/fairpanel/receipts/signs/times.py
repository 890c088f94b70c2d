"""Signs in the time of a purchase: later than it was sent, or at the same minute as another one elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from fairpanel.reading import Reading
from fairpanel.receipts.values import Doubt, Purchase, Sign

# Tills that miss the change of the clocks are an hour ahead.
_TILL_AHEAD: Final = timedelta(minutes=75)
_CONFIDENCE_MIN: Final = 0.8


def signs_in_times(reading: Reading, *, this: Purchase, others: Iterable[Purchase], sent: datetime) -> Iterator[Sign]:
    """What the printed time says; `sent` is when it came, in the receipt's own region, `others` its panelist's own.

    Only a time and a day that were surely read count.
    """
    date, time = reading.date, reading.time
    if date is None or time is None or min(date.confidence, time.confidence) < _CONFIDENCE_MIN:
        return
    bought = datetime.combine(date.value, time.value, tzinfo=sent.tzinfo)
    if sent.date() == date.value and bought - sent > _TILL_AHEAD:
        yield Sign(Doubt.LATER_THAN_SENT, time.box, min(1.0, (bought - sent) / timedelta(hours=12)))
    if this.shop is not None and any(_is_elsewhere(this, other) for other in others):
        yield Sign(Doubt.TWO_AT_ONCE, time.box, 1.0)


def _is_elsewhere(this: Purchase, other: Purchase) -> bool:
    """Whether another purchase was made in the same minute, in a shop of another name and for another sum."""
    is_then = other.day == this.day and other.time == this.time
    return is_then and other.shop is not None and other.shop != this.shop and other.total != this.total
