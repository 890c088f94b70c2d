"""The steps of a payout: values in, values out."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from fairpanel.payouts import rules
from fairpanel.payouts.rules import ENDED, OUT, RESERVED
from fairpanel.payouts.values import By, Move, State, Trouble

STATES = st.sampled_from(list(State))


def test_every_state_is_reserved_out_or_ended_and_one_of_them() -> None:
    assert set(State) == RESERVED | OUT | ENDED
    assert len(RESERVED) + len(OUT) + len(ENDED) == len(State)


@given(words=st.lists(STATES, max_size=12))
def test_whatever_a_provider_says_in_any_order_the_money_moves_at_most_out_and_back(words: list[State]) -> None:
    state, moves = State.SUBMITTED, []

    for told in words:
        after = rules.advance(state, told)
        if after is not None:
            assert rules.may_step(state, after, by=By.PROVIDER)
            moves.append(rules.money(state, after))
            state = after

    assert [move for move in moves if move is not Move.NONE] in (
        [], [Move.SETTLE], [Move.VOID], [Move.SETTLE, Move.BACK]
    )  # fmt: skip


@given(before=STATES, after=STATES, by=st.sampled_from(list(By)))
def test_what_has_ended_stays_so(before: State, after: State, by: By) -> None:
    if before in ENDED:
        assert not rules.may_step(before, after, by=by)


@given(told=STATES)
def test_what_was_not_sent_cannot_be_told_of(told: State) -> None:
    for before in (State.CREATED, State.HELD):
        assert rules.advance(before, told) is None
        assert not rules.may_step(before, told, by=By.PROVIDER)


def test_only_before_the_sending_can_it_be_called_off() -> None:
    assert {state for state in State if rules.may_step(state, State.CANCELLED, by=By.PANELIST)} == {
        State.CREATED, State.HELD
    }  # fmt: skip


def test_waits_grow_and_have_an_end() -> None:
    waits = [rules.next_try(tries) for tries in range(1, 40)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=6))


def test_a_provider_is_judged_by_more_than_one_answer() -> None:
    bad, good = Trouble.BUSY, Trouble.NONE

    assert not rules.should_stop([bad] * (rules.ANSWERS_LEAST - 1))
    assert rules.should_stop([bad] * rules.ANSWERS_LEAST)
    assert not rules.should_stop([bad, good] * 5)
    # Payouts that are refused one by one are answers.
    assert not rules.should_stop([Trouble.REFUSED] * 10)
