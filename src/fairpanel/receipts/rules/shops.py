"""Whose receipt it is: not the sponsor's, nor an excluded seller's."""

from collections.abc import Iterator, Sequence

from fairpanel.kit.page import Box, Word
from fairpanel.reading import Reading
from fairpanel.receipts.rules.case import Case, is_sure
from fairpanel.receipts.sellers import Match, find_seller
from fairpanel.receipts.values import Doubt, Reason, Refused

# A shop's name stands above what was bought, and within so many rows.
HEAD_ROWS_MAX = 8


def is_from_a_shop_that_is_taken(case: Case) -> Iterator[Refused | Doubt]:
    """Another shop than those of the sponsor and the sellers that the programme excludes."""
    match = find_seller(_head(case.reading), case.version.sellers_refused)
    if match is None or not match.sure:
        match = _as_a_brand(case) or match
    if match is not None:
        yield Refused(Reason.EXCLUDED_SELLER, match.box, {"seller": match.seller}) if match.sure else Doubt.SELLER


def _as_a_brand(case: Case) -> Match | None:
    """An excluded seller that is known by something else than its name in the head: its web address, its company."""
    shop = case.reading.shop
    if shop is None:
        return None
    match = find_seller([(Word(shop.value.name, shop.box, shop.confidence),)], case.version.sellers_refused)
    return match and Match(match.seller, shop.box, match.sure and is_sure(shop))


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
