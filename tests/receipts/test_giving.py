"""What may stay of lines for research: nothing that fewer than ten members share."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from fairpanel.receipts.rules.giving import QUANTITY_MAX, SHARED_BY_MIN, Bought, given_of, rounded

BOUGHT = some.builds(
    Bought,
    programme=some.just("fair"),
    region=some.sampled_from(["DE", "FR"]),
    bought_on=some.dates(date(2026, 1, 1), date(2026, 12, 31)),
    shop_kind=some.sampled_from(["", "grocery"]),
    shop=some.sampled_from(["", "LUMINA", "CORNER"]),
    text=some.sampled_from(["", "MILK", "BREAD", "A RARE THING"]),
    quantity=some.none() | some.decimals("-2", "40", places=1),
    price_minor=some.integers(-10_000_000, 10_000_000),
    currency=some.just("EUR"),
)
PANELS = some.lists(some.lists(BOUGHT, max_size=4), min_size=1, max_size=24)


@given(PANELS)
def test_no_words_and_no_shop_stay_that_fewer_than_ten_members_have(panel: list[list[Bought]]) -> None:
    buyers, buyers_there = defaultdict(set), defaultdict(set)
    for member, lines in enumerate(panel):
        for line in lines:
            buyers[line.text].add(member)
            buyers_there[line.shop, line.text].add(member)

    kept = list(
        given_of(
            panel[0],
            members_by_text={text: len(members) for text, members in buyers.items()},
            members_by_shop={place: len(members) for place, members in buyers_there.items()},
        )
    )

    shared = [line for line in panel[0] if line.text and len(buyers[line.text]) >= SHARED_BY_MIN]
    assert [line.text for line in kept] == [line.text for line in shared]
    for left in kept:
        assert not left.shop or len(buyers_there[left.shop, left.text]) >= SHARED_BY_MIN
        assert left.month.day == 1
        assert left.quantity is None or 1 <= left.quantity <= QUANTITY_MAX
        assert left.price_minor == rounded(left.price_minor)


@given(some.integers(-(10**12), 10**12))
def test_an_amount_is_told_to_two_digits_and_close_to_what_it_was(minor: int) -> None:
    told = rounded(minor)

    assert len(str(abs(told)).rstrip("0")) <= 2
    assert abs(told - minor) * 20 <= abs(minor)
    assert rounded(-minor) == -told


def test_who_is_alone_in_the_panel_leaves_nothing() -> None:
    line = Bought("fair", "DE", date(2026, 11, 17), "", "LUMINA", "MILK", Decimal(1), 129, "EUR")

    kept = list(given_of([line], members_by_text={"MILK": 1}, members_by_shop={("LUMINA", "MILK"): 1}))

    assert kept == []
