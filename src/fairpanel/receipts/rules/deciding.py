"""One decision out of all checks."""

from datetime import date

from fairpanel.programme import ReceiptRules, Region, Version
from fairpanel.reading import Reading
from fairpanel.receipts.rules.case import Case, Check
from fairpanel.receipts.rules.counts import is_one_of_few_that_day, is_within_the_month
from fairpanel.receipts.rules.days import is_of_these_days
from fairpanel.receipts.rules.fields import (
    can_be_read,
    has_what_is_required,
    is_a_receipt,
    is_sure_of_what_is_required,
)
from fairpanel.receipts.rules.forgery import shows_no_sign
from fairpanel.receipts.rules.kinds import is_a_paper_that_is_taken, is_of_a_shop_that_is_taken
from fairpanel.receipts.rules.places import is_from_the_region, is_in_the_currency_of_the_region
from fairpanel.receipts.rules.purchases import is_new
from fairpanel.receipts.rules.shops import is_from_a_shop_that_is_taken
from fairpanel.receipts.values import Accepted, Decision, Known, NeedsLook, Refused, Sign


def decide(
    reading: Reading,
    version: Version,
    rules: ReceiptRules,
    *,
    region: Region,
    known: Known,
    today: date,
    signs: tuple[Sign, ...] = (),
) -> Decision:
    """What becomes of a receipt that came on `today`, a day in `region`, under the terms that held then.

    The first thing that is surely against it refuses it; else any doubt calls for a look; else it counts.
    """
    case = Case(reading, rules, version, region, known, today, signs)
    doubts = []
    for check in _CHECKS:
        for verdict in check(case):
            if isinstance(verdict, Refused):
                return verdict
            doubts.append(verdict)
    return NeedsLook(tuple(dict.fromkeys(doubts))) if doubts else Accepted()


_CHECKS: tuple[Check, ...] = (
    can_be_read,
    is_a_paper_that_is_taken,
    is_of_a_shop_that_is_taken,
    is_a_receipt,
    has_what_is_required,
    is_of_these_days,
    is_from_a_shop_that_is_taken,
    is_in_the_currency_of_the_region,
    is_from_the_region,
    is_new,
    is_one_of_few_that_day,
    is_within_the_month,
    is_sure_of_what_is_required,
    shows_no_sign,
)
