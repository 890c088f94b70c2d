"""Which step follows which, what it does in the books, why a payout waits, and when a provider is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fairpanel.kit.money import Money
from fairpanel.payouts.values import By, Hold, Move, State, Trouble

RESERVED = frozenset({State.CREATED, State.HELD, State.SUBMITTED})
OUT = frozenset({State.ACCEPTED, State.UNCLAIMED, State.DELIVERED, State.REDEEMED})
ENDED = frozenset({State.RETURNED, State.EXPIRED, State.FAILED, State.CANCELLED, State.REVERSED})

# What a provider may tell, in the order in which it can come true.
_ON_THE_WAY = (State.SUBMITTED, State.ACCEPTED, State.UNCLAIMED, State.DELIVERED, State.REDEEMED)

_STEPS: dict[tuple[State, By], frozenset[State]] = {
    (State.CREATED, By.RULE): frozenset({State.HELD, State.SUBMITTED, State.ACCEPTED}),
    (State.CREATED, By.PANELIST): frozenset({State.CANCELLED}),
    (State.CREATED, By.OPERATOR): frozenset({State.CANCELLED, State.SUBMITTED}),
    (State.HELD, By.RULE): frozenset({State.CREATED}),
    (State.HELD, By.PANELIST): frozenset({State.CANCELLED}),
    (State.HELD, By.OPERATOR): frozenset({State.CANCELLED}),
    # A transfer by file has no provider that speaks: an operator says what the bank did.
    (State.SUBMITTED, By.OPERATOR): frozenset({State.ACCEPTED, State.DELIVERED, State.FAILED}),
    (State.ACCEPTED, By.OPERATOR): frozenset({State.DELIVERED, State.RETURNED, State.REVERSED}),
    (State.UNCLAIMED, By.OPERATOR): frozenset({State.RETURNED, State.REVERSED}),
    (State.DELIVERED, By.OPERATOR): frozenset({State.RETURNED, State.REVERSED}),
    (State.REDEEMED, By.OPERATOR): frozenset({State.REVERSED}),
    (State.ACCEPTED, By.RULE): frozenset({State.DELIVERED}),
    # A claim code that its panelist has seen is in their hand.
    (State.ACCEPTED, By.PANELIST): frozenset({State.DELIVERED}),
}

# A provider is judged over its last answers, once there are enough of them.
ANSWERS_JUDGED, ANSWERS_LEAST = 10, 4
PAUSE = timedelta(minutes=15)
# PayPal forgets an id after 30 days; with a margin, what is older is sent again by nobody but a person.
RESEND_FOR = timedelta(days=25)
SILENT_AFTER = timedelta(days=1)
LOOK_FOR = timedelta(days=180)


def may_step(before: State, after: State, *, by: By) -> bool:
    """Whether that step may be taken by that hand."""
    if by is By.PROVIDER:
        return before in (*OUT, State.SUBMITTED) and after in (*OUT, *ENDED) and after is not before
    return after in _STEPS.get((before, by), frozenset())


def advance(before: State, told: State) -> State | None:
    """Where a provider's word takes a payout; None where it says nothing new, or something that is past already.

    What has ended stays so: whether that is a contradiction is for `contradicts` to say.
    """
    if before in ENDED or told in {before, State.SUBMITTED}:
        return None
    if told in ENDED:
        return told if before in OUT or before is State.SUBMITTED else None
    if before not in _ON_THE_WAY or told not in _ON_THE_WAY:
        return None
    return told if _ON_THE_WAY.index(told) > _ON_THE_WAY.index(before) else None


def contradicts(ours: State, told: State) -> bool:
    """Whether the provider says that it paid what has ended here: the money would be out twice."""
    return ours in ENDED and told in OUT


def money(before: State, after: State) -> Move:
    """What a step does in the books: money is held from the start, leaves on acceptance, comes back when it ends."""
    if after in OUT:
        return Move.NONE if before in OUT else Move.SETTLE
    if after in ENDED:
        return Move.BACK if before in OUT else Move.VOID
    return Move.NONE


def holds(*, second_person: bool, has_case: bool, rests_until: datetime | None, tax: bool, now: datetime) -> list[Hold]:
    """Why this payout waits, all reasons at once."""
    found = {
        Hold.APPROVAL: second_person,
        Hold.CASE: has_case,
        Hold.REST: rests_until is not None and rests_until > now,
        Hold.TAX: tax,
    }
    return [hold for hold, holds_ in found.items() if holds_]


def next_try(tries: int) -> timedelta:
    """How long to wait before the same body is sent again: 1, 2, 4, ... minutes, at most six hours."""
    return min(timedelta(minutes=2 ** min(tries - 1, 9)), timedelta(hours=6))


def next_look(state: State, *, age: timedelta) -> timedelta | None:
    """How long until a provider is asked again how a payout fares; None where there is nothing more to hear."""
    if state in ENDED or state is State.REDEEMED or age > LOOK_FOR:
        return None
    if age < timedelta(hours=1):
        return timedelta(minutes=1)
    return timedelta(hours=1) if age < timedelta(days=2) else timedelta(days=1)


def should_stop(answers: Sequence[Trouble]) -> bool:
    """Whether a provider whose last answers these are, the newest first, is left alone for a while.

    A refusal of one payout is an answer like any other; silence, errors and keys that do not open count against it.
    """
    judged = answers[:ANSWERS_JUDGED]
    bad = sum(
        answer in {Trouble.SILENT, Trouble.BUSY, Trouble.KEYS, Trouble.ANSWER, Trouble.FUNDS} for answer in judged
    )
    return len(judged) >= ANSWERS_LEAST and 2 * bad > len(judged)


def form_is_due(*, so_far: Money, amount: Money, threshold: Money | None, percent: int) -> bool:
    """Whether the tax form is asked for: the year comes near the sum from which on payments are reported."""
    return threshold is not None and (so_far + amount).minor * 100 >= threshold.minor * percent


def form_is_needed(*, so_far: Money, amount: Money, threshold: Money | None) -> bool:
    """Whether a payout waits for the tax form: with it the year would reach the sum."""
    return threshold is not None and so_far + amount >= threshold


def as_text(said: str) -> str:
    """What somebody wrote, for a cell of a table: what a spreadsheet would take for a formula is text there."""
    return f"'{said}" if said.startswith(("=", "+", "-", "@")) else said


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Their sum."""
    return sum(amounts, Money.zero(currency))
