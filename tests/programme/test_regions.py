"""Ages and tax thresholds are dated data."""

from __future__ import annotations

from datetime import date

import pytest

from fairpanel.kit.money import Money
from fairpanel.programme import Region, load, preset


@pytest.fixture
def germany(small: str) -> Region:
    return load(small).versions[0].regions["DE"]


@pytest.mark.parametrize(
    ("on", "years"), [(date(1974, 12, 31), 21), (date(1975, 1, 1), 18), (date(2026, 1, 1), 18), (date(1900, 1, 1), 21)]
)
def test_the_age_of_majority_is_that_of_the_day(germany: Region, on: date, years: int) -> None:
    assert germany.majority(on) == years


def test_the_age_of_digital_consent_is_that_of_the_day(germany: Region) -> None:
    assert germany.digital_consent(date(2026, 1, 1)) == 16


@pytest.mark.parametrize(
    ("year", "threshold"),
    [(2019, None), (2020, Money(600_00, "EUR")), (2025, Money(600_00, "EUR")), (2030, Money(2000_00, "EUR"))],
)
def test_a_tax_threshold_holds_until_the_next_one(germany: Region, year: int, threshold: Money | None) -> None:
    assert germany.tax_threshold(year) == threshold


def test_the_us_reports_from_600_dollars_to_2025_and_from_2000_since() -> None:
    united_states = preset().versions[-1].regions["US"]

    thresholds = {year: united_states.tax_threshold(year) for year in (2024, 2025, 2026, 2027)}

    assert thresholds == {
        2024: Money(600_00, "USD"),
        2025: Money(600_00, "USD"),
        2026: Money(2000_00, "USD"),
        2027: Money(2000_00, "USD"),
    }
