"""Finds the shop's address, below its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.certainty import certainty, surety
from fairpanel.reading.dates import has_date
from fairpanel.reading.heads import HEAD_ROWS, LETTERS_MIN, NUMBER_OF_COMPANY, REGISTRATION, WEB
from fairpanel.reading.mending import mended_address, without_slips
from fairpanel.reading.names import names_company
from fairpanel.reading.phones import DIGITS_OF_A_PHONE, PHONE
from fairpanel.reading.print_rows import Row, around, fold
from fairpanel.reading.values import Field

_HOUSE_DIGITS_MAX: Final = 4
_ADDRESS_ROWS_MAX: Final = 6
_POSTCODE: Final = re.compile(
    r"\b[A-Z]{2}\s?\d{5}(?:-\d{4})?\b|\b\d{5}\b|\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b\d{4}-\d{3}\b|\b\d{4}\s[A-Z]{3,}"
)
_STREET_ENDING: Final = re.compile(
    rf"[A-Z]{{3}}(?:{'|'.join(map(re.escape, vocabulary.words('street_endings')))})(?![A-Z])"
)
# The branch's number and its name.
_BRANCH: Final = re.compile(r"\d{3,5}\s?-?\s?[A-Z][A-Z\s./&'-]{3,}[A-Z0-9]\)?")
_HOUSE: Final = re.compile(r"^\d{1,5}[A-Z]?[,.\s-]\s?\d?[A-Z]{2,}")
# Not a postcode behind a place, and not the number of a house: eight digits and more.
_PHONE_BEHIND: Final = re.compile(r"[\s,]+\(?\+?\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,5}[\s,.]*$")
# A street that is called like nothing: letters, and a number at the end.
_HOUSE_LAST: Final = re.compile(r"(?=.{4,40}$)[A-Z][A-Z.' -]*[A-Z.]\s\d{1,4}(?:\s?[-/+]\s?\d{1,4})?\s?[A-Z]?")
_GLUED_STREET: Final = re.compile(
    r"^\d{2,5}(?=[A-Z.]{4})[A-Z.]*(?:STREET|ST|AVENUE|AVE|ROAD|RD|DRIVE|DR|BLVD|LANE|LN|PKWY|HWY|WAY)\.?(?![A-Z])"
)
_POSTCODE_IN_BRACKETS: Final = re.compile(r"\s?\(?\d{4,6}\)?(?!\S)")
_LETTERS_OF_A_NAME: Final = 5
_LABELLED_NUMBER: Final = re.compile(r"\s\w+\s?:\s?\d+$")


def find_address(rows: Sequence[Row], merchant: Field[str] | None) -> Field[str] | None:
    """The shop's address: the first unbroken rows below the name that speak of a street or a place."""
    named = [row.index for row in rows if merchant is not None and Box.around([row.box, merchant.box]) == merchant.box]
    under = rows[max(named) + 1 if named else 0 :]
    under = [_without_sign(row, merchant) for row in _below_second_print(under, merchant)]
    taken: list[Row] = []
    for place, row in enumerate(under[: HEAD_ROWS + _ADDRESS_ROWS_MAX]):
        if _ends_address(row):
            begun = _before_label(row)
            if begun is not None and (taken or _begins_address(begun)):
                taken.append(begun)
                break
            if taken:
                break
            continue
        below = under[place + 1] if place + 1 < len(under) else None
        if not taken and not _begins_address(row) and not _is_above_postcode(row, below):
            continue
        if any(map(has_postcode, taken)) and not (_goes_on(taken[-1], row) or _is_missing_street(taken, row)):
            if _names_branch(row, rows):
                taken.append(row)
            break
        taken.append(row)
        if len(taken) == _ADDRESS_ROWS_MAX:
            break
    if not taken:
        return None
    text = _without_what_is_beside(" ".join(row.text for row in taken)).strip(" .,")
    meant = _without_what_is_beside(" ".join(map(without_slips, taken))).strip(" .,")
    signals = {
        "postcode": float(any(map(has_postcode, taken))),
        "rows": float(len(taken)),
        "known": float(meant != text),
        "read": surety(min(w.confidence for row in taken for w in row.words)),
    }
    return Field(mended_address(meant), text, around(taken), certainty("address", signals))


def _before_label(row: Row) -> Row | None:
    """The part of a row that says where, before what it says of something else: `40219 Düsseldorf Tel. 0211 1234`."""
    label = vocabulary.find("not_address", row.folded)
    if label is None or not label.start() or row.folded.startswith("("):
        return None
    bracket = row.folded.rfind("(", 0, label.start())
    end = bracket if bracket > row.folded.rfind(")", 0, label.start()) else label.start()
    words = row.words_between(0, end)
    begun = Row(words, row.index)
    return begun if words and speaks_of_place(begun) and not _ends_address(begun) else None


