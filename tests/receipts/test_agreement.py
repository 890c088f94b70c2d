"""Who is asked twice is drawn by a key; how far two agree is what Cohen's paper says."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.receipts.rules import agreement, is_drawn

KEY = b"k" * 32
CODES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40)


@given(st.uuids(), st.integers(1, 9))
def test_nobody_is_drawn_of_none_and_everybody_of_all(receipt: UUID, question: int) -> None:
    assert not is_drawn(receipt, question=question, percent=0, key=KEY)
    assert is_drawn(receipt, question=question, percent=100, key=KEY)


@given(st.uuids(), st.integers(0, 99))
def test_who_is_drawn_stays_drawn_and_is_also_drawn_where_more_are(receipt: UUID, percent: int) -> None:
    drawn = is_drawn(receipt, question=1, percent=percent, key=KEY)

    assert drawn == is_drawn(receipt, question=1, percent=percent, key=KEY)
    assert not drawn or is_drawn(receipt, question=1, percent=percent + 1, key=KEY)


def test_about_the_share_is_drawn_and_another_key_draws_others() -> None:
    receipts = [uuid4() for _ in range(4000)]

    ours = {one for one in receipts if is_drawn(one, question=1, percent=10, key=KEY)}
    theirs = {one for one in receipts if is_drawn(one, question=1, percent=10, key=b"another")}

    assert 280 < len(ours) < 520
    assert len(ours & theirs) < len(ours) / 2


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    """Of 50: 20 both yes, 15 both no, 5 and 10 otherwise. Alike .7, by chance .5: kappa .4."""
    codes = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

    found = agreement(codes)

    assert (found.pairs, found.same, found.percent) == (50, 35, 70.0)
    assert found.kappa == pytest.approx(0.4)


@given(CODES)
def test_kappa_is_one_exactly_where_all_are_alike_and_the_same_from_either_side(codes: list[tuple[str, str]]) -> None:
    found = agreement(codes)
    turned = agreement([(other, one) for one, other in codes])

    assert found.kappa == turned.kappa
    if found.kappa is not None:
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == (found.same == found.pairs)
    elif codes:
        assert len({code for pair in codes for code in pair}) == 1
