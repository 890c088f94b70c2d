"""Made-up numbers pass the checks that real ones pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.de import vat as de
from stdnum.es import nif as es
from stdnum.fr import tva as fr
from stdnum.gb import vat as gb
from stdnum.it import iva as it
from stdnum.nl import btw as nl
from stdnum.pt import nif as pt

from fairpanel.reading.drawing import countries, identifiers
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import country

CHANCES = st.integers(min_value=0, max_value=2**32).map(lambda seed: Chance(seed, "identifiers"))
WITH_IBAN = [code for code in countries() if country(code).iban]


@given(CHANCES)
def test_a_card_number_has_its_luhn_digit(chance: Chance) -> None:
    number = identifiers.card_number(chance)

    assert len(number) == 16
    assert luhn.is_valid(number)


@given(CHANCES, st.sampled_from(WITH_IBAN))
def test_an_account_number_has_the_length_and_the_remainder_of_its_country(chance: Chance, code: str) -> None:
    number = identifiers.iban(code, country(code).iban, chance)

    assert iban.is_valid(number, check_country=False)


@pytest.mark.parametrize(
    ("code", "checker"), [("de", de), ("gb", gb), ("fr", fr), ("es", es), ("it", it), ("nl", nl), ("pt", pt)]
)
def test_vat_ids_have_right_check_digits(code: str, checker: object) -> None:
    made = [identifiers.vat_id(code, Chance(seed, "vat")) for seed in range(60)]

    assert [number for number in made if not checker.is_valid(number)] == []  # type: ignore[attr-defined]  # a module


def test_no_vat_id_is_made_where_receipts_show_none() -> None:
    assert not identifiers.vat_id("none", Chance(1, "vat"))
