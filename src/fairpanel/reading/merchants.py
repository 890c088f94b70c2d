"""Finds the shop's name, at the head of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.certainty import certainty, surety
from fairpanel.reading.dates import has_date
from fairpanel.reading.heads import HEAD_ROWS, LETTERS_MIN, NUMBER_OF_COMPANY, REGISTRATION, WEB
from fairpanel.reading.mending import mended_name, without_slips
from fairpanel.reading.places import speaks_of_place
from fairpanel.reading.print_rows import Row, around, fold
from fairpanel.reading.values import Field

_NAMES_TRIED: Final = 4
_LARGE_FROM: Final = 1.25
_ALIKE: Final = (0.75, 1.35)
_OWNED_BY: Final = re.compile(
    r"^\W*(?:OWN(?:ED|ER)? BY|DIMILIKI(?: OLEH)?|OPERATED BY|WELCOME TO(?: THE)?)\b[\s:]*(?=\S)"
)
_REGISTRATION_BEHIND: Final = re.compile(
    r"\s?(?:\([^()]*\d{4,}[^()]*\)?|\b(?:[A-Z]{2})?\d{5,}\s?-?\s?[A-Za-z]\b)\s?(?:\([^()]*\))?\W*$"
)


def find_merchant(rows: Sequence[Row]) -> Field[str] | None:
    """The shop's name: a company's full name in the head of the page, or else the first row that can be one."""
    head = [row for row in rows[:HEAD_ROWS] if can_be_name(row)]
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
    meant = " ".join(name for row in parts if (name := _tidy_name(without_slips(row))))
    signals = {
        "company": float(company in parts),
        "first": float(parts[0].index == 0),
        "rows": float(len(parts)),
        "known": float(meant != text),
        "read": surety(min(w.confidence for row in parts for w in row.words)),
    }
    return Field(mended_name(meant), text, around(parts), certainty("merchant", signals))


def names_company(row: Row) -> bool:
    """Whether the row holds a company's form behind a name: `SDN BHD`, or `SA` as its last word."""
    text = NUMBER_OF_COMPANY.sub("", row.folded)
    found = [match for match in vocabulary.find_all("company", text) if match.start() or len(match.group()) > 4]  # noqa: PLR2004
    bare = re.sub(r"[\s.,]*(?:\(.*)?$", "", text)
    return any(
        "," not in match.group() and (len(match.group()) > 3 or match.end() >= len(bare))  # noqa: PLR2004
        for match in found
    )


def _begins_with(company: Row, brand: Row) -> bool:
    """Whether the row is the full name of what stands above it: `IKEA Deutschland GmbH` below `IKEA`."""
    full, short = (re.sub(r"[^A-Z0-9]", "", row.folded) for row in (company, brand))
    return company is not brand and len(short) > LETTERS_MIN and full.startswith(short)


def _rest_of_sign(rows: Sequence[Row], first: Row) -> list[Row]:
    """The rows below that are set as large as `first`, where that is larger than the rest of the page."""
    heights = sorted(row.height for row in rows)
    rest: list[Row] = []
    if first.height < _LARGE_FROM * heights[len(heights) // 2]:
        return rest
    for row in rows[first.index + 1 : first.index + _NAMES_TRIED]:
        alike = _ALIKE[0] < row.height / first.height < _ALIKE[1]
        if not alike or not can_be_name(row) or any(map(str.isdigit, row.text)) or speaks_of_place(row):
            break
        rest.append(row)
    return rest


def _is_tail(row: Row) -> bool:
    """Whether the row begins with what ends a company's name: with its form, one word before that, or an `&`."""
    found = vocabulary.find("company", row.folded)
    before = row.folded[: found.start()].split() if found is not None and names_company(row) else None
    return row.folded.startswith("&") or (before is not None and len(before) <= 1)


def _is_unfinished(row: Row, below: Row) -> bool:
    """Whether the name in `row` goes on below: behind an `&`, in an open bracket, with the company's form or trade."""
    if row.folded.rstrip().endswith(("&", " AND", " OF", " DE", " UND", " ET", " Y")):
        return True
    return row.text.count("(") > row.text.count(")") or _is_company_form(below) or _is_trade(below)


def _is_trade(row: Row) -> bool:
    """Whether the row only says what is traded in: `Restaurant & Bar`."""
    words = re.findall(r"[A-Z]+", row.folded)
    is_named = any(map(str.isdigit, row.text)) or not words
    return not is_named and all(vocabulary.is_listed("trades", word) for word in words)


def _is_company_form(row: Row) -> bool:
    """Whether the row says nothing but the form of a company: `SDN BHD (12345-X)`."""
    rest = NUMBER_OF_COMPANY.sub("", re.sub(r"\(.*?\)", "", row.folded))
    return bool(vocabulary.find("company", rest)) and not re.sub(r"[^A-Z]", "", vocabulary.without("company", rest))


def can_be_name(row: Row) -> bool:
    """Whether the row may be the name of a shop: mostly letters, and neither greeting, date, amount nor number."""
    letters = sum(map(str.isalpha, row.text))
    if letters < LETTERS_MIN or letters < sum(map(str.isdigit, row.text)):
        return False
    if has_date(row) or REGISTRATION.match(row.folded) or NUMBER_OF_COMPANY.match(row.folded) or amounts_in(row):
        return False
    if WEB.search(row.folded) and not names_company(row):
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
    text = text[: match.start()] if (match := NUMBER_OF_COMPANY.search(fold(text))) else text
    text = _REGISTRATION_BEHIND.sub("", text)
    return text.strip(" *-_=.,:;|~#'\"")
