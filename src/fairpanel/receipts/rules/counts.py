"""How many receipts of one panelist are taken, in a month and of one day."""

from collections.abc import Iterator

from fairpanel.receipts.rules.case import RIGHT_FROM, Case, is_sure
from fairpanel.receipts.values import Doubt, Reason, Refused


def is_within_the_month(case: Case) -> Iterator[Refused | Doubt]:
    """One of those that the programme takes in a calendar month."""
    if case.known.counted >= case.rules.month_max:
        yield Refused(Reason.OVER_LIMIT, case.whole, {"month_max": str(case.rules.month_max)})


def is_one_of_few_that_day(case: Case) -> Iterator[Refused | Doubt]:
    """One of so many purchases that somebody makes on one day, where the programme says how many those are."""
    read, day_max = case.reading.date, case.rules.day_max
    if read is not None and day_max is not None and case.known.of_day >= day_max:
        facts = {"bought": read.value.isoformat(), "day_max": str(day_max)}
        yield Refused(Reason.OVER_LIMIT, read.box, facts) if is_sure(read, from_=RIGHT_FROM) else Doubt.DATE
