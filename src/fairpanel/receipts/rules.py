"""Whether a receipt counts: pure decisions over what was read, the terms in force and what is known.

A machine refuses only what it is sure of. Where it is not, a person looks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean
from typing import Any

from fairpanel.kit.money import Money, decimals_of
from fairpanel.kit.page import Box, Word
from fairpanel.programme import ReceiptField, ReceiptRules, Region, Version
from fairpanel.reading import Field, Kind, Reading
from fairpanel.receipts.sellers import find_seller, is_same_shop
from fairpanel.receipts.values import (
    Accepted,
    Decision,
    Doubt,
    Known,
    NeedsLook,
    Purchase,
    Reason,
    Refused,
)

# Below this mean confidence of its words a picture says nothing that could be held against anybody.
WORDS_CONFIDENCE_MIN = 0.5
WORDS_MIN = 3
# Below these confidences a field is not known. For a total it takes more, and more again where the sums contradict it:
# docs/explanation/receipts.md says what that costs in looks and saves in errors.
FIELD_CONFIDENCE_MIN = 0.5
TOTAL_CONFIDENCE_MIN = 0.6
TOTAL_CONFIDENCE_MIN_WHERE_SUMS_FAIL = 0.8
# A shop's name stands above what was bought, and within so many rows.
HEAD_ROWS_MAX = 8
# Beyond ten million in major units something was misread, in any currency.
TOTAL_MAX = Decimal(10_000_000)
# A clock in another time zone may be a day ahead of ours.
DAYS_AHEAD_MAX = 1


@dataclass(frozen=True, slots=True)
class _Case:
    reading: Reading
    rules: ReceiptRules
    version: Version
    region: Region
    known: Known
    today: date

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.reading.page.width, self.reading.page.height)


def decide(
    reading: Reading, version: Version, rules: ReceiptRules, *, region: Region, known: Known, today: date
) -> Decision:
    """What becomes of a receipt that came on `today`, a day in `region`, under the terms that held then.

    The first thing that is surely against it refuses it; else any doubt calls for a look; else it counts.
    """
    case = _Case(reading, rules, version, region, known, today)
    doubts = []
    for check in _CHECKS:
        for verdict in check(case):
            if isinstance(verdict, Refused):
                return verdict
            doubts.append(verdict)
    return NeedsLook(tuple(dict.fromkeys(doubts))) if doubts else Accepted()


def purchase_of(reading: Reading, *, region: Region) -> Purchase:
    """What tells this purchase from another. A total without a currency is taken to be in the region's own."""
    currency = reading.currency.value if reading.currency else region.currency
    return Purchase(
        shop=reading.merchant.value if reading.merchant else None,
        day=reading.date.value if reading.date else None,
        time=reading.time.value.replace(second=0, microsecond=0) if reading.time else None,
        total=money(reading.total.value, currency) if reading.total and is_plausible(reading.total.value) else None,
    )


def money(amount: Decimal, currency: str) -> Money:
    """An amount as printed, in the currency's whole minor units; a digit too many is rounded, half up."""
    step = Decimal(1).scaleb(-decimals_of(currency))
    return Money.of(amount.quantize(step, rounding=ROUND_HALF_UP), currency)


def is_same_purchase(one: Purchase, other: Purchase) -> bool:
    """Whether two receipts are of one purchase: same day and total, no two different times, and a like shop."""
    if one.day is None or one.total is None or (one.day, one.total) != (other.day, other.total):
        return False
    if one.time is not None and other.time is not None and one.time != other.time:
        return False
    return is_same_shop(one.shop or "", other.shop or "")


def _can_be_read(case: _Case) -> Iterator[Refused | Doubt]:
    words = [word for row in case.reading.page.rows for word in row]
    if len(words) < WORDS_MIN or fmean(word.confidence for word in words) < WORDS_CONFIDENCE_MIN:
        yield Refused(Reason.UNREADABLE, case.whole)


def _is_a_receipt(case: _Case) -> Iterator[Refused | Doubt]:
    reading = case.reading
    if reading.kind is Kind.RECEIPT:
        return
    if reading.date and reading.lines and not reading.total:
        # Cut off below: what is missing says more than what it is not.
        return
    if reading.date and reading.total and reading.merchant:
        yield Doubt.KIND
    else:
        yield Refused(Reason.NOT_A_RECEIPT, case.whole)


def _has_what_is_required(case: _Case) -> Iterator[Refused | Doubt]:
    reading = case.reading
    there: dict[ReceiptField, tuple[bool, Reason]] = {
        "merchant": (reading.merchant is not None, Reason.NO_MERCHANT),
        "date": (reading.date is not None, Reason.NO_DATE),
        "total": (reading.total is not None, Reason.NO_TOTAL),
        "lines": (bool(reading.lines), Reason.NO_LINES),
    }
    for field, (is_there, reason) in there.items():
        if field in case.rules.fields_required and not is_there:
            yield Refused(reason, case.whole)


