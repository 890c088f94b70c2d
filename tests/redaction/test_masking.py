"""Masking takes away what is marked, all of it, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction import Kind, find, mask, mask_text

REGIONS = ("US", "GB", "DE", "FR", "ES")

PRINTED = st.one_of(
    st.sampled_from(
        "4242 4242424242424242 ************1234 XXXX 1234 IBAN DE89370400440532013000 DE89 3704 0044 0532 Tel. 0221 "
        "4710123 (614) 555-0112 +49 info@shop.example @ Kundennummer Member no: 2290123456 SUMME 12,34 01.02.2026 "
        "12:34 PAN BIC COBADEFFXXX Sort code 12-34-56 VISA Karte [card number] [phone number] 4006381333931 \x00".split(
            " "
        )
    ),
    st.text(alphabet="0123456789 -./*xX#+()@", min_size=1, max_size=24),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    rows = draw(st.lists(st.lists(PRINTED, min_size=1, max_size=6), max_size=6))
    return Page(
        800,
        600,
        tuple(
            tuple(
                Word(text, Box(place * 100, number * 30, place * 100 + 90, number * 30 + 20), 0.9)
                for place, text in enumerate(row)
            )
            for number, row in enumerate(rows)
        ),
    )


@given(page=pages())
def test_after_masking_there_is_nothing_left_to_find(page: Page) -> None:
    masked = mask(page, find(page, regions=REGIONS))

    assert find(masked, regions=REGIONS) == ()


@given(page=pages())
def test_a_word_without_a_mark_stays_as_it_is_and_so_does_every_row(page: Page) -> None:
    marks = find(page, regions=REGIONS)

    masked = mask(page, marks)

    touched = {(mark.row, span.word) for mark in marks for span in mark.spans}
    assert len(masked.rows) == len(page.rows)
    for number, (before, after) in enumerate(zip(page.rows, masked.rows, strict=True)):
        untouched = [word for place, word in enumerate(before) if (number, place) not in touched]
        assert [word for word in after if word in untouched] == untouched


@given(page=pages())
def test_marks_do_not_overlap_and_stand_inside_their_words(page: Page) -> None:
    marks = find(page, regions=REGIONS)

    places = [
        (mark.row, span.word, place) for mark in marks for span in mark.spans for place in range(span.start, span.end)
    ]
    assert len(places) == len(set(places))
    assert all(row is not None and place < len(page.rows[row][word].text) for row, word, place in places)


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_running_text_keeps_its_lines_and_masking_twice_is_masking_once(text: str) -> None:
    once = mask_text(text, REGIONS)

    assert once.count("\n") == text.count("\n")
    assert mask_text(once, REGIONS) == once


def test_a_number_over_several_words_becomes_one_placeholder_with_the_box_of_them_all() -> None:
    words = tuple(
        Word(text, Box(place * 60, 0, place * 60 + 50, 20), 0.9)
        for place, text in enumerate(["Karte", "4242", "4242", "4242", "4242", "12,34"])
    )
    page = Page(400, 20, (words,))

    (found,) = find(page, regions=REGIONS)
    masked = mask(page, [found])

    assert found.kind is Kind.CARD
    assert found.box == Box(60, 0, 290, 20)
    assert [word.text for word in masked.rows[0]] == ["Karte", "[card number]", "12,34"]
    assert masked.rows[0][1].box == found.box


def test_a_number_that_the_recogniser_did_not_part_from_its_label_is_masked_alone() -> None:
    word = Word("Kundennummer 2290123456", Box(0, 0, 230, 20), 0.9)
    page = Page(230, 20, ((word,),))

    (found,) = find(page, regions=REGIONS)

    assert mask(page, [found]).rows[0][0].text == "Kundennummer [loyalty number]"
    assert found.box == Box(115, 0, 230, 20)
