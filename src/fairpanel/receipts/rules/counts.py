"""How many receipts of one panelist are taken."""

from collections.abc import Iterator

from fairpanel.receipts.rules.case import Case
from fairpanel.receipts.values import Doubt, Reason, Refused


def is_within_the_month(case: Case) -> Iterator[Refused | Doubt]:
    """One of those that the programme takes in a calendar month."""
    if case.known.counted >= case.rules.month_max:
        yield Refused(Reason.OVER_LIMIT, case.whole, {"month_max": str(case.rules.month_max)})
