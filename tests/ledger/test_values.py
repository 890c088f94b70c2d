"""What can be written into the books at all."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.ledger.values import AMOUNT_MINOR_MAX, Draft, Posting

EURO = Money(100, "EUR")
ACCOUNTS = st.sampled_from(["budget:fair", "panelist:alice", "panelist:bob", "payout:tremendous"])
AMOUNTS = st.builds(Money, st.integers(1, 10), st.sampled_from(["EUR", "JPY"]))
POSTINGS = st.builds(
    lambda pair, amount: Posting(pair[0], pair[1], amount),
    st.tuples(ACCOUNTS, ACCOUNTS).filter(lambda pair: pair[0] != pair[1]),
    AMOUNTS,
)


@pytest.mark.parametrize(
    "name",
    [
        "budget",
        "Budget:fair",
        "panelist:alice@example.org",
        "panelist:Alice Smith",
        "panelist:+4930123",
        "panelist:",
        "",
    ],
)
def test_a_name_that_is_no_account_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not an account name"):
        Posting(name, "budget:fair", EURO)


def test_money_moves_between_two_accounts() -> None:
    with pytest.raises(ValueError, match="to itself"):
        Posting("budget:fair", "budget:fair", EURO)


@pytest.mark.parametrize("minor", [0, -1, AMOUNT_MINOR_MAX + 1])
def test_a_posting_moves_something_and_not_the_moon(minor: int) -> None:
    with pytest.raises(ValueError, match="A posting moves between"):
        Posting("budget:fair", "panelist:alice", Money(minor, "EUR"))


def test_an_entry_needs_a_posting() -> None:
    with pytest.raises(ValueError, match="needs a posting"):
        Draft("receipt:1", "receipt", ())


@pytest.mark.parametrize(("key", "memo"), [("receipt 1", "receipt"), ("receipt:1", "Receipt No. 1"), ("", "receipt")])
def test_a_key_and_a_memo_are_words_for_machines(key: str, memo: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Draft(key, memo, (Posting("budget:fair", "panelist:alice", EURO),))


@given(st.lists(POSTINGS, min_size=1, max_size=4), st.randoms())
def test_the_order_of_the_postings_does_not_change_the_digest(postings: list[Posting], chance: Random) -> None:
    shuffled = list(postings)
    chance.shuffle(shuffled)

    one, other = Draft("k", "m", tuple(postings)), Draft("k", "m", tuple(shuffled))

    assert one.digest() == other.digest()


DRAFTS = st.builds(
    lambda key, memo, postings, pending, corrects: Draft(
        key, memo, tuple(sorted(postings, key=str)), pending, corrects
    ),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["a", "b"]),
    st.lists(POSTINGS, min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from([None, "a", "b"]),
)


@given(DRAFTS, DRAFTS)
def test_two_entries_have_the_same_digest_only_where_they_say_the_same(one: Draft, other: Draft) -> None:
    assert (one.digest() == other.digest()) == (one == other)


@given(DRAFTS)
def test_the_legs_of_an_entry_sum_to_zero_in_each_currency(draft: Draft) -> None:
    sums: dict[str, int] = {}
    for leg in draft.legs():
        sums[leg.currency] = sums.get(leg.currency, 0) + leg.minor

    assert set(sums.values()) == {0}
