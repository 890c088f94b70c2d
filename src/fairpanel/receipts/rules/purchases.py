"""What tells one purchase from another, and whether this one was sent before."""

from collections.abc import Iterator

from fairpanel.kit.page import Box
from fairpanel.programme import Region
from fairpanel.reading import Reading
from fairpanel.receipts.rules.case import Case
from fairpanel.receipts.rules.sums import is_plausible, money
from fairpanel.receipts.sellers import is_same_shop
from fairpanel.receipts.values import Doubt, Purchase, Reason, Refused


def purchase_of(reading: Reading, *, region: Region) -> Purchase:
    """What tells this purchase from another. A total without a currency is taken to be in the region's own."""
    currency = reading.currency.value if reading.currency else region.currency
    return Purchase(
        shop=reading.merchant.value if reading.merchant else None,
        day=reading.date.value if reading.date else None,
        time=reading.time.value.replace(second=0, microsecond=0) if reading.time else None,
        total=money(reading.total.value, currency) if reading.total and is_plausible(reading.total.value) else None,
    )


def is_same_purchase(one: Purchase, other: Purchase) -> bool:
    """Whether two receipts are of one purchase: same day and total, no two different times, and a like shop."""
    if one.day is None or one.total is None or (one.day, one.total) != (other.day, other.total):
        return False
    if one.time is not None and other.time is not None and one.time != other.time:
        return False
    return is_same_shop(one.shop or "", other.shop or "")


def is_new(case: Case) -> Iterator[Refused | Doubt]:
    """A purchase that this panelist has not sent before."""
    this = purchase_of(case.reading, region=case.region)
    if case.known.deleted_before or any(is_same_purchase(this, other) for other in case.known.purchases):
        read = case.reading
        boxes = [field.box for field in (read.merchant, read.date, read.total) if field]
        yield Refused(Reason.OWN_DUPLICATE, Box.around(boxes) if boxes else case.whole)
