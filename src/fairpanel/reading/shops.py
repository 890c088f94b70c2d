"""Finds whose receipt it is: the shop's name, its address and its telephone, at the head of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.dates import has_date
from fairpanel.reading.mending import mended_address, mended_name
from fairpanel.reading.print_rows import Row, around, fold
from fairpanel.reading.values import Field

# The name stands in these first rows, or nowhere that we know.
_HEAD_ROWS: Final = 8
_NAMES_TRIED: Final = 4
_LARGE_FROM: Final = 1.25
_ALIKE: Final = (0.75, 1.35)
_ADDRESS_ROWS_MAX: Final = 6
_LETTERS_MIN: Final = 3
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|20\d\d-\d\d")
_REGISTRATION: Final = re.compile(r"^\W*(?:CO\.?\s?(?:REG)?\.?\s?(?:NO)?\.?\W*)?\(?[\dO]{4,}\s?-?\s?[A-Z]?\)?\W*$")
# What a company's number in the register is called; behind the name of the company it ends it.
_NUMBER_OF_COMPANY: Final = re.compile(
    r"[\s(]*\b(?:COMPANY|CO|BUSINESS|BR|ROC)\b\.?\s?(?:(?:REG|REGISTRATION|NO|NUMBER)\b[\s.:#]*)+(?:\W*[A-Z]{0,2}\d[\w-]*\W*)?$"
)
_OWNED_BY: Final = re.compile(r"^\W*(?:OWN(?:ED|ER)? BY|DIMILIKI(?: OLEH)?|OPERATED BY|WELCOME TO(?: THE)?)\b[\s:]*(?=\S)")
_REGISTRATION_BEHIND: Final = re.compile(
    r"\s?(?:\([^()]*\d{4,}[^()]*\)?|\b(?:[A-Z]{2})?\d{5,}\s?-?\s?[A-Za-z]\b)\s?(?:\([^()]*\))?\W*$"
)
_PHONE: Final = re.compile(r"(?<![\d.,/])(?:\+|00)?\(?\d[\d\s()./-]{6,17}\d(?![\d,/])")
# A row of a tax table: rate, net and tax beside each other.
_AMOUNTS: Final = re.compile(r"\d+[.,]\d\d(?:\s+\d+[.,]\d\d)+")
_POSTCODE: Final = re.compile(
    r"\b[A-Z]{2}\s?\d{5}(?:-\d{4})?\b|\b\d{5}\b|\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b\d{4}-\d{3}\b|\b\d{4}\s[A-Z]{3,}"
)
_WEB: Final = re.compile(r"WWW|HTTP|@|\.COM\b|\.DE\b")
_STREET_ENDING: Final = re.compile(rf"[A-Z](?:{'|'.join(map(re.escape, vocabulary.words('street_endings')))})(?![A-Z])")
# The branch's number and its name.
_BRANCH: Final = re.compile(r"\d{3,5}\s?-?\s?[A-Z][A-Z\s./&'-]{3,}[A-Z0-9]\)?")
_HOUSE: Final = re.compile(r"^\d{1,5}[A-Z]?[,.\s-]\s?\d?[A-Z]{2,}")
# Not a postcode behind a place, and not the number of a house: eight digits and more.
_PHONE_BEHIND: Final = re.compile(r"[\s,]+\(?\+?\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,5}[\s,.]*$")
_LABELLED_NUMBER: Final = re.compile(r"\s\w+\s?:\s?\d+$")
_DIGITS_OF_A_PHONE: Final = range(7, 16)


def find_merchant(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's name: a company's full name in the head of the page, or else the first row that can be one."""
    head = [row for row in rows[:_HEAD_ROWS] if can_be_name(row)]
    if not head:
        return None
    company = next((row for row in head[:_NAMES_TRIED] if names_company(row)), None)
    first = head[0]
    fuller = next((row for row in head[1:_NAMES_TRIED] if row is not company and _begins_with(row, first)), None)
    if fuller is not None and company is None:
        parts = [fuller]
    elif company is None or (_begins_with(company, first) and not vocabulary.find("registered_name", company.folded)):
        parts = [first, *_rest_of_sign(rows, first)]
    else:
        parts = [company]
    above = rows[parts[0].index - 1] if parts[0].index else None
    if above in head and _is_tail(parts[0]) and not names_company(above):
        parts.insert(0, above)
    below = rows[parts[-1].index + 1] if parts[-1].index + 1 < len(rows) else None
    if below is not None and _is_unfinished(parts[-1], below):
        parts.append(below)
    text = " ".join(name for row in parts if (name := _tidy_name(row.text)))
    certainty = 0.9 if company in parts else 0.7
    return Field(
        mended_name(text), text, around(parts), min(w.confidence for row in parts for w in row.words) * certainty
    )