def _below_second_print(under: Sequence[Row], merchant: Field[str] | None) -> Sequence[Row]:
    """The rows below the name, or below where it stands once more over an address: some heads are printed twice."""
    name = fold(merchant.text) if merchant is not None else ""
    for place, row in enumerate(under[:_ADDRESS_ROWS_MAX]):
        is_again = len(name) > _LETTERS_OF_A_NAME and name in row.folded and place + 1 < len(under)
        if is_again and _begins_address(under[place + 1]):
            return under[place + 1 :]
    return under


def _without_sign(row: Row, merchant: Field[str] | None) -> Row:
    """The row without the shop's sign at its left: `real 40219 Bilk`, below `real,- GmbH`."""
    sign = re.split(r"\W", fold(merchant.text), maxsplit=1)[0] if merchant is not None else ""
    is_beside = len(row.words) > 1 and len(sign) > 1 and fold(row.words[0].text) == sign
    rest = Row(row.words[1:], row.index) if is_beside else row
    return rest if (has_postcode(rest) and rest.text[0].isdigit()) or _HOUSE_LAST.fullmatch(rest.folded) else row


def _is_above_postcode(row: Row, below: Row | None) -> bool:
    """Whether the row ends with the number of a house and a postcode stands below it: `Kamp 30-32`."""
    return below is not None and has_postcode(below) and bool(_HOUSE_LAST.fullmatch(row.folded))


def _is_missing_street(taken: Sequence[Row], row: Row) -> bool:
    """Whether the street stands below the town: `40217 Bilk`, `Friedrichstr. 152`."""
    return not any(map(names_street, taken)) and names_street(row) and bool(_HOUSE_LAST.fullmatch(row.folded))


def _without_what_is_beside(text: str) -> str:
    """The address without what else stands in its last row: words behind the country, a labelled number."""
    countries = [match for match in vocabulary.find_all("countries", fold(text)) if match.start()]
    if countries:
        postcode = _POSTCODE_IN_BRACKETS.match(text, countries[-1].end())
        text = text[: postcode.end() if postcode else countries[-1].end()]
    return _PHONE_BEHIND.sub("", _LABELLED_NUMBER.sub("", text))


def speaks_of_place(row: Row) -> bool:
    """Whether a street, a postcode or a known place is in the row."""
    return names_street(row) or has_postcode(row) or vocabulary.find("places", row.folded) is not None


def names_street(row: Row) -> bool:
    """Whether a word for a street is in the row."""
    return bool(
        vocabulary.find("address", row.folded) or _STREET_ENDING.search(row.folded) or _GLUED_STREET.match(row.folded)
    )


def has_postcode(row: Row) -> bool:
    """Whether a postcode stands in the row; a number before a street is that of the house."""
    match = _POSTCODE.search(row.folded)
    return match is not None and not (match.start() < _HOUSE_DIGITS_MAX and names_street(row))


def _begins_address(row: Row) -> bool:
    """Whether the row says where: by a street's word, a postcode, or a house number with a name."""
    signs = (names_street(row), has_postcode(row), _HOUSE.match(row.folded), "," in row.text)
    count = sum(map(bool, signs))
    if ":" in row.text and not signs[0] and not signs[1]:
        return False
    return count > 1 or (count == 1 and any(map(str.isdigit, row.text)) and any(map(str.isalpha, row.text)))


def _ends_address(row: Row) -> bool:
    """Whether the row speaks of something else: a telephone, a tax number, a date, a price."""
    if vocabulary.find("not_address", row.folded) or has_date(row) or WEB.search(row.folded):
        return True
    if (row.text.startswith("*") and not speaks_of_place(row)) or _heads_columns(row):
        return True
    if names_company(row) and vocabulary.find("registered_name", row.folded):
        return True
    # In a street's row `20, 22` are houses.
    if REGISTRATION.match(row.folded) or NUMBER_OF_COMPANY.match(row.folded):
        return True
    if amounts_in(row) and not names_street(row):
        return True
    return any(sum(map(str.isdigit, match.group())) >= DIGITS_OF_A_PHONE[1] for match in PHONE.finditer(row.folded))


def _heads_columns(row: Row) -> bool:
    words = re.findall(r"[A-Z]+", row.folded)
    return len(words) > 1 and all(vocabulary.is_listed("columns", word) for word in words)


def _names_branch(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the row names the branch, between address and what has a label: `1934-Laman Rimbunan`, `City Mall`."""
    below = rows[row.index + 1] if row.index + 1 < len(rows) else None
    letters = sum(map(str.isalpha, row.text))
    return (
        below is not None
        and vocabulary.find("not_address", below.folded) is not None
        and letters > LETTERS_MIN
        and bool(_BRANCH.fullmatch(row.folded) or vocabulary.find("branches", row.folded))
        and ":" not in row.text
    )


def _goes_on(last: Row, row: Row) -> bool:
    """Whether an address that has its postcode already goes on in `row`: with a state or a country."""
    if last.text.rstrip().endswith(",") or vocabulary.find("places", row.folded):
        return True
    street = vocabulary.find("address", row.folded)
    # `NO` may number the bill.
    return street is not None and len(street.group()) > 2  # noqa: PLR2004
