"""Finds the shop's name, at the head of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.certainty import certainty, surety
from fairpanel.reading.headlines import goes_on, is_trade
from fairpanel.reading.heads import HEAD_ROWS, LETTERS_MIN, NUMBER_OF_COMPANY
from fairpanel.reading.mending import mended_name, without_slips
from fairpanel.reading.names import can_be_name, names_company
from fairpanel.reading.places import speaks_of_place
from fairpanel.reading.print_rows import Row, around, fold
from fairpanel.reading.values import Field

_NAMES_TRIED: Final = 4
# A logo and a slogan may stand above a company's name.
_COMPANIES_TRIED: Final = 6
_OWNED_BY: Final = re.compile(
    r"^\W*(?:OWN(?:ED|ER)? BY|DIMILIKI(?: OLEH)?|OPERATED BY|WELCOME TO(?: THE)?)\b[\s:]*(?=\S)"
)
_REGISTRATION_BEHIND: Final = re.compile(
    r"\s?(?:\([^()]*\d{4,}[^()]*\)?|\b(?:[A-Z]{2})?\d{5,}\s?-?\s?[A-Za-z]\b)\s?(?:\([^()]*\))?\W*$"
)
# What is read beside the form of a company, which ends its name; a branch stands in brackets.
_BEHIND_COMPANY: Final = re.compile(r"(?i)(.{4}\bSDN\.?\s?BHD\b\.?)\s*(?:\(\s?CO\b.*|[^(\s].*)$")
# The sign beside the name that begins with it: `dm dm-drogerie markt`.
_SIGN_BESIDE: Final = re.compile(r"(?i)^(\w{2,})\s(?=\1[^\w\s])")


def find_merchant(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's name: a company's full name in the head of the page, or else the first row that can be one."""
    head = [row for row in rows[:HEAD_ROWS] if can_be_name(row)]
    if not head:
        return None
    company = next((row for row in head[:_NAMES_TRIED] if names_company(row)), None) or _below_slogan(head, rows)
    first = head[0]
    fuller = next((row for row in head[1:_NAMES_TRIED] if row is not company and _begins_with(row, first)), None)
    if fuller is not None and company is None:
        parts = [fuller]
    elif company is None or (_begins_with(company, first) and not vocabulary.find("registered_name", company.folded)):
        parts = [first, *_rest_of_sign(rows, first, head)]
    else:
        parts = [company]
    above = rows[parts[0].index - 1] if parts[0].index else None
    if above in head and _is_tail(parts[0]) and not names_company(above):
        parts.insert(0, above)
    below = rows[parts[-1].index + 1] if parts[-1].index + 1 < len(rows) else None
    if below is not None and _is_unfinished(parts[-1], below):
        parts.append(below)
    text = " ".join(name for row in parts if (name := _tidy_name(row.text)))
    meant = " ".join(name for row in parts if (name := _tidy_name(without_slips(row))))
    signals = {
        "company": float(company in parts),
        "first": float(parts[0].index == 0),
        "rows": float(len(parts)),
        "known": float(meant != text),
        "read": surety(min(w.confidence for row in parts for w in row.words)),
    }
    return Field(mended_name(meant), text, around(parts), certainty("merchant", signals))


def _below_slogan(head: Sequence[Row], rows: Sequence[Row]) -> Row | None:
    """A company's full name further down, where nothing above it says a place: below a logo and a slogan."""
    company = next((row for row in head[_NAMES_TRIED:_COMPANIES_TRIED] if names_company(row)), None)
    return None if company is None or any(map(speaks_of_place, rows[: company.index])) else company


def _begins_with(company: Row, brand: Row) -> bool:
    """Whether the row is the full name of what stands above it: `IKEA Deutschland GmbH` below `IKEA`."""
    full, short = (re.sub(r"[^A-Z0-9]", "", row.folded) for row in (company, brand))
    return company is not brand and len(short) > LETTERS_MIN and full.startswith(short)


def _rest_of_sign(rows: Sequence[Row], first: Row, head: Sequence[Row]) -> list[Row]:
    """The rows below in which the name goes on."""
    rest = [first]
    for row in rows[first.index + 1 : first.index + _NAMES_TRIED]:
        if not goes_on(rest[-1], row, head, rows):
            break
        rest.append(row)
    return rest[1:]


def _is_tail(row: Row) -> bool:
    """Whether the row begins with what ends a company's name: with its form, one word before that, or an `&`."""
    found = vocabulary.find("company", row.folded)
    before = row.folded[: found.start()].split() if found is not None and names_company(row) else None
    return row.folded.startswith("&") or (before is not None and len(before) <= 1)


def _is_unfinished(row: Row, below: Row) -> bool:
    """Whether the name in `row` goes on below: behind an `&`, in an open bracket, with the company's form or trade."""
    if row.folded.rstrip().endswith(("&", " AND", " OF", " DE", " UND", " ET", " Y")):
        return True
    return row.text.count("(") > row.text.count(")") or _is_company_form(below) or is_trade(below)


def _is_company_form(row: Row) -> bool:
    """Whether the row says nothing but the form of a company: `SDN BHD (12345-X)`."""
    rest = NUMBER_OF_COMPANY.sub("", re.sub(r"\(.*?\)", "", row.folded))
    return bool(vocabulary.find("company", rest)) and not re.sub(r"[^A-Z]", "", vocabulary.without("company", rest))


def _tidy_name(text: str) -> str:
    """Without the registration number behind it, and without the frame around it."""
    owned = _OWNED_BY.match(fold(text))
    text = text[owned.end() if owned else 0 :]
    text = text[: match.start()] if (match := NUMBER_OF_COMPANY.search(fold(text))) else text
    text = _REGISTRATION_BEHIND.sub("", text)
    text = _BEHIND_COMPANY.sub(r"\1", text)
    text = _SIGN_BESIDE.sub("", text)
    return text.strip(" *-_=.,:;|~#'\"")
