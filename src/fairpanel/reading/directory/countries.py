"""The countries that a receipt can be from, by where it was handed in and what money it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

# All that pay in it; the vocabulary lists the countries that the programme is in.
_OF_CURRENCY: Final = {
    "EUR": "ad at be bg cy de ee es fi fr gr hr ie it lt lu lv mc me mt nl pt sk sm si va xk",
    "USD": "us ec pa pr sv",
    "GBP": "gb gg im je",
    "CHF": "ch li",
}
# The sign alone does not say whose dollar it is.
_OF_DOLLAR_SIGN: Final = "ar au bb bn bs bz ca cl co ec fj gy hk jm ky mx nz pa pr sg sr sv tt tw us uy"


# Forms of companies that the law of few countries knows.
_OF_COMPANY: Final = {
    "SDN BHD": "my bn",
    "PTE LTD": "sg",
    "PTY LTD": "au za",
    "GMBH": "de at ch",
    "OHG": "de at",
    "LLC": "us ca",
    "PLC": "gb ie",
    "SARL": "fr be lu ch",
    "SNC": "fr it be",
    "SRL": "it ro mx ar",
    "S R L": "it ro mx ar",
    "S P A": "it cl",
    "S L U": "es",
    "B V": "nl be",
    "BV": "nl be",
    "VOF": "nl be",
    "UNIPESSOAL": "pt",
    "LDA": "pt",
}


def countries_of(region: str | None, currency: Field[str] | None, rows: Sequence[Row]) -> frozenset[str]:
    """ISO 3166 codes in small letters; none where nothing is known.

    `region` is where the receipt was handed in: a guess that money of elsewhere overrules. A currency that nothing on
    the page said (its field has no text) adds nothing. The form of the company on the page narrows it down.
    """
    home = frozenset() if region is None else frozenset({region.lower()[:2].replace("uk", "gb")})
    possible = home
    if currency is not None and currency.text:
        paid_in = _paid_in(currency)
        possible = home if home & paid_in else paid_in
    if len(possible) == 1:
        return possible
    founded_in = _founded_in(rows)
    return (possible & founded_in or possible) if possible else founded_in


def _paid_in(currency: Field[str]) -> frozenset[str]:
    if currency.text == "$":
        return frozenset(_OF_DOLLAR_SIGN.split())
    known = {code.lower() for code, paid in vocabulary.currency_of_region().items() if paid == currency.value}
    return frozenset({*_OF_CURRENCY.get(currency.value, "").split(), *known} - {"uk"})


def _founded_in(rows: Sequence[Row]) -> frozenset[str]:
    for row in rows:
        words = f" {re.sub(r'[^A-Z]+', ' ', row.folded)} "
        for form, countries in _OF_COMPANY.items():
            if f" {form} " in words:
                return frozenset(countries.split())
    return frozenset()
