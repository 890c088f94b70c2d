"""The places on a page that speak for a known brand: web addresses, full names of companies, names in its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.directory.brands import Brand, directory
from fairpanel.reading.directory.names import host_key_of, key_of
from fairpanel.reading.directory.naming import Naming, namings_in
from fairpanel.reading.names import can_be_name
from fairpanel.reading.places import has_postcode, names_street
from fairpanel.reading.print_rows import Row, around

WEB: Final = 0.97
"""How much a brand's web address is worth, from 0 to 1."""

_HEAD_ROWS: Final = 8
# By how many rows that can be names stand above it.
_PLACES: Final = (1.0, 0.95, 0.85, 0.8)
_TWO_ROWS: Final = 0.93
# What is left of the doubt where the row is a company's full name.
_COMPANY: Final = 0.5
_HOST: Final = re.compile(r"(?:[A-Z0-9-]+\s?\.\s?)+[A-Z]{2,6}(?![A-Z0-9])")
_WWW: Final = re.compile(r"^(?:HTTPS?)?:?/*WWW[.,:]?")

# A town is often called like a shop: `Springfield, IL`.
_IN_STATE: Final = re.compile(rf"[.,]\s?(?:{'|'.join(vocabulary.words('us_states'))})\W*$")

_NUMBER: Final = re.compile(r"(?<![A-Z0-9])\d")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place on the page that speaks for a brand with `score` from 0 to 1.

    `is_own_name` says that it is the brand's own name, not another spelling; `printed` is how sure the recogniser is.
    """

    brand: Brand
    is_own_name: bool
    score: float
    text: str
    box: Box
    printed: float


def by_host(rows: Sequence[Row]) -> Iterator[Evidence]:
    """Web addresses, anywhere on the page."""
    for row in rows:
        for match in _HOST.finditer(row.folded) if "." in row.folded else ():
            labels = host_key_of(_WWW.sub("", re.sub(r"\s", "", match.group()))).split(".")
            hosts = (".".join(labels[first:]) for first in range(len(labels) - 1))
            brand = next((directory().by_host[host] for host in hosts if host in directory().by_host), None)
            if brand is not None:
                yield _between(row, match.start(), match.end(), brand, is_own_name=True, score=WEB)


def by_company(rows: Sequence[Row]) -> Iterator[Evidence]:
    """Full names of companies below the head of the page: `Lidl Vertriebs GmbH & Co. KG` at its foot."""
    for row in rows:
        if row.index >= _HEAD_ROWS and _names_company(row) and can_be_name(row):
            yield from _in_row(row, place=row.index)


def by_name(rows: Sequence[Row]) -> Iterator[Evidence]:
    """Names in the head of the page, also where one stands on two rows."""
    head = [row for row in rows if row.index < _HEAD_ROWS and can_be_name(row) and not _says_where(row)]
    for place, row in enumerate(head):
        yield from _in_row(row, place=place)
    for upper, lower in pairwise(head):
        text = f"{upper.text} {lower.text}"
        for brand in directory().by_key.get(key_of(text), ()) if lower.index == upper.index + 1 else ():
            printed = min(word.confidence for word in (*upper.words, *lower.words))
            yield Evidence(brand, brand.key == key_of(text), _TWO_ROWS, text, around([upper, lower]), printed)


def _in_row(row: Row, *, place: int) -> Iterator[Evidence]:
    for naming in namings_in(row):
        for brand in naming.brands:
            score = naming.worth(brand) * _PLACES[min(place, len(_PLACES) - 1)]
            if _names_company(row) and score:
                score = 1 - (1 - naming.worth(brand)) * _COMPANY
            if score:
                yield _of_naming(row, naming, brand, score)


def _of_naming(row: Row, naming: Naming, brand: Brand, score: float) -> Evidence:
    return _between(row, naming.start, naming.end, brand, is_own_name=brand.key == naming.key, score=score)


def _between(row: Row, start: int, end: int, brand: Brand, *, is_own_name: bool, score: float) -> Evidence:
    text = " ".join(word.text for word in row.words_between(start, end))
    return Evidence(brand, is_own_name, score, text, row.box_between(start, end), row.confidence_between(start, end))


def _names_company(row: Row) -> bool:
    return vocabulary.find("company", row.folded) is not None


def _says_where(row: Row) -> bool:
    return (
        has_postcode(row)
        or bool(_IN_STATE.search(row.folded))
        or (names_street(row) and bool(_NUMBER.search(row.folded)))
    )
