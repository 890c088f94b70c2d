"""Reads an order from its sheet: as a receipt is read, with what only mails have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from math import prod
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.dates import has_date
from fairpanel.reading.documents import words
from fairpanel.reading.documents.cells import cells_in
from fairpanel.reading.documents.days import find_order_day, page_with, without_other_days
from fairpanel.reading.documents.names import find_payee, is_payment_service, without_company
from fairpanel.reading.documents.numbers import find_numbers
from fairpanel.reading.documents.sheets import Origin, Sheet
from fairpanel.reading.documents.things import things_bought
from fairpanel.reading.extraction import extract
from fairpanel.reading.labelled_rows import label_rows
from fairpanel.reading.lines import find_lines
from fairpanel.reading.print_rows import Row, rows_on
from fairpanel.reading.values import Field, Hints, Kind, Line, Reading

# Sentences are longer than what stands in tables.
_SENTENCE_WORDS_MIN: Final = 14
# `2 x GBP 9.99 EUR` is an amount with what belongs to it.
_FIGURE_WORDS_MAX: Final = 4
_SIGN_LETTERS_MAX: Final = 3
_SIGNS_OF_AN_ORDER: Final = 2
# What a total, a day and a name are worth for the whole; as on a receipt.


def read_sheet(sheet: Sheet, hints: Hints) -> Reading:
    """The order on `sheet`; what its mail states outright goes before what its rows say."""
    if sheet.origin is Origin.PICTURE:
        return extract(sheet.page, hints)
    hints = replace(hints, region=hints.region or sheet.stated.region)
    rows = rows_on(sheet.own_page)
    if sheet.origin is Origin.PDF:
        return _with_lines(extract(sheet.page, hints), rows, sheet)
    told = _told(rows)
    found = extract(page_with(_without_headings(told)), hints)
    # The address and the telephone in an order are those of whoever ordered.
    found = replace(found, page=sheet.page, address=None, phone=None)
    date, time = _moment(sheet, told, found, hints)
    found = replace(found, merchant=_merchant(sheet, rows, found), date=date, time=time)
    return _judged(_with_lines(found, told, sheet), rows, sheet)


def _told(rows: Sequence[Row]) -> list[Row]:
    """The rows that speak of this order: without advertising, sentences, and other days than the order's."""
    end = next((place for place, row in enumerate(rows) if words.begins("advertising", row.folded)), len(rows))
    return without_other_days([row for row in rows[:end] if not _is_sentence(row)])


def _without_headings(rows: Sequence[Row]) -> list[Row]:
    return [row for row, below in zip_longest(rows, rows[1:]) if not _is_heading(row, below)]


def _is_sentence(row: Row) -> bool:
    """Whether the row is prose that names a sum or a day; where the sum has its own cell, it is that of a long name."""
    if len(row.words) < _SENTENCE_WORDS_MIN or not (amounts_in(row) or has_date(row)):
        return False
    return not any(amounts_in(Row(cell.words, 0)) for cell in cells_in(row) if len(cell.words) <= _FIGURE_WORDS_MAX)


def _is_heading(row: Row, below: Row | None) -> bool:
    """Whether `Order total:` stands above a small table of sums, and not above the total itself."""
    labels = vocabulary.labels_in(row.folded)
    said = sum(len(label.phrase) for label in labels)
    if below is None or not labels or amounts_in(row) or said < sum(map(str.isalpha, row.text)):
        return False
    amounts = amounts_in(below)
    return bool(amounts) and sum(map(str.isalpha, below.folded[: amounts[0].start])) > _SIGN_LETTERS_MAX


def _names_total(rows: Sequence[Row], total: Field[Decimal]) -> bool:
    """Whether a row says outright that so much is the total."""
    return any(
        entry.meaning in {"total", "tendered"} and any(amount.value == total.value for amount in entry.amounts)
        for entry in label_rows(rows)
    )


def _merchant(sheet: Sheet, rows: Sequence[Row], found: Reading) -> Field[str] | None:
    stated = sheet.stated
    if stated.merchant is not None:
        return stated.merchant
    house = stated.house
    if house is None:
        return found.merchant
    if is_payment_service(house.value):
        return find_payee(rows) or house
    return without_company(house)


def _moment(
    sheet: Sheet, rows: Sequence[Row], found: Reading, hints: Hints
) -> tuple[Field[dt.date] | None, Field[dt.time] | None]:
    """When it was ordered: as stated, as the row says that tells it, or else on the day on which the mail was sent."""
    stated = sheet.stated
    if stated.date is not None:
        same = found.date is not None and found.date.value == stated.date.value
        return stated.date, found.time if same else None
    if day := find_order_day(rows, hints):
        return day.date, day.time
    if stated.sent is not None:
        same = found.date is not None and found.date.value == stated.sent.value
        return (found.date, found.time) if same else (stated.sent, None)
    return found.date, found.time


def _with_lines(found: Reading, rows: Sequence[Row], sheet: Sheet) -> Reading:
    stated = sheet.stated
    total = stated.total or found.total
    paid = total.value if total else None
    taxes = sum((tax.value for tax in found.taxes), Decimal(0))
    sums = [found.subtotal.value] if found.subtotal else []
    if paid is not None:
        sums.append(paid - taxes)
    lines: tuple[Line, ...] = stated.lines or things_bought(rows, _as_on_receipt(found, rows), total=paid, sums=sums)
    numbers = find_numbers(rows)
    return replace(
        found,
        currency=stated.currency or found.currency,
        lines=lines,
        taxes=stated.taxes or found.taxes,
        total=total,
        number=stated.number or (numbers[0].number if numbers else None),
    )


def _as_on_receipt(found: Reading, rows: Sequence[Row]) -> Sequence[Line]:
    """The lines as found above the total, or where there are none, below it."""
    if found.lines or found.total is None:
        return found.lines
    below = [row for row in rows if row.box.top >= found.total.box.bottom]
    sums = [row for row in rows if row.box.top <= found.total.box.top < row.box.bottom]
    # As if the total stood below them: only above a sum is a word like `reduction` part of a name.
    return find_lines(label_rows([*below, *sums]), sums=None)


def _judged(found: Reading, rows: Sequence[Row], sheet: Sheet) -> Reading:
    """The reading with what kind it is, and how sure we are of it."""
    stated = sheet.stated
    received = any(words.speaks_of("money_received", row) for row in rows)
    told = stated.total is not None and (found.merchant is not None or found.number is not None)
    # What is called the total, with two other signs of an order, is one however little else is there.
    total = found.total
    named = total is not None and total.value > 0 and _names_total(rows, total)
    signs = (found.merchant is not None, found.number is not None, found.date is not None, bool(found.lines))
    shown = named and sum(signs) >= _SIGNS_OF_AN_ORDER
    is_order = not received and (told or shown or found.kind is Kind.RECEIPT)
    if not is_order:
        return replace(found, kind=Kind.OTHER, confidence=0.0)
    parts = (found.total, found.date, found.merchant)
    return replace(found, kind=Kind.RECEIPT, confidence=prod(part.confidence if part else 0.0 for part in parts))
