"""Names that national lists of medicines brought are known where a till prints them bare."""

from __future__ import annotations

import pytest

from fairpanel.redaction import mask_text

EVERYWHERE = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")


@pytest.mark.parametrize("name", ["XATRAL", "TENOMAX", "HERZAPLUS", "UPTRAVI", "NASOFAN"])
def test_a_brand_of_a_national_list_goes_where_it_is_printed_bare(name: str) -> None:
    assert mask_text(f"PAIN 2,00\n{name} 6,80", EVERYWHERE) == "PAIN 2,00\n[medicine] 6,80"


def test_a_brand_that_is_a_word_goes_with_a_strength_and_stays_bare() -> None:
    assert mask_text("PAIN 2,00\nMENTHOL 6,80", EVERYWHERE) == "PAIN 2,00\nMENTHOL 6,80"
    assert mask_text("PAIN 2,00\nMENTHOL 50MG 6,80", EVERYWHERE) == "PAIN 2,00\n[medicine] 6,80"


def test_a_farewell_with_a_mark_of_exclamation_is_no_medicine() -> None:
    assert mask_text("PANE 2,00\nGrazie, a presto!", EVERYWHERE) == "PANE 2,00\nGrazie, a presto!"
