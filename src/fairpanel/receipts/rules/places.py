"""Where it was bought: in the panelist's own region."""

from collections.abc import Iterator

from fairpanel.receipts.rules.case import Case, is_sure
from fairpanel.receipts.values import Doubt, Reason, Refused


def is_in_the_currency_of_the_region(case: Case) -> Iterator[Refused | Doubt]:
    """Paid in the money of the region."""
    read = case.reading.currency
    if read is None or read.value == case.region.currency:
        return
    facts = {"currency": read.value, "expected": case.region.currency}
    yield Refused(Reason.WRONG_CURRENCY, read.box, facts) if is_sure(read) else Doubt.CURRENCY


def is_from_the_region(case: Case) -> Iterator[Refused | Doubt]:
    """Bought in the region, as far as the paper says where. What was ordered online comes from anywhere."""
    read, kind = case.reading.country, case.reading.shop_kind
    is_order = kind is not None and kind.value == "online"
    if read is None or read.value == case.region.code or is_order:
        return
    facts = {"country": read.value, "home": case.region.code}
    yield Refused(Reason.WRONG_REGION, read.box, facts) if is_sure(read) else Doubt.REGION