def find_address(rows: Sequence[Row], merchant: Field[str] | None) -> Field[str] | None:
    """The shop's address: the first unbroken rows below the name that speak of a street or a place."""
    named = [row.index for row in rows if merchant is not None and Box.around([row.box, merchant.box]) == merchant.box]
    under = rows[max(named) + 1 if named else 0 :]
    taken: list[Row] = []
    for row in under[: _HEAD_ROWS + _ADDRESS_ROWS_MAX]:
        if _ends_address(row):
            begun = _before_label(row)
            if begun is not None and (taken or _begins_address(begun)):
                taken.append(begun)
                break
            if taken:
                break
            continue
        if not taken and not _begins_address(row):
            continue
        if any(map(has_postcode, taken)) and not _goes_on(taken[-1], row):
            if _names_branch(row, rows):
                taken.append(row)
            break
        taken.append(row)
        if len(taken) == _ADDRESS_ROWS_MAX:
            break
    if not taken:
        return None
    text = _without_what_is_beside(" ".join(row.text for row in taken)).strip(" .,")
    return Field(mended_address(text), text, around(taken), min(w.confidence for row in taken for w in row.words) * 0.8)


def _before_label(row: Row) -> Row | None:
    """The part of a row that says where, before what it says of something else: `40219 Düsseldorf Tel. 0211 1234`."""
    label = vocabulary.find("not_address", row.folded)
    if label is None or not label.start() or row.folded[label.start() - 1] == "(":
        return None
    words = row.words_between(0, label.start())
    begun = Row(words, row.index)
    return begun if words and _speaks_of_place(begun) and not _ends_address(begun) else None


def _without_what_is_beside(text: str) -> str:
    """The address without what else stands in its last row: words behind the country, a labelled number."""
    countries = [match for match in vocabulary.find_all("countries", fold(text)) if match.start()]
    if countries:
        text = text[: countries[-1].end()]
    return _PHONE_BEHIND.sub("", _LABELLED_NUMBER.sub("", text))


