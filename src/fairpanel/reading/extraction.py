"""From the printed rows of a page to the fields of a receipt. A pure function: the same rows give the same fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import prod
from typing import Any, Final

from fairpanel.kit.page import Page
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount, amounts_in, most_common_currency
from fairpanel.reading.dates import find_date, find_time
from fairpanel.reading.directory import countries_of, find_kind, find_shop
from fairpanel.reading.labelled_rows import Labelled, label_rows
from fairpanel.reading.lines import find_lines
from fairpanel.reading.merchants import find_merchant
from fairpanel.reading.origin import find_country
from fairpanel.reading.papers import find_paper
from fairpanel.reading.paying import find_change, find_charges, find_payment, find_tendered
from fairpanel.reading.phones import find_phone
from fairpanel.reading.places import find_address
from fairpanel.reading.print_rows import Row, rows_on
from fairpanel.reading.receipt_numbers import find_number
from fairpanel.reading.totals import Sums, find_sums
from fairpanel.reading.values import Field, Hints, Kind, Reading, Shop

_US_PLACE: Final = re.compile(
    rf"\b(?:{'|'.join(vocabulary.words('us_states'))})[\s.,]{{0,3}}\d{{5}}(?:-\d{{4}})?\b"
    r"|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
)
_SIGNS_OF_A_RECEIPT: Final = 3
_LINES_THAT_SAY_SO: Final = 3
_DOLLAR_OF_ANYWHERE: Final = 0.4
_CROWNS: Final = frozenset({"SEK", "NOK", "DKK"})
# A supermarket has a filling station, a casino a restaurant: the name alone does not say what was bought there.
_BRAND_ALONE: Final = 0.8


def extract(page: Page, hints: Hints) -> Reading:
    """The fields of the receipt on `page`; `hints` decide where the print leaves a choice.

    Works on rows in which words were replaced, as by `[card number]`: such words simply say nothing.
    """
    rows = rows_on(page)
    labelled = label_rows(rows)
    sums = find_sums(labelled)
    amounts = [amount for entry in labelled for amount in entry.amounts]
    american = most_common_currency(amounts) in {None, "USD"} and any(_US_PLACE.search(row.folded) for row in rows)
    country = find_country(rows)
    date = find_date(rows, hints, printed_in="US" if american else country.value if country else None)
    merchant = find_merchant(rows)
    address = find_address(rows, merchant)
    phone = find_phone(rows)
    lines = find_lines(labelled, sums=sums)
    has_place = address is not None or phone is not None
    currency = _currency(rows, amounts, hints, american=american)
    spoken_of = find_kind(rows)
    countries = countries_of(hints.region, currency, rows)
    shop = find_shop(
        rows,
        address=address.box if address else None,
        countries=countries,
        kind=spoken_of.value if spoken_of else None,
    )
    kind = _kind(labelled, sums, lines=len(lines), has_date=date is not None, has_place=has_place)
    return Reading(
        kind=kind,
        merchant=merchant,
        address=address,
        phone=phone,
        date=date,
        time=find_time(rows, date),
        currency=currency,
        lines=lines,
        subtotal=sums.subtotal,
        taxes=sums.taxes,
        tip=sums.tip,
        total=sums.total,
        page=page,
        confidence=_confidence(kind, sums.total, date, merchant),
        number=find_number(rows),
        shop=shop,
        shop_kind=_shop_kind(shop, spoken_of),
        paper=find_paper(rows, lines, sums.total, is_taxed=bool(sums.taxes)),
        country=country,
        charges=find_charges(labelled),
        tendered=find_tendered(labelled, sums.total),
        change=find_change(labelled, sums.total),
        payment=find_payment(labelled, sums.total),
    )


def _shop_kind(shop: Field[Shop] | None, spoken_of: Field[str] | None) -> Field[str] | None:
    """The brand's kind, shown by the words that say the same where there are any."""
    if shop is None:
        return spoken_of
    if spoken_of is None or spoken_of.value != shop.value.kind:
        return Field(shop.value.kind, shop.text, shop.box, shop.confidence * _BRAND_ALONE)
    confidence = 1 - (1 - shop.confidence * _BRAND_ALONE) * (1 - spoken_of.confidence)
    return Field(shop.value.kind, spoken_of.text, spoken_of.box, confidence)


def _kind(labelled: Sequence[Labelled], sums: Sums, *, lines: int, has_date: bool, has_place: bool) -> Kind:
    """A receipt shows sums of money and says what they are; three signs of that make one."""
    meanings = {entry.meaning for entry in labelled if entry.meaning and entry.amounts}
    said = (
        "total" in meanings,
        bool(meanings & {"subtotal", "tax", "tip", "charge", "rounding"}),
        bool(meanings & {"tendered", "change"}),
        sums.adds_up,
        lines >= _LINES_THAT_SAY_SO,
    )
    around_it = (sum(bool(entry.amounts) for entry in labelled) > 1, has_date, has_place)
    enough = sums.total is not None and any(said) and sum(said) + sum(around_it) >= _SIGNS_OF_A_RECEIPT
    return Kind.RECEIPT if enough else Kind.OTHER


def _currency(rows: Sequence[Row], amounts: Sequence[Amount], hints: Hints, *, american: bool) -> Field[str] | None:
    """The sign or code that most sums carry, or that stands on the page; else what the hints say."""
    region = (hints.region or "").upper()[:2]
    expected = hints.currency or vocabulary.currency_of_region().get(region)
    signed = most_common_currency(amounts)
    for row in rows:
        for match in vocabulary.find_currencies(row.folded):
            code = vocabulary.currency_signs()[match.group()]
            is_word = vocabulary.is_listed("only_beside_sums", match.group())
            if signed is None and code != expected and (is_word or not _speaks_of_money(row)):
                # Far from any money it may mean something else: SEK 3 is a part of a Malaysian town.
                continue
            if signed in {None, code}:
                sign = row.text[match.start() : match.end()]
                # Many countries write a dollar, and several a krone; the region knows which.
                if expected and ((sign == "$" and expected.endswith("D")) or (expected in _CROWNS and code in _CROWNS)):
                    code = expected
                box = row.box_between(*match.span())
                # Some tills print a dollar for whatever money it is.
                is_sure = sign != "$" or code == expected or american
                certainty = 1.0 if is_sure else _DOLLAR_OF_ANYWHERE
                return Field(code, sign, box, row.confidence_between(*match.span()) * certainty)
    if not rows:
        return None
    guess = expected or ("USD" if american and amounts else None)
    return Field(guess, "", rows[0].box, 0.5) if guess else None


def _speaks_of_money(row: Row) -> bool:
    return bool(amounts_in(row) or vocabulary.labels_in(row.folded))


def _confidence(kind: Kind, *needed: Field[Any] | None) -> float:
    """How likely it is that total, date and merchant are all right."""
    return prod(field.confidence if field else 0.0 for field in needed) if kind is Kind.RECEIPT else 0.0
