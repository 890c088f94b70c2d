"""Finds whose receipt it is: the shop's name, its address and its telephone, at the head of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.print_rows import Row, around
from fairpanel.reading.values import Field

# The name stands in these first rows, or nowhere that we know.
_HEAD_ROWS: Final = 8
_ADDRESS_ROWS_MAX: Final = 6
_LETTERS_MIN: Final = 3
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|20\d\d-\d\d")
_REGISTRATION: Final = re.compile(r"^\W*(?:CO\.?\s?(?:REG)?\.?\s?(?:NO)?\.?\W*)?\(?[\dO]{4,}\s?-?\s?[A-Z]?\)?\W*$")
_PHONE: Final = re.compile(r"(?<![\d.,/])(?:\+|00)?\(?\d[\d\s()./-]{6,17}\d(?![\d,/])")
_POSTCODE: Final = re.compile(
    r"\b[A-Z]{2}\s?\d{5}(?:-\d{4})?\b|\b\d{5}\b|\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b\d{4}-\d{3}\b|\b\d{4}\s[A-Z]{3,}"
)
_WEB: Final = re.compile(r"WWW|HTTP|@|\.COM\b|\.DE\b")
_DIGITS_OF_A_PHONE: Final = range(7, 16)


def find_merchant(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's name: a company's full name in the head of the page, or else the first row that can be one."""
    head = [row for row in rows[:_HEAD_ROWS] if _can_be_name(row)]
    if not head:
        return None
    company = next((row for row in head if vocabulary.find("company", row.folded)), None)
    first = head[0]
    chosen = company if company is not None and company.index <= first.index + 3 else first
    parts = [chosen]
    above = rows[chosen.index - 1] if chosen.index else None
    if company is chosen and above is not None and _is_only_company_form(chosen) and _can_be_name(above):
        parts = [above, chosen]
    below = rows[chosen.index + 1] if chosen.index + 1 < len(rows) else None
    if company is None and below is not None and _is_only_company_form(below):
        parts.append(below)
    text = " ".join(_tidy_name(row.text) for row in parts)
    certainty = 0.9 if company is chosen else 0.7
    return Field(text, text, around(parts), min(w.confidence for row in parts for w in row.words) * certainty)


def find_address(rows: Sequence[Row], merchant: Field[str] | None) -> Field[str] | None:
    """The shop's address: the first unbroken rows below the name that speak of a street or a place."""
    under = [row for row in rows if merchant is None or row.box.top >= merchant.box.bottom - row.height / 2]
    taken: list[Row] = []
    for row in under[: _HEAD_ROWS + _ADDRESS_ROWS_MAX]:
        if _REGISTRATION.match(row.folded) and not taken:
            continue
        stops = bool(vocabulary.find("not_address", row.folded) or _DATE.search(row.folded) or _WEB.search(row.folded))
        if taken and (stops or amounts_in(row)):
            break
        if stops:
            continue
        speaks = bool(vocabulary.find("address", row.folded)) + bool(_POSTCODE.search(row.folded)) + ("," in row.text)
        if not taken and not (speaks and any(map(str.isdigit, row.text))) and not speaks > 1:
            continue
        if _is_phone(row):
            if taken:
                break
            continue
        taken.append(row)
        if len(taken) == _ADDRESS_ROWS_MAX:
            break
    if not taken:
        return None
    text = " ".join(row.text.strip(" .,") if row is taken[-1] else row.text for row in taken)
    return Field(text, text, around(taken), min(w.confidence for row in taken for w in row.words) * 0.8)


def find_phone(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's telephone: a labelled number, or an unlabelled one in the head of the page."""
    unlabelled: Field[str] | None = None
    for row in rows:
        label = vocabulary.find("labels.phone", row.folded)
        for match in _PHONE.finditer(row.folded, label.end() if label else 0):
            digits = sum(map(str.isdigit, match.group()))
            if digits not in _DIGITS_OF_A_PHONE or _DATE.search(match.group()):
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
            marked = re.search(r"[\s()-]", text)
            if unlabelled is None and row.index < _HEAD_ROWS * 2 and alone and marked and digits >= 9:  # noqa: PLR2004
                unlabelled = found
    return unlabelled


def _can_be_name(row: Row) -> bool:
    letters = sum(map(str.isalpha, row.text))
    if letters < _LETTERS_MIN or letters < sum(map(str.isdigit, row.text)):
        return False
    if _WEB.search(row.folded) or _DATE.search(row.folded) or _REGISTRATION.match(row.folded) or amounts_in(row):
        return False
    if vocabulary.find("labels.phone", row.folded) and any(map(str.isdigit, row.text)):
        return False
    bare = re.sub(r"[^A-Z]", "", row.folded)
    listed = vocabulary.find("not_merchant", row.folded)
    if listed and len(re.sub(r"[^A-Z]", "", listed.group())) > 0.6 * len(bare):
        return False
    words = [re.sub(r"[^A-Z]", "", word) for word in row.folded.split()]
    return not all(vocabulary.is_listed("not_merchant", word) or len(word) < 2 for word in words)  # noqa: PLR2004


def _is_only_company_form(row: Row) -> bool:
    return not re.sub(r"[^A-Z]", "", vocabulary.without("company", re.sub(r"\(.*?\)", "", row.folded)))


def _tidy_name(text: str) -> str:
    """Without the registration number in brackets behind it, and without the frame around it."""
    text = re.sub(r"\(?\s?(?:CO\.?\s?(?:REG\.?)?\s?(?:NO\.?)?\W*)?\d{4,}\s?-?\s?[A-Za-z]\s?\)?\s*$", "", text)
    return text.strip(" *-_=.,:;|~#'\"")


def _is_phone(row: Row) -> bool:
    match = _PHONE.search(row.folded)
    return bool(match) and not any(map(str.isalpha, row.folded.replace(match.group(), ""))) if match else False
