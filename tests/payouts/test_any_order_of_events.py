"""Whatever is asked for, sent, lost, repeated, contradicted and interrupted: no cent is made or lost, or paid twice."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.checks import prove
from fairpanel.ledger.problems import AccountUnknown
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Role
from fairpanel.payouts import actions, jobs, ports
from fairpanel.payouts.models import Finding, Payout
from fairpanel.payouts.rules import OUT, RESERVED
from fairpanel.payouts.values import Nudge, State, Way
from fairpanel.programme import preset
from tests.payouts.conftest import earn
from tests.payouts.dying import Crash, dying
from tests.payouts.in_memory import InMemory

BEGIN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EARNED = 20_000
WHICH = st.integers(0, 30)
FAULTS = st.sampled_from(["", "", "", "error", "silent", "refused", "wrong amount", "less"])
# Where the program dies: before the call, after it, or after so many statements.
CRASHES = st.none() | st.sampled_from(["before", "after"]) | st.integers(0, 25)
FATES = st.sampled_from([State.DELIVERED, State.UNCLAIMED, State.REDEEMED, State.RETURNED, State.CANCELLED])
TARGET = "payout:gift-card:EUR"


class Payouts(RuleBasedStateMachine):
    """One panelist, one provider, an operator, a clock, and programs that die."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.provider = InMemory()
        before = ports.filled()
        ports.fill(replace(before, providers={"memory": self.provider}))
        self.stack.callback(ports.fill, before)
        self.programme = preset("fair")
        self.olivia = enrol(email="olivia@example.org", role=Role.OPERATOR, language="en", now=self.now)
        member = enrol(email="alice@example.org", role=Role.PANELIST, language="en", now=self.now)
        self.alice = join(
            member=member, programme=self.programme, region="DE", language="en", born=date(1990, 1, 1),
            today=self.now.date(),
        )  # fmt: skip
        earn(self.alice, EARNED, now=self.now)
        actions.set_address(
            member=self.alice, way=Way.GIFT_CARD, told={"mail": "a@example.org"}, programme=self.programme, now=self.now
        )

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            self.stack.close()

    def payout(self, which: int) -> Payout | None:
        found = list(Payout.objects.order_by("asked_at", "id"))
        return found[which % len(found)] if found else None

    def interrupted(self, crash: str | int | None, do: Callable[[], object]) -> None:
        """Do it, or die in it. What a transaction holds goes with the program, as a kill would have it."""
        with contextlib.suppress(Crash, Problem):
            if isinstance(crash, int):
                with dying(crash):
                    do()
            else:
                do()

    @rule(minor=st.integers(100, 6000), crash=CRASHES)
    def ask(self, minor: int, crash: str | int | None) -> None:
        amount = Money(minor, "EUR")
        self.interrupted(
            crash,
            lambda: actions.ask(
                member=self.alice, way=Way.GIFT_CARD, amount=amount, programme=self.programme, now=self.now
            ),
        )

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        if payout := self.payout(which):
            with contextlib.suppress(actions.TooLate):
                actions.cancel(member=self.alice, payout_id=payout.id, now=self.now)

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        if payout := self.payout(which):
            with contextlib.suppress(actions.NotWaiting):
                actions.approve(payout_id=payout.id, operator=self.olivia, now=self.now)

    @rule(which=WHICH, fault=FAULTS, crash=CRASHES)
    def send(self, which: int, fault: str, crash: str | int | None) -> None:
        if (payout := self.payout(which)) is None:
            return
        self.provider.faults = [fault]
        send = self.provider.send

        def sent(body: bytes) -> Any:
            if crash == "before":
                raise Crash
            told = send(body)
            if crash == "after":
                raise Crash
            return told

        with patch.object(self.provider, "send", sent):
            self.interrupted(crash, lambda: jobs.send(payout_id=str(payout.id)))
        self.provider.faults = []

    @rule(which=WHICH, blind=st.booleans(), crash=CRASHES)
    def look(self, which: int, crash: str | int | None, *, blind: bool) -> None:
        if payout := self.payout(which):
            self.provider.faults = ["blind"] if blind else []
            self.interrupted(crash, lambda: jobs.look(payout_id=str(payout.id)))
            self.provider.faults = []

    @rule(which=WHICH, fate=FATES)
    def something_becomes_of_it(self, which: int, fate: State) -> None:
        payout = self.payout(which)
        told = self.provider.paid.get(payout.external_id) if payout else None
        if payout and told and told.state in OUT:
            self.provider.says(payout.external_id, fate)

    @rule(which=WHICH, event=st.integers(0, 5))
    def they_call_perhaps_twice(self, which: int, event: int) -> None:
        if payout := self.payout(which):
            actions.hear(provider="memory", nudge=Nudge(str(event), (payout.external_id,)), now=self.now)

    @rule(crash=CRASHES)
    def reconcile(self, crash: str | int | None) -> None:
        self.interrupted(crash, lambda: jobs.reconcile_with("memory"))

    @rule(which=WHICH, choice=st.integers(0, 3))
    def resolve(self, which: int, choice: int) -> None:
        found = list(Finding.objects.filter(resolved_at=None).order_by("found_at", "id"))
        if found:
            self.end(found[which % len(found)], choice)

    def end(self, finding: Finding, choice: int) -> None:
        ways = actions.choices(finding)
        with contextlib.suppress(actions.NoSuchResolution):
            actions.resolve(
                finding_id=finding.id, resolution=ways[choice % len(ways)], operator=self.olivia, now=self.now
            )

    @rule()
    def let_them_go_on(self) -> None:
        actions.restart(provider="memory", now=self.now)

    @rule(minutes=st.sampled_from([1, 3, 20, 60 * 7, 60 * 25]), crash=CRASHES)
    def time_passes(self, minutes: int, crash: str | int | None) -> None:
        self.now += timedelta(minutes=minutes)
        self.interrupted(crash, lambda: jobs.take_up(0))

    @invariant()
    def the_balance_is_what_was_earned_less_what_is_out_or_on_its_way(self) -> None:
        payouts = list(Payout.objects.all())
        out = sum(p.minor - p.short_minor for p in payouts if p.state in OUT)
        held = sum(p.minor for p in payouts if p.state in RESERVED)
        assert ledger.balance(self.alice.account).minor == EARNED - out
        assert ledger.available(self.alice.account).minor == EARNED - out - held

    @invariant()
    def what_was_sent_is_one_body_for_each_id(self) -> None:
        assert {len(bodies) for bodies in self.provider.bodies.values()} <= {1}

    def come_to_rest(self) -> None:
        """All is well again, and everybody does their part: then our books and the provider's say the same."""
        for _ in range(6):
            self.now += timedelta(hours=7)
            actions.restart(provider="memory", now=self.now)
            for payout in Payout.objects.order_by("id"):
                with contextlib.suppress(actions.NotWaiting):
                    actions.approve(payout_id=payout.id, operator=self.olivia, now=self.now)
                actions.restart(provider="memory", now=self.now)
                jobs.send(payout_id=str(payout.id))
                jobs.look(payout_id=str(payout.id))
            jobs.reconcile_with("memory")
            for finding in Finding.objects.filter(resolved_at=None):
                self.end(finding, 0)
        connection.check_constraints()
        waiting = Payout.objects.filter(state__in=list(RESERVED))
        assert [(p.state, p.held_for, p.trouble) for p in waiting] == []
        assert not Finding.objects.filter(resolved_at=None).exists()
        assert posted(TARGET) == self.provider.out()
        self.the_balance_is_what_was_earned_less_what_is_out_or_on_its_way()
        assert [finding for proof in prove() for finding in proof.findings] == []


def posted(account: str) -> int:
    try:
        return ledger.balance(account).minor
    except AccountUnknown:
        return 0


HURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.mark.django_db
def test_no_cent_is_made_or_lost_or_paid_twice() -> None:
    run_state_machine_as_test(Payouts, settings=settings(HURRIED, max_examples=8, stateful_step_count=20))
