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