def _is_sure_of_what_is_required(case: _Case) -> Iterator[Refused | Doubt]:
    required, reading = case.rules.fields_required, case.reading
    if "merchant" in required and not _is_sure(reading.merchant):
        yield Doubt.MERCHANT
    if "date" in required and not _is_sure(reading.date):
        yield Doubt.DATE
    if reading.total is None:
        return
    if not is_plausible(reading.total.value) or reading.total.confidence < TOTAL_CONFIDENCE_MIN:
        yield Doubt.TOTAL
    elif not adds_up(reading) and reading.total.confidence < TOTAL_CONFIDENCE_MIN_WHERE_SUMS_FAIL:
        yield Doubt.SUMS


def _is_of_these_days(case: _Case) -> Iterator[Refused | Doubt]:
    read = case.reading.date
    if read is None:
        return
    facts = {"bought": read.value.isoformat(), "window_days": str(case.rules.window_days)}
    if read.value > case.today + timedelta(days=DAYS_AHEAD_MAX):
        yield Refused(Reason.IN_THE_FUTURE, read.box, facts) if _is_sure(read) else Doubt.DATE
    elif read.value < case.today - timedelta(days=case.rules.window_days):
        yield Refused(Reason.TOO_OLD, read.box, facts) if _is_sure(read) else Doubt.DATE


def _is_from_a_shop_that_is_taken(case: _Case) -> Iterator[Refused | Doubt]:
    match = find_seller(_head(case.reading), case.version.sellers_refused)
    if match is not None:
        yield Refused(Reason.EXCLUDED_SELLER, match.box, {"seller": match.seller}) if match.sure else Doubt.SELLER


def _is_in_the_currency_of_the_region(case: _Case) -> Iterator[Refused | Doubt]:
    read = case.reading.currency
    if read is None or read.value == case.region.currency:
        return
    facts = {"currency": read.value, "expected": case.region.currency}
    yield Refused(Reason.WRONG_CURRENCY, read.box, facts) if _is_sure(read) else Doubt.CURRENCY


def _is_new(case: _Case) -> Iterator[Refused | Doubt]:
    this = purchase_of(case.reading, region=case.region)
    if case.known.deleted_before or any(is_same_purchase(this, other) for other in case.known.purchases):
        read = case.reading
        boxes = [field.box for field in (read.merchant, read.date, read.total) if field]
        yield Refused(Reason.OWN_DUPLICATE, Box.around(boxes) if boxes else case.whole)


def _is_within_the_month(case: _Case) -> Iterator[Refused | Doubt]:
    if case.known.counted >= case.rules.month_max:
        yield Refused(Reason.OVER_LIMIT, case.whole, {"month_max": str(case.rules.month_max)})


_CHECKS: tuple[Callable[[_Case], Iterator[Refused | Doubt]], ...] = (
    _can_be_read,
    _is_a_receipt,
    _has_what_is_required,
    _is_of_these_days,
    _is_from_a_shop_that_is_taken,
    _is_in_the_currency_of_the_region,
    _is_new,
    _is_within_the_month,
    _is_sure_of_what_is_required,
)


def adds_up(reading: Reading) -> bool:
    """Whether the sums do not contradict each other: the lines make the subtotal or the total, with taxes and tip."""
    if reading.total is None or not reading.lines:
        return True
    bought = sum((line.price for line in reading.lines), Decimal(0))
    taxes = sum((tax.value for tax in reading.taxes), Decimal(0))
    tip = reading.tip.value if reading.tip else Decimal(0)
    sums = {reading.total.value, reading.total.value - tip}
    sums |= {amount - taxes for amount in sums}
    if reading.subtotal:
        sums.add(reading.subtotal.value)
    return any(abs(bought - amount) <= _ROUNDING for amount in sums)


# Cash is rounded to five or ten cents in some countries.
_ROUNDING = Decimal("0.05")


def _head(reading: Reading) -> Iterator[Sequence[Word]]:
    """The rows in which a shop says who it is: above what was bought, but for its address."""
    end = min((line.box.top for line in reading.lines), default=reading.page.height)
    address = reading.address.box if reading.address else None
    name = reading.merchant.box if reading.merchant else None
    for row in reading.page.rows[:HEAD_ROWS_MAX]:
        box = Box.around(word.box for word in row)
        middle = (box.top + box.bottom) // 2
        is_name = name is not None and name.top <= middle <= name.bottom
        is_address = address is not None and address.top <= middle <= address.bottom
        if is_name or (middle < end and not is_address):
            yield row


def _is_sure(field: Field[Any] | None) -> bool:
    return field is None or field.confidence >= FIELD_CONFIDENCE_MIN


def is_plausible(amount: Decimal) -> bool:
    """Whether an amount can be one: a barcode read as a price cannot."""
    return abs(amount) <= TOTAL_MAX
