"""Letters of names and addresses that can only be meant otherwise are set right, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.page import Box, Word
from fairpanel.reading.mending import mended_address, mended_name, without_slips
from fairpanel.reading.print_rows import Row
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


def a_row(text: str, *, confidence: float) -> Row:
    return Row(tuple(Word(word, Box(0, 0, 10, 10), confidence) for word in text.split()), 0)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("NO 5 JALAN SETTA", "NO 5 JALAN SETIA"),
        ("Corner Bakerdes", "Corner Bakeries"),
        ("SETIA ÁLAM", "SETIA ALAM"),
        # As near to two known words: nobody knows which.
        ("PANAN", "PANAN"),
        ("Lilac Lane 4711", "Lilac Lane 4711"),
    ],
)
def test_a_word_not_read_surely_becomes_the_one_known_word_next_to_it(read: str, meant: str) -> None:
    assert without_slips(a_row(read, confidence=0.9)) == meant


def test_a_word_read_surely_stays_as_it_is_printed() -> None:
    assert without_slips(a_row("JALAN SETTA", confidence=0.99)) == "JALAN SETTA"
