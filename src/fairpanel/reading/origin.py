"""Finds the country that a receipt was printed in: by tax ids, names of countries, and what only some tills say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as british_vat

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

# What so many different kinds of signs are worth that agree on one country; one alone may be a misreading.
_BY_SIGNS: Final = (0.0, 0.4, 0.8, 0.9)
_HEAD_ROWS: Final = 12
# The forms of VAT ids, `9` for a digit and `#` for either, with the spaces and dots that tills print between groups.
_VAT_IDS: Final = (
    "DE999999999", "ATU99999999", "FR##999999999", "ES#9999999#", "IT99999999999", "NL999999999B99", "PT999999999",
    "BE9999999999", "LU99999999", "GB999999999",
)  # fmt: skip
_VAT_ID: Final = re.compile(
    "|".join(
        rf"(?<![A-Z0-9]){r'[ .-]?'.join({'9': '[0-9]', '#': '[A-Z0-9]'}.get(one, one) for one in form)}(?![A-Z0-9])"
        for form in _VAT_IDS
    )
)
_US_PLACE: Final = re.compile(rf"\b(?:{'|'.join(vocabulary.words('us_states'))})[\s.,]{{1,3}}\d{{5}}(?:-\d{{4}})?\W*$")
_BRITISH_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: str
    countries: frozenset[str]
    text: str
    box: Box


def find_country(rows: Sequence[Row]) -> Field[str] | None:
    """The one country (ISO 3166) that every sign on the page allows, or None where they disagree or leave a choice."""
    signs = [sign for row in rows for sign in _signs_in(row)]
    if not signs:
        return None
    common = frozenset.intersection(*(sign.countries for sign in signs))
    if len(common) != 1:
        return None
    (country,) = common
    kinds = {sign.kind for sign in signs}
    own = [sign for sign in signs if len(sign.countries) == 1] or signs
    worth = _BY_SIGNS[min(len(kinds), len(_BY_SIGNS) - 1)]
    return Field(country.upper(), own[0].text, Box.around(sign.box for sign in own), worth)


def _signs_in(row: Row) -> Iterator[_Sign]:
    for match in _VAT_ID.finditer(row.folded):
        if _is_vat_id(match.group()):
            country = match.group()[:2].lower()
            yield _sign("vat id", frozenset({country}), row, match)
    for countries, match in vocabulary.find_keys("said_in", row.folded):
        yield _sign("words", frozenset(countries.split()), row, match)
    if row.index >= _HEAD_ROWS:
        return
    for country, match in vocabulary.find_keys("country_names", row.folded):
        # In the middle of a row it is part of a name: `Tour de France 2026`.
        if not row.folded[match.end() :].strip(" .,"):
            yield _sign("name", frozenset({country}), row, match)
    for kind, country, pattern in (("place", "us", _US_PLACE), ("place", "gb", _BRITISH_POSTCODE)):
        if place := pattern.search(row.folded):
            yield _sign(kind, frozenset({country}), row, place)


def _sign(kind: str, countries: frozenset[str], row: Row, match: re.Match[str]) -> _Sign:
    return _Sign(kind, countries, match.group(), row.box_between(*match.span()))


def _is_vat_id(printed: str) -> bool:
    number = re.sub(r"[ .-]", "", printed)
    try:
        british_vat.validate(number) if number.startswith("GB") else vat.validate(number)
    except ValidationError:
        return False
    return True
