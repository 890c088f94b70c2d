"""What lines sell: medicines go under every name, what else one buys stays."""

from __future__ import annotations

import pytest

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction import Kind, find, mask, mask_text

EVERYWHERE = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Ibuprofen 400 20 St 4,98 A", "[medicine] 4,98 A"),
        ("2 x Nasenspray 10ml 7,58 B", "2 x [medicine] 7,58 B"),
        ("AMOXICILINA 500 MG 24 CAPS 2,50", "[medicine] 2,50"),
        ("ATORVASTATIN 20MG TAB 90 10.00", "[medicine] 10.00"),
        ("OMÉPRAZOLE 20MG GELULES X14 6,80", "[medicine] 6,80"),
        ("Oméprazo1e 20mg 6,80", "[medicine] 6,80"),
        ("TYLENOL 24CT 8.99", "[medicine] 8.99"),
        ("LISINOPRL 10MG 4.00", "[medicine] 4.00"),
        ("PARACETAM. 500MG 2,49", "[medicine] 2,49"),
        ("DOLIPRANE 1000MG CP X8 2,18", "[medicine] 2,18"),
        ("Voltaren Schmerzgel 120g 14,99", "[medicine] 14,99"),
        ("XYZOMAT 10mg Filmtbl. 30 St 12,00", "[medicine] 12,00"),
        ("Rx 0042 copay 9.90", "[medicine] 9.90"),
        ("Schwangerschaftstest 2er 7,95", "[intimate product] 7,95"),
        ("DUREX CONDOMS 12PK 9.99", "[intimate product] 9.99"),
        ("FFP2 CORONA-TEST 5ER 9,95", "[health product] 9,95"),
        ("Gebetsteppich 29,00", "[religious article] 29,00"),
        ("Gewerkschaftsbeitrag 12,00", "[political contribution] 12,00"),
    ],
)
def test_what_tells_of_health_sex_faith_or_party_goes_and_its_price_stays(printed: str, left: str) -> None:
    assert mask_text(f"Brot 2,00\n{printed}", EVERYWHERE) == f"Brot 2,00\n{left}"


@pytest.mark.parametrize(
    "printed",
    [
        "Ahornsirup 250ml 4,99",
        "Kaffeekapseln 10 St 2,99",
        "Spülmaschinentabs 30 St 3,95",
        "FINISH TABLETS 30 8.00",
        "COCA COLA 12PK 5.99",
        "Vitamin D3 60 St 3,95",
        "Hustenbonbons 1,65",
        "Handcreme Olive 1,95",
        "Zitrone 0,39",
        "GINGER ROOT 0.95",
        "Kräutertee 20 Btl 1,85",
        "CHOPPED SALAD COVERS 2 11.00",
        "Rollmops 500g 3,99",
        "Pampers Gr. 4 12,99",
        "WATER 500ML 0.85",
    ],
)
def test_what_anybody_buys_stays(printed: str) -> None:
    assert mask_text(f"Brot 2,00\n{printed}", EVERYWHERE) == f"Brot 2,00\n{printed}"


def test_at_a_pharmacy_a_form_and_a_pack_are_enough() -> None:
    line = "Abcdefan Tabletten 20 St 8,00"

    elsewhere, there = (
        mask_text(f"{shop}\nSalbei 1,00\n{line}", ["DE"]) for shop in ("Markt", "Apotheke am Lindenplatz")
    )

    assert elsewhere.endswith(line)
    assert there.endswith("[medicine] 8,00")


@pytest.mark.parametrize(
    "printed",
    [
        "Vitamin D3 60 St 3,95",
        "Vitamina D 60 comp 5,25",
        "Crema de manos 2,15",
        "Crème mains 50ml 3,20",
        "Barrita cereales 4 x 0,81 3,24",
    ],
)
def test_vitamins_and_care_of_the_body_stay_at_a_pharmacy_too(printed: str) -> None:
    text = f"Farmacia Apotheke\nBrot 2,00\n{printed}"

    assert mask_text(text, EVERYWHERE) == text


def test_a_vitamin_in_a_strength_goes() -> None:
    assert mask_text("Apotheke\nVitamin D3 20000 IE Kapseln 9,95", ["DE"]) == "Apotheke\n[medicine] 9,95"


def test_the_name_of_the_shop_stays_even_where_it_sounds_like_a_medicine() -> None:
    text = "VOLTAREN APOTHEKE\nLindenallee 3\n\nBrot 2,00"

    assert mask_text(text, ["DE"]) == text


def test_the_number_of_the_article_goes_with_the_medicine_and_so_does_what_goes_on_below() -> None:
    text = "Brot 2,00\n4006381333931\nASPIRIN PLUS C\n20 St 8,99 A\n4006381333931\nSalz 0,50"

    assert mask_text(text, ["DE"]) == "Brot 2,00\n[medicine]\n[medicine]\n[medicine] 8,99 A\n4006381333931\nSalz 0,50"


def test_a_programme_can_leave_special_kinds_on_and_medicines_never() -> None:
    rows = tuple((Word(text, Box(0, row * 20, 300, row * 20 + 18), 1.0),) for row, text in enumerate(_ROWS))
    page = Page(300, 100, rows)

    left_on = mask(page, find(page, regions=["DE"], left_on=[Kind.INTIMATE]))

    assert [row[0].text for row in left_on.rows] == ["Kondome 8er 5,99", "[medicine] 4,98"]
    with pytest.raises(ValueError, match="can be left on"):
        find(page, regions=["DE"], left_on=[Kind.MEDICINE])


_ROWS = ("Kondome 8er 5,99", "Ibuprofen 400 4,98")
