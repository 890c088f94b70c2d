"""What has to stand on a receipt, and how sure we must be of it."""

import re
from collections.abc import Iterator
from statistics import fmean

from fairpanel.programme import ReceiptField
from fairpanel.reading import Kind, Reading
from fairpanel.receipts.rules.case import RIGHT_FROM, Case, is_sure
from fairpanel.receipts.rules.sums import adds_up, is_plausible
from fairpanel.receipts.values import Doubt, Reason, Refused

# Below this mean confidence of its words a picture says nothing that could be held against anybody.
WORDS_CONFIDENCE_MIN = 0.5
WORDS_MIN = 3
_LIKE_A_DAY = re.compile(r"(?<![\d/.-])\d{1,4}\s?([/.-])\s?\d{1,2}\s?\1\s?\d{2}")


def can_be_read(case: Case) -> Iterator[Refused | Doubt]:
    """A picture that shows words at all."""
    words = [word for row in case.reading.page.rows for word in row]
    if len(words) < WORDS_MIN or fmean(word.confidence for word in words) < WORDS_CONFIDENCE_MIN:
        yield Refused(Reason.UNREADABLE, case.whole)


def is_a_receipt(case: Case) -> Iterator[Refused | Doubt]:
    """A receipt, and no other paper."""
    reading = case.reading
    if reading.kind is Kind.RECEIPT or reading.paper is not None:
        return
    has_head = reading.time is not None and (reading.address or reading.phone)
    if reading.date and reading.total is None and (reading.lines or has_head):
        # Cut off below: what is missing says more than what it is not.
        return
    if reading.date and reading.total and reading.merchant:
        yield Doubt.KIND
    else:
        yield Refused(Reason.NOT_A_RECEIPT, case.whole)


def has_what_is_required(case: Case) -> Iterator[Refused | Doubt]:
    """Every field that the programme asks for."""
    reading = case.reading
    if reading.paper is not None:
        # Whether it is a refund or a pad comes before what is missing on it.
        return
    there: dict[ReceiptField, tuple[bool, Reason]] = {
        "merchant": (reading.merchant is not None, Reason.NO_MERCHANT),
        "date": (reading.date is not None, Reason.NO_DATE),
        "total": (reading.total is not None, Reason.NO_TOTAL),
        "lines": (bool(reading.lines), Reason.NO_LINES),
    }
    for field, (is_there, reason) in there.items():
        if field not in case.rules.fields_required or is_there:
            continue
        if field == "date" and _shows_digits_of_a_day(reading):
            yield Doubt.DATE
        else:
            yield Refused(reason, case.whole)


def _shows_digits_of_a_day(reading: Reading) -> bool:
    """Whether something stands there that may be a day, though it could not be read as one: `07-03-201o`."""
    return any(_LIKE_A_DAY.search(" ".join(word.text for word in row)) for row in reading.page.rows)


def is_sure_of_what_is_required(case: Case) -> Iterator[Refused | Doubt]:
    """Fields that were read well. Sums that do not add up are said of a doubtful total, and refuse nothing."""
    required, reading = case.rules.fields_required, case.reading
    if "merchant" in required and not is_sure(reading.merchant):
        yield Doubt.MERCHANT
    if "date" in required and not is_sure(reading.date, from_=RIGHT_FROM):
        yield Doubt.DATE
    if reading.total is None:
        return
    if not is_plausible(reading.total.value):
        yield Doubt.TOTAL
    elif not is_sure(reading.total, from_=RIGHT_FROM):
        yield Doubt.TOTAL if adds_up(reading) else Doubt.SUMS
