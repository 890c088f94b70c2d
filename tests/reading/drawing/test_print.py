"""The till prints nothing over anything else, and nothing beside the paper."""

from datetime import datetime
from itertools import combinations

import pytest

from fairpanel.reading.drawing import countries
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import country
from fairpanel.reading.drawing.ink import Place, print_strip
from fairpanel.reading.drawing.layout import compose, style
from fairpanel.reading.drawing.purchase import purchase

NOW = datetime(2026, 11, 1, 12, 0)  # noqa: DTZ001 - a till prints the time of its own wall
PERSONAL = ["card-number", "phone-number", "mail-address", "loyalty-number", "name"]


@pytest.mark.parametrize("seed", range(24))
def test_no_two_fields_touch_and_none_leaves_the_paper(seed: int) -> None:
    place = country(countries()[seed % len(countries())])
    include = [*PERSONAL, "account-number"] if place.iban and seed % 2 else PERSONAL
    bill = purchase(
        country=place,
        shop=None,
        bought=None,
        now=NOW,
        include=include,
        chance=Chance(seed, "purchase"),
        more=Chance(seed, "people"),
    )
    how = style(bill, Chance(seed, "style"))

    strip = print_strip(compose(bill, how, Chance(seed, "layout")), how, Chance(seed, "ink"))

    high, wide = strip.ink.shape
    places = [place for _, place in strip.marked]
    assert all(0 <= p.left < p.right <= wide and 0 <= p.top < p.bottom <= high for p in places)
    assert [(a, b) for a, b in combinations(places, 2) if _touch(a, b)] == []


def _touch(one: Place, other: Place) -> bool:
    # Letters of two rows may reach into each other's room by a few dots, as they do on a tight strip.
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 5 and high > 9
