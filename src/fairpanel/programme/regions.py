"""Regions: where people join, what they are paid in, and from which age on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from fairpanel.kit.money import Money
from fairpanel.programme.amounts import Amount, Currency
from fairpanel.programme.record import Record

RegionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f'"{name}" is not a time zone; write one like "Europe/Berlin"')
    return name


def _year(text: Any) -> Any:
    # A key of a TOML table is always text.
    return int(text) if isinstance(text, str) and text.isdecimal() else text


Year = Annotated[int, BeforeValidator(_year), Field(ge=1900, le=2999)]


class DatedAge(Record):
    """An age in whole years that the law has asked for since a day."""

    since: date
    years: Annotated[int, Field(ge=1, le=25)]


def _in_order(ages: tuple[DatedAge, ...]) -> tuple[DatedAge, ...]:
    if any(later.since <= earlier.since for earlier, later in pairwise(ages)):
        raise ValueError("write the ages with the oldest day first, each day once")
    return ages


Ages = Annotated[tuple[DatedAge, ...], Field(min_length=1), AfterValidator(_in_order)]


class Region(Record):
    """A country, by its ISO 3166 code, with what the law and the custom of the place ask for."""

    code: RegionCode
    currency: Currency
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    ages_of_majority: Ages
    ages_of_consent: Ages
    tax_thresholds: Mapping[Year, Amount]

    @model_validator(mode="before")
    @classmethod
    def _in_own_currency(cls, table: Any) -> Any:
        """Hand each tax threshold the region's currency, which the file writes only once."""
        if not isinstance(table, dict) or not isinstance(table.get("tax_thresholds"), dict):
            return table
        thresholds = {year: (amount, table.get("currency")) for year, amount in table["tax_thresholds"].items()}
        return {**table, "tax_thresholds": thresholds}

    def majority(self, on: date) -> int:
        """The age in years from which a person is an adult on that day."""
        return _age(self.ages_of_majority, on)

    def digital_consent(self, on: date) -> int:
        """The age in years from which a person may agree online on that day (GDPR art. 8, COPPA)."""
        return _age(self.ages_of_consent, on)

    def tax_threshold(self, year: int) -> Money | None:
        """What a person may be paid in that calendar year before it is reported; None where nothing is reported.

        A threshold holds from the year under which it is written until the next one.
        """
        begun = [since for since in self.tax_thresholds if since <= year]
        return self.tax_thresholds[max(begun)] if begun else None


def _age(ages: tuple[DatedAge, ...], on: date) -> int:
    # Before the first day that we know of, the first age is the careful answer: none of them was ever lower.
    return next((age.years for age in reversed(ages) if age.since <= on), ages[0].years)
