"""Letters of names and addresses that can only be meant otherwise are set right, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.reading.mending import mended_address, mended_name
from fairpanel.reading.recognition import Piece, without_doubtful_accents


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("NO 29O, JALAN AIR PANAS", "NO 290, JALAN AIR PANAS"),
        ("NO.1O-G, GROUND FLOOR", "NO.10-G, GROUND FLOOR"),
        ("Jalan 7/1l8B", "Jalan 7/118B"),
        ("Sr! Gaya, Batu 5, lpoh", "Sri Gaya, Batu 5, Ipoh"),
        ("Jalau Bulan, SELANGOF", "Jalan Bulan, SELANGOR"),
        ("Hauptstrase 1", "Hauptstrase 1"),
        ("12 Lilac Lane", "12 Lilac Lane"),
        ("London SW1A 0AA", "London SW1A 0AA"),
        ("LONDON W1A 1AA", "LONDON W1A 1AA"),
    ],
)
def test_addresses(printed: str, meant: str) -> None:
    assert mended_address(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("SUPER SEVEN CASH & CARRY SDN 3HD", "SUPER SEVEN CASH & CARRY SDN BHD"),
        ("MR. D.1.Y. (M) SDN BHD", "MR. D.I.Y. (M) SDN BHD"),
        ("Muster 6MBH", "Muster GMBH"),
        ("7-Eleven", "7-Eleven"),
        ("4711 Parfum", "4711 Parfum"),
        ("CORP0RATE CAFE", "CORPORATE CAFE"),
        ("PLANET 51", "PLANET 51"),
    ],
)
def test_names(printed: str, meant: str) -> None:
    assert mended_name(printed) == meant


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-/&!|", max_size=60))
def test_what_was_mended_stays_as_it_is(text: str) -> None:
    for mend in (mended_address, mended_name):
        once = mend(text)

        assert mend(mend(once)) == mend(once)
        assert len(once) == len(text)


def piece(text: str, *, plain: str = "", accents: int = 0) -> Piece:
    return Piece(text, 0.0, 1.0, 0.9, accents=accents, plain=plain or text)


def test_a_lone_doubtful_accent_is_a_speck() -> None:
    rows = [(piece("SETIA"), piece("ÁLAM", plain="ALAM"))]

    assert [word.text for (row) in without_doubtful_accents(rows) for word in row] == ["SETIA", "ALAM"]


def test_where_a_page_surely_has_accents_the_doubtful_ones_stay() -> None:
    rows = [(piece("Brötchen", accents=1), piece("Käse", accents=1), piece("Müsli", plain="Musli"))]

    assert without_doubtful_accents(rows) == [tuple(row) for row in rows]
