"""In whatever order money is moved, held, settled, corrected and interrupted, the books follow a plain model."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.ledger import actions
from fairpanel.ledger.checks import prove
from fairpanel.ledger.models import Entry
from fairpanel.ledger.problems import EntryClosed, EntryUnknown, KeyTaken, NotEnough, NotPosted
from fairpanel.ledger.values import Draft, Posting, State

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MAY_OVERDRAW = {
    "sponsor:acme": True,
    "budget:fair": False,
    "panelist:alice": False,
    "panelist:bob": False,
}
KEYS = st.sampled_from([f"k:{n}" for n in range(8)])
POSTINGS = st.builds(
    lambda pair, minor: Posting(pair[0], pair[1], Money(minor, "EUR")),
    st.permutations(list(MAY_OVERDRAW)).map(lambda names: names[:2]),
    st.integers(1, 20),
)
DRAFTS = st.builds(
    Draft,
    key=KEYS,
    memo=st.just("m"),
    postings=st.lists(POSTINGS, min_size=1, max_size=3).map(tuple),
    pending=st.booleans(),
    corrects=st.none() | KEYS,
)


@dataclass(frozen=True)
class Model:
    """The books as one would write them on paper: what was drafted under each key, and how far it has come."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)

    def posted(self, account: str) -> int:
        return sum(
            leg.minor
            for key, draft in self.drafts.items()
            if self.states[key] is State.POSTED
            for leg in draft.legs()
            if leg.account == account
        )

    def held(self, account: str) -> int:
        return -sum(
            leg.minor
            for key, draft in self.drafts.items()
            if self.states[key] is State.PENDING
            for leg in draft.legs()
            if leg.account == account and leg.minor < 0
        )

    def post(self, drafts: list[Draft]) -> "Model | tuple[type[Problem], ...]":
        """The model after the drafts; or what may be told, where more than one thing is wrong with them."""
        corrected = {draft.corrects for draft in drafts if draft.corrects is not None}
        if any(self.states.get(key) is not State.POSTED for key in corrected):
            return (EntryUnknown, NotPosted) if corrected & set(self.states) else (EntryUnknown,)
        fresh: dict[str, Draft] = {}
        for draft in drafts:
            if fresh.setdefault(draft.key, draft).digest() != draft.digest():
                return (KeyTaken,)
        taken = any(self.drafts[key].digest() != draft.digest() for key, draft in fresh.items() if key in self.drafts)
        fresh = {key: draft for key, draft in fresh.items() if key not in self.drafts}
        after = replace(
            self,
            drafts={**self.drafts, **fresh},
            states={**self.states, **{key: draft.opened_as for key, draft in fresh.items()}},
        )
        broken = any(
            not may_overdraw and after.posted(account) < after.held(account)
            for account, may_overdraw in MAY_OVERDRAW.items()
        )
        problems = ((KeyTaken,) if taken else ()) + ((NotEnough,) if broken else ())
        return problems or after

    def close(self, key: str, state: State) -> "Model | tuple[type[Problem], ...]":
        """The model after that; or what is told."""
        if key not in self.states:
            return (EntryUnknown,)
        if self.states[key] not in {State.PENDING, state}:
            return (EntryClosed,)
        return replace(self, states={**self.states, key: state})


# A database behind every step is slow, and that is no fault of the books.
HURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


class Crash(Exception):
    """The program ends here."""


class Books(RuleBasedStateMachine):
    """Every rule does the same to the books and to the model; what is refused changes neither."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        for name, may_overdraw in MAY_OVERDRAW.items():
            actions.open_account(name=name, currency="EUR", may_overdraw=may_overdraw, now=NOW)

    def teardown(self) -> None:
        assert [finding for proof in prove() for finding in proof.findings] == []
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def both(self, expected: Model | tuple[type[Problem], ...], do: Callable[[], object]) -> None:
        if isinstance(expected, Model):
            do()
            self.model = expected
        else:
            with pytest.raises(expected):
                do()

    @rule(draft=DRAFTS)
    def post(self, draft: Draft) -> None:
        self.both(self.model.post([draft]), lambda: actions.post_many([draft], now=NOW))

    @rule(drafts=st.lists(DRAFTS, min_size=2, max_size=4))
    def post_many(self, drafts: list[Draft]) -> None:
        self.both(self.model.post(drafts), lambda: actions.post_many(drafts, now=NOW))

    @rule(minor=st.integers(1, 50), key=KEYS)
    def fund(self, minor: int, key: str) -> None:
        draft = Draft(key, "fund", (Posting("sponsor:acme", "budget:fair", Money(minor, "EUR")),))
        self.both(self.model.post([draft]), lambda: actions.post(*draft.postings, key=key, memo="fund", now=NOW))

    @rule(key=KEYS)
    def retry(self, key: str) -> None:
        if (draft := self.model.drafts.get(key)) is None:
            return
        self.both(self.model.post([draft]), lambda: actions.post_many([draft], now=NOW))

    @rule(key=KEYS)
    def settle(self, key: str) -> None:
        self.both(self.model.close(key, State.POSTED), lambda: actions.settle(key=key, now=NOW))

    @rule(key=KEYS)
    def void(self, key: str) -> None:
        self.both(self.model.close(key, State.VOID), lambda: actions.void(key=key, now=NOW))

    @rule(draft=DRAFTS, other=DRAFTS, key=KEYS)
    def crash_after_some_verbs(self, draft: Draft, other: Draft, key: str) -> None:
        def verbs() -> None:
            with transaction.atomic():
                for verb in (
                    lambda: actions.post_many([draft], now=NOW),
                    lambda: actions.settle(key=key, now=NOW),
                    lambda: actions.post_many([other], now=NOW),
                ):
                    try:
                        verb()
                    except Problem:
                        continue
                raise Crash

        with pytest.raises(Crash):
            verbs()

    @rule(draft=DRAFTS, statements=st.integers(0, 5))
    def crash_between_two_statements(self, draft: Draft, statements: int) -> None:
        left = statements

        def count(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal left
            if left == 0:
                raise Crash
            left -= 1
            return execute(*args)

        before = self.model
        try:
            with transaction.atomic(), connection.execute_wrapper(count):
                actions.post_many([draft], now=NOW)
                raise Crash  # noqa: TRY301  # after the last statement too
        except (Crash, Problem):
            self.model = before

    @invariant()
    def every_account_comes_to_what_the_model_says(self) -> None:
        connection.check_constraints()
        for account in MAY_OVERDRAW:
            posted, held = self.model.posted(account), self.model.held(account)
            assert actions.balance(account).minor == posted
            assert actions.available(account).minor == posted - held

    @invariant()
    def every_key_is_there_once_in_its_state(self) -> None:
        assert dict(Entry.objects.values_list("key", "state")) == self.model.states

    @invariant()
    def no_cent_is_made_or_lost(self) -> None:
        assert sum(actions.balance(account).minor for account in MAY_OVERDRAW) == 0


@pytest.mark.django_db
def test_the_books_follow_the_model() -> None:
    run_state_machine_as_test(Books, settings=settings(HURRIED, max_examples=12, stateful_step_count=15))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_the_books_follow_the_model_for_long() -> None:
    run_state_machine_as_test(Books, settings=settings(HURRIED, max_examples=1000, stateful_step_count=50))
