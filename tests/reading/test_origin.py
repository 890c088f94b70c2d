"""In which country a receipt was printed: only where everything on it that says so agrees."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("rows", "country", "confidence"),
    [
        ("Café du Pont\n75011 Paris\nFRANCE\nPain 2,50\nTVA 5,5% 0,13\nSIRET 123", "FR", 0.8),
        ("Kaufgut\nUSt-IdNr DE 136 695 976\nBrot 2,50\nMwSt 7% 0,16", "DE", 0.8),
        ("Bottega\nP.IVA 00743110157\nPane 2,50", "IT", 0.4),
        ("Buurtwinkel\nBTW NL004495445B01\nBrood 2,50", "NL", 0.8),
        ("Corner Shop\nLeeds LS1 4AP\nVAT No GB 980 7806 84\nBread 2.50", "GB", 0.8),
        ("Corner Barn\nAustin, TX 78704\nBread 2.50\nSales tax 0.20", "US", 0.8),
        ("Corner Barn\nAustin, TX 78704\nBread 2.50", "US", 0.4),
    ],
)
def test_the_country_is_told_the_surer_the_more_signs_agree(
    page_of: PageOf, rows: str, country: str, confidence: float
) -> None:
    found = extract(page_of(rows), Hints()).country

    assert found is not None
    assert (found.value, found.confidence) == (country, confidence)


@pytest.mark.parametrize(
    "rows",
    [
        "Corner Shop\nBread 2.50\nTotal 2.50",
        "Boulangerie\nPain 2,50\nTVA 5,5% 0,13",
        "Maison France Berlin\nSteuernummer 12/345\nSIRET 123",
        "Corner Shop\nTour de France poster 9.00",
        "Corner Shop\nVAT No DE 136 695 977",
    ],
)
def test_what_several_countries_print_or_contradicts_itself_tells_none(page_of: PageOf, rows: str) -> None:
    assert extract(page_of(rows), Hints()).country is None


def test_a_dollar_on_a_receipt_of_nowhere_is_no_sure_sign_of_other_money(page_of: PageOf) -> None:
    unsure = extract(page_of("Kopi Stall\nVege rice $4.40\nTotal $4.40"), Hints(region="MY")).currency
    sure = extract(page_of("Corner Barn\nAustin, TX 78704\nBread $4.40\nTotal $4.40"), Hints(region="DE")).currency

    assert unsure is not None
    assert unsure.confidence < 0.5
    assert sure is not None
    assert (sure.value, sure.confidence > 0.9) == ("USD", True)


def test_a_code_of_money_far_from_any_money_is_none(page_of: PageOf) -> None:
    reading = extract(page_of("Cross Channel Network\n47, Jalan Meranti, SEK. 3\nRice 4.40"), Hints(region="MY"))

    assert reading.currency is not None
    assert reading.currency.value == "MYR"
