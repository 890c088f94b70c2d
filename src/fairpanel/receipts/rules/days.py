"""When it was bought: within the days that the programme takes."""

from collections.abc import Iterator
from datetime import timedelta

from fairpanel.receipts.rules.case import RIGHT_FROM, Case, is_sure
from fairpanel.receipts.values import Doubt, Reason, Refused

# A clock in another time zone may be a day ahead of ours.
DAYS_AHEAD_MAX = 1


def is_of_these_days(case: Case) -> Iterator[Refused | Doubt]:
    """Bought in the last days of the programme's window, and not tomorrow."""
    read = case.reading.date
    if read is None:
        return
    facts = {"bought": read.value.isoformat(), "window_days": str(case.rules.window_days)}
    if read.value > case.today + timedelta(days=DAYS_AHEAD_MAX):
        yield Refused(Reason.IN_THE_FUTURE, read.box, facts) if is_sure(read, from_=RIGHT_FROM) else Doubt.DATE
    elif read.value < case.today - timedelta(days=case.rules.window_days):
        yield Refused(Reason.TOO_OLD, read.box, facts) if is_sure(read, from_=RIGHT_FROM) else Doubt.DATE