def find_phone(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's telephone: a labelled number, or an unlabelled one in the head of the page."""
    unlabelled: Field[str] | None = None
    for row in rows:
        label = vocabulary.find("labels.phone", row.folded)
        for match in _PHONE.finditer(row.folded, label.end() if label else 0):
            digits = sum(map(str.isdigit, match.group()))
            if digits not in _DIGITS_OF_A_PHONE or (not label and _is_figures(match.group())):
                continue
            start, end = match.span()
            text = row.text[start:end].strip()
            between = row.folded[label.end() if label else 0 : start]
            if vocabulary.find("labels.not_phone", between):
                continue
            found = Field(text, text, row.box_between(start, end), row.confidence_between(start, end))
            if label:
                return found
            alone = not any(map(str.isalpha, row.folded.replace(match.group(), "")))
            # Tills number their receipts as 1234/5 678/9.
            marked = re.search(r"[\s()-]", text) and text.count("/") < 2  # noqa: PLR2004
            if unlabelled is None and row.index < _HEAD_ROWS * 2 and alone and marked and digits >= 9:  # noqa: PLR2004
                unlabelled = found
    return unlabelled


def _is_figures(text: str) -> bool:
    """Whether the digits are a date, or amounts beside each other."""
    return bool(_DATE.search(text) or _AMOUNTS.fullmatch(text))


def names_company(row: Row) -> bool:
    """Whether the row holds a company's form behind a name: `SDN BHD`, or `SA` as its last word."""
    text = _NUMBER_OF_COMPANY.sub("", row.folded)
    found = [match for match in vocabulary.find_all("company", text) if match.start() or len(match.group()) > 4]  # noqa: PLR2004
    bare = re.sub(r"[\s.,]*(?:\(.*)?$", "", text)
    return any(
        "," not in match.group() and (len(match.group()) > 3 or match.end() >= len(bare))  # noqa: PLR2004
        for match in found
    )


def _begins_with(company: Row, brand: Row) -> bool:
    """Whether the row is the full name of what stands above it: `IKEA Deutschland GmbH` below `IKEA`."""
    full, short = (re.sub(r"[^A-Z0-9]", "", row.folded) for row in (company, brand))
    return company is not brand and len(short) > _LETTERS_MIN and full.startswith(short)


def _rest_of_sign(rows: Sequence[Row], first: Row) -> list[Row]:
    """The rows below that are set as large as `first`, where that is larger than the rest of the page."""
    heights = sorted(row.height for row in rows)
    rest: list[Row] = []
    if first.height < _LARGE_FROM * heights[len(heights) // 2]:
        return rest
    for row in rows[first.index + 1 : first.index + _NAMES_TRIED]:
        alike = _ALIKE[0] < row.height / first.height < _ALIKE[1]
        if not alike or not can_be_name(row) or any(map(str.isdigit, row.text)) or _speaks_of_place(row):
            break
        rest.append(row)
    return rest


def _is_tail(row: Row) -> bool:
    """Whether the row begins with what ends a company's name: with its form, one word before that, or an `&`."""
    found = vocabulary.find("company", row.folded)
    before = row.folded[: found.start()].split() if found is not None and names_company(row) else None
    return row.folded.startswith("&") or (before is not None and len(before) <= 1)


def _is_unfinished(row: Row, below: Row) -> bool:
    """Whether the name in `row` goes on in the row below: behind an `&`, in an open bracket, with the company's form."""
    if row.folded.rstrip().endswith(("&", " AND", " OF", " DE", " UND", " ET", " Y")):
        return True
    return row.text.count("(") > row.text.count(")") or _is_company_form(below) or _is_trade(below)


def _is_trade(row: Row) -> bool:
    """Whether the row only says what is traded in: `Restaurant & Bar`."""
    words = re.findall(r"[A-Z]+", row.folded)
    return bool(words) and all(vocabulary.is_listed("trades", word) for word in words)


def _is_company_form(row: Row) -> bool:
    """Whether the row says nothing but the form of a company: `SDN BHD (12345-X)`."""
    rest = _NUMBER_OF_COMPANY.sub("", re.sub(r"\(.*?\)", "", row.folded))
    return bool(vocabulary.find("company", rest)) and not re.sub(r"[^A-Z]", "", vocabulary.without("company", rest))


def _speaks_of_place(row: Row) -> bool:
    return names_street(row) or has_postcode(row) or vocabulary.find("places", row.folded) is not None


def names_street(row: Row) -> bool:
    """Whether a word for a street is in the row."""
    return bool(vocabulary.find("address", row.folded) or _STREET_ENDING.search(row.folded))


def has_postcode(row: Row) -> bool:
    """Whether a postcode stands in the row; a number before a street is that of the house."""
    match = _POSTCODE.search(row.folded)
    return match is not None and not (match.start() == 0 and names_street(row))


def can_be_name(row: Row) -> bool:
    """Whether the row may be the name of a shop: mostly letters, and neither greeting, date, amount nor number."""
    letters = sum(map(str.isalpha, row.text))
    if letters < _LETTERS_MIN or letters < sum(map(str.isdigit, row.text)):
        return False
    if has_date(row) or _REGISTRATION.match(row.folded) or _NUMBER_OF_COMPANY.match(row.folded) or amounts_in(row):
        return False
    if _WEB.search(row.folded) and not names_company(row):
        return False
    if vocabulary.find("labels.phone", row.folded) and any(map(str.isdigit, row.text)):
        return False
    bare = re.sub(r"[^A-Z]", "", row.folded)
    listed = vocabulary.find("not_merchant", row.folded)
    if listed and len(re.sub(r"[^A-Z]", "", listed.group())) > 0.6 * len(bare):
        return False
    words = [re.sub(r"[^A-Z]", "", word) for word in row.folded.split()]
    return not all(vocabulary.is_listed("not_merchant", word) or len(word) < 2 for word in words)  # noqa: PLR2004


def _tidy_name(text: str) -> str:
    """Without the registration number behind it, and without the frame around it."""
    owned = _OWNED_BY.match(fold(text))
    text = text[owned.end() if owned else 0 :]
    text = text[: match.start()] if (match := _NUMBER_OF_COMPANY.search(fold(text))) else text
    text = _REGISTRATION_BEHIND.sub("", text)
    return text.strip(" *-_=.,:;|~#'\"")


def _begins_address(row: Row) -> bool:
    """Whether the row says where: by a street's word, a postcode, or a house number with a name."""
    signs = (names_street(row), has_postcode(row), _HOUSE.match(row.folded), "," in row.text)
    count = sum(map(bool, signs))
    return count > 1 or (count == 1 and any(map(str.isdigit, row.text)) and any(map(str.isalpha, row.text)))


def _ends_address(row: Row) -> bool:
    """Whether the row speaks of something else: a telephone, a tax number, a date, a price."""
    if vocabulary.find("not_address", row.folded) or has_date(row) or _WEB.search(row.folded):
        return True
    # In a street's row `20, 22` are houses.
    if _REGISTRATION.match(row.folded) or _NUMBER_OF_COMPANY.match(row.folded):
        return True
    if amounts_in(row) and not names_street(row):
        return True
    return any(sum(map(str.isdigit, match.group())) >= _DIGITS_OF_A_PHONE[1] for match in _PHONE.finditer(row.folded))


def _names_branch(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the row names the branch, between its address and what has a label: `1934-Laman Rimbunan`, `City Mall`."""
    below = rows[row.index + 1] if row.index + 1 < len(rows) else None
    letters = sum(map(str.isalpha, row.text))
    return (
        below is not None
        and vocabulary.find("not_address", below.folded) is not None
        and letters > _LETTERS_MIN
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
