"""What is no shop is not taken for one, however odd the page; the rates are those that `bench/shops.py` prints."""

import random
import string
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Hints, drawing, extract
from fairpanel.reading.directory import find_kind, find_shop
from fairpanel.reading.print_rows import Row

PageOf = Callable[[str], Page]

scraps = st.sampled_from(
    "LIDL Rewe TOTAL www. .de www..de a.b.c.de GmbH & Co. KG ' - 7-Eleven H&M 0 O . , \u00df \u0130 \u2014 "
    "C & A P E N N Y".split()
)
texts = st.one_of(scraps, st.text(min_size=1, max_size=12))


@settings(deadline=None, max_examples=200)
@given(
    rows=st.lists(st.lists(texts, min_size=1, max_size=8), max_size=12),
    countries=st.sets(st.sampled_from(["de", "us", "??"])),
    kind=st.sampled_from([None, "grocery", "??"]),
)
def test_any_rows_are_searched_without_a_crash_and_always_alike(
    rows: list[list[str]], countries: set[str], kind: str | None
) -> None:
    box = Box(0, 0, 10, 10)
    page = [Row(tuple(Word(text, box, 0.5) for text in texts), index) for index, texts in enumerate(rows)]

    shop = find_shop(page, countries=frozenset(countries), kind=kind)

    assert shop == find_shop(page, countries=frozenset(countries), kind=kind)
    assert shop is None or 0 < shop.confidence <= 1
    assert find_kind(page) == find_kind(page)


def test_random_letters_are_a_shop_less_than_once_in_three_hundred_pages(page_of: PageOf) -> None:
    chance = random.Random(11)
    rows = [f"{_random_word(chance)} {_random_word(chance)}" for _ in range(3600)]
    pages = [page_of("\n".join(rows[first : first + 6])) for first in range(0, len(rows), 6)]

    found = [reading.shop for page in pages if (reading := extract(page, Hints())).shop]

    assert len(found) <= 2


def test_no_made_up_shop_of_the_drawn_receipts_is_a_known_one(page_of: PageOf) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    countries = ("US", "GB", "FR", "ES", "IT", "NL", "PT")
    truths = [drawing.draw(seed=seed, now=now, country=countries[seed % 7]).truth for seed in range(21)]

    found = [extract(page_of("\n".join(row.text for row in truth.rows)), Hints()).shop for truth in truths]

    assert found == [None] * len(truths)


def _random_word(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_uppercase, k=chance.randint(3, 9)))
