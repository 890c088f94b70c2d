"""Keys find the other photo of a purchase though traits were misread, and tell nothing to who has no secret."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.receipts.duplicates import Keys, Traits, keys_of
from tests.receipts.duplicates.test_scoring import BOUGHT, TRAITS

SECRET = b"k" * 32


def shared(one: Traits, another: Traits, *, secret: bytes = SECRET) -> set[str]:
    mine, theirs = (keys_of(each, key=secret).known() for each in (one, another))
    return {name for name, key in mine.items() if theirs.get(name) == key}


@given(TRAITS)
def test_keys_are_whole_numbers_of_64_bits_and_the_same_each_time(traits: Traits) -> None:
    keys = keys_of(traits, key=SECRET).known()

    assert keys == keys_of(traits, key=SECRET).known()
    assert all(-(2**63) <= key < 2**63 for key in keys.values())


def test_what_is_not_known_has_no_key() -> None:
    assert keys_of(Traits(), key=SECRET) == Keys()


def test_one_misread_trait_does_not_hide_a_purchase() -> None:
    assert "day_minute" in shared(BOUGHT, replace(BOUGHT, total=Money(9, "EUR")))
    assert "day_total" in shared(BOUGHT, replace(BOUGHT, minute=time(1, 1), shop="", number=None))
    assert "shop_number" in shared(BOUGHT, replace(BOUGHT, day=date(2026, 1, 1)))
    assert "day_number" in shared(BOUGHT, replace(BOUGHT, shop="", total=None, minute=None))
    assert "lines_1" in shared(BOUGHT, Traits(prices=BOUGHT.prices))


def test_another_purchase_shares_nothing() -> None:
    another = Traits(
        shop="BAKERYSUNRISE",
        day=date(2026, 11, 20),
        minute=time(9, 9),
        total=Money(605, "EUR"),
        number="88123",
        prices=(380, 120, 90, 15),
    )

    assert shared(BOUGHT, another) == set()


def test_without_the_secret_a_key_says_nothing() -> None:
    ours, theirs = keys_of(BOUGHT, key=SECRET).known(), keys_of(BOUGHT, key=b"another secret").known()

    assert set(ours) == set(theirs)
    assert not set(ours.values()) & set(theirs.values())


@given(st.lists(st.integers(1, 5000), min_size=12, max_size=20, unique=True), st.integers(0, 11))
def test_a_line_that_was_missed_leaves_a_band_in_common_far_more_often_than_not(prices: list[int], missed: int) -> None:
    whole = Traits(prices=tuple(prices))
    found = [
        bool(shared(whole, Traits(prices=tuple(prices[:missed] + prices[missed + 1 :])), secret=bytes([secret])))
        for secret in range(16)
    ]  # fmt: skip

    assert sum(found) >= 8
