"""What tells one purchase from another, and whether this one was sent before."""

from collections.abc import Iterator

from fairpanel.kit.page import Box
from fairpanel.programme import Region
from fairpanel.reading import Reading
from fairpanel.receipts.rules.case import Case
from fairpanel.receipts.rules.sums import is_plausible, money
from fairpanel.receipts.values import Doubt, Purchase, Reason, Refused, Sender


def purchase_of(reading: Reading, *, region: Region) -> Purchase:
    """What tells this purchase from another. A total without a currency is taken to be in the region's own."""
    currency = reading.currency.value if reading.currency else region.currency
    return Purchase(
        shop=reading.merchant.value if reading.merchant else None,
        day=reading.date.value if reading.date else None,
        time=reading.time.value.replace(second=0, microsecond=0) if reading.time else None,
        total=money(reading.total.value, currency) if reading.total and is_plausible(reading.total.value) else None,
    )


def is_new(case: Case) -> Iterator[Refused | Doubt]:
    """A purchase that neither this panelist nor anybody else has sent before."""
    read, sent = case.reading, case.known.sent_before
    boxes = [field.box for field in (read.merchant, read.date, read.total) if field]
    region = Box.around(boxes) if boxes else case.whole
    if case.known.deleted_before:
        yield Refused(Reason.OWN_DUPLICATE, region)
    elif sent is None:
        return
    elif not sent.is_sure:
        yield Doubt.SENT_BEFORE
    elif sent.by is Sender.SELF:
        facts = {"shop": sent.shop, "bought": sent.day.isoformat()} if sent.shop and sent.day else {}
        yield Refused(Reason.OWN_DUPLICATE, region, facts)
    else:
        # Of a stranger nothing is told; who lives together may know.
        yield Refused(Reason.OTHERS_DUPLICATE, region, {"sender": sent.by.value} if sent.by is Sender.HOME else {})
