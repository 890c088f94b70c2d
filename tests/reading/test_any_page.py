"""Whatever stands on a page, it is understood or passed over, never a crash."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Hints, extract

scraps = st.sampled_from(
    "TOTAL SUBTOTAL Tax CASH Change Rounding -0.02 12.34 1.234,56 $7 RM .05 2 x @ 0,162 kg 19% 31/02/2018 "
    "30.04.2009:58 29.02.2019 Nov3014 25:61 9:00 A [card number] SDN BHD ( ) - 01062 "
    "Paris Str. 12 , Tel +49 \u00df \u0130 \u2014".split()
)
words = st.one_of(scraps, st.text(min_size=1, max_size=8))
sides = st.integers(0, 400)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Rows of words that stand anywhere."""
    rows = []
    for texts in draw(st.lists(st.lists(words, min_size=1, max_size=6), max_size=12)):
        row = []
        for text in texts:
            left, top = draw(sides), draw(sides)
            row.append(Word(text, Box(left, top, left + draw(sides), top + draw(sides)), draw(st.floats(0, 1))))
        rows.append(tuple(row))
    return Page(800, 800, tuple(rows))


# No deadline: the machine may be busy, and time is not what this is about.
@settings(deadline=None, max_examples=60)
@given(page=pages(), region=st.sampled_from([None, "US", "DE", "??"]))
def test_any_page_is_read_without_a_crash_and_always_the_same(page: Page, region: str | None) -> None:
    first = extract(page, Hints(region=region))

    again = extract(page, Hints(region=region))

    assert first == again
    assert first.page == page
    assert 0 <= first.confidence <= 1
