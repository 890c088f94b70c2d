"""Payouts that are asked for, held, sent, lost, doubled, contradicted and taken back, and a program that dies.

What money there is, and where it came from, is for the machines that stand on this one to say.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.ledger.checks import prove
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Role
from fairpanel.payouts import actions as payouts
from fairpanel.payouts import jobs, ports
from fairpanel.payouts import privacy as payouts_privacy
from fairpanel.payouts.models import Address, Finding, Payout
from fairpanel.payouts.rules import ENDED, OUT, RESERVED
from fairpanel.payouts.values import FindingKind, Nudge, Resolution, State, Way
from fairpanel.rewards import privacy as rewards_privacy
from tests.payouts.dying import Crash, dying
from tests.payouts.in_memory import InMemory
from tests.payouts.sums import Sums, sums
from tests.rewards.a_model import BEGIN, EUR, PROGRAMME, Gone, Person

WHO = st.integers(0, 1)
WHICH = st.integers(0, 30)
WAYS = st.sampled_from([Way.GIFT_CARD] * 4 + [Way.CHARITY])
FAULTS = st.sampled_from(["", "", "", "error", "silent", "refused", "wrong amount", "less"])
# Sorted, so that a seed plays the same again.
FATES = st.sampled_from(sorted({*OUT, *ENDED} - {State.ACCEPTED}))
# At which statement the program dies, if it does.
DEATHS = st.none() | st.none() | st.integers(0, 40)
# A sending dies also before the call and after it.
DEATHS_OF_SENDING = DEATHS | st.sampled_from(["before", "after"])
FORM = {"name": "Alice Example", "street": "Main Street 1", "city": "12345 Berlin", "number": "12345678901"}
TARGET = "payout:gift-card:EUR"
LEAVE_MAX = 5


class PayoutsMachine(RuleBasedStateMachine):
    """Two panelists, who may leave and be followed by others; one provider; an operator; a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.stack = contextlib.ExitStack()
        self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        # What a panelist is told of a payout is another room's, and moves no money.
        self.stack.enter_context(patch("fairpanel.payouts.telling.tell"))
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.provider = InMemory()
        before = ports.filled()
        ports.fill(replace(before, programme=PROGRAMME, providers={"memory": self.provider}))
        self.stack.callback(ports.fill, before)
        self.olivia = enrol(email="olivia@example.org", role=Role.OPERATOR, language="en", now=self.now)
        self.gone: list[Gone] = []
        self.people = [self.newcomer(), self.newcomer()]

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            self.stack.close()

    def newcomer(self) -> Person:
        """Somebody who has joined, and said where a gift card goes."""
        member = enrol(email=f"{uuid4().hex}@example.org", role=Role.PANELIST, language="en", now=self.now)
        member = join(
            member=member, programme=PROGRAMME, region="DE", language="en", born=BEGIN.date().replace(year=1990),
            today=self.now.date(),
        )  # fmt: skip
        payouts.set_address(
            member=member, way=Way.GIFT_CARD, told={"mail": member.email}, programme=PROGRAMME, now=self.now
        )
        return Person(member)

    def goes(self, person: Person) -> Gone | None:
        """What is remembered of somebody who leaves now; None where they stay."""
        raise NotImplementedError

    def earned(self, now: Sums) -> dict[str, int]:
        """What was earned and posted, by the account of each who is here and of each who has left."""
        raise NotImplementedError

    def whole(self, death: int | None, do: Callable[[], object]) -> bool:
        """Do it in one transaction, or die in it and leave nothing. Whether it was done."""
        try:
            with transaction.atomic(), dying(death) if death is not None else contextlib.nullcontext():
                do()
        except (Crash, Problem):
            return False
        return True

    def in_parts(self, death: int | str | None, do: Callable[[], object]) -> None:
        """Do what is made of several transactions, or die in it: what was committed before stays."""
        perhaps = dying(death) if isinstance(death, int) else contextlib.nullcontext()
        with contextlib.suppress(Crash, Problem), perhaps:
            do()

    # What people do.

    @rule(hours=st.sampled_from([1, 3, 20, 24, 50, 24 * 9, 24 * 20]), death=DEATHS)
    def time_passes(self, hours: int, death: int | None) -> None:
        self.now += timedelta(hours=hours)
        self.in_parts(death, lambda: jobs.take_up(0))

    @rule(who=WHO, minor=st.integers(100, 2500), way=WAYS, death=DEATHS)
    def ask(self, who: int, minor: int, way: Way, death: int | None) -> None:
        member = self.people[who].member
        self.whole(
            death,
            lambda: payouts.ask(member=member, way=way, amount=Money(minor, EUR), programme=PROGRAMME, now=self.now),
        )

    @rule(who=WHO, minor=st.integers(100, 2500))
    def ask_twice_at_once(self, who: int, minor: int) -> None:
        self.ask(who, minor, Way.GIFT_CARD, None)
        self.ask(who, minor, Way.GIFT_CARD, None)

    @rule(who=WHO, which=WHICH)
    def cancel(self, who: int, which: int) -> None:
        if payout := self.payout(which):
            self.whole(None, lambda: payouts.cancel(member=self.people[who].member, payout_id=payout.id, now=self.now))

    @rule(who=WHO)
    def move_to_another_address(self, who: int) -> None:
        told = {"mail": f"{uuid4().hex}@example.org"}
        payouts.set_address(
            member=self.people[who].member, way=Way.GIFT_CARD, told=told, programme=PROGRAMME, now=self.now
        )

    @rule(who=WHO)
    def fill_in_the_tax_form(self, who: int) -> None:
        payouts.record_form(member=self.people[who].member, told=FORM, programme=PROGRAMME, now=self.now)

    @precondition(lambda self: len(self.gone) < LEAVE_MAX)
    @rule(who=WHO)
    def leave_and_be_erased(self, who: int) -> None:
        """The person goes from everything; what they earned stays in the purse, and somebody new comes."""
        person = self.people[who]
        gone = self.goes(person)
        if gone is None:
            return
        self.gone.append(gone)
        payouts_privacy.keeper.erase(person.member.pk, now=self.now)
        rewards_privacy.keeper.erase(person.member.pk, now=self.now)
        person.member.delete()
        self.people[who] = self.newcomer()

    @precondition(lambda self: self.gone)
    @rule(which=WHICH, minor=st.integers(0, 2500), way=WAYS, needs_person=st.booleans(), death=DEATHS)
    def claim_what_was_left(self, which: int, minor: int, way: Way, death: int | None, *, needs_person: bool) -> None:
        account = self.gone[which % len(self.gone)].account
        told = {"mail": f"{uuid4().hex}@example.org"}
        self.whole(
            death,
            lambda: payouts.ask_after_leaving(
                account=account, region="DE", way=way, amount=Money(minor, EUR), told=told, needs_person=needs_person,
                programme=PROGRAMME, now=self.now,
            ),
        )  # fmt: skip

    @precondition(lambda self: self.gone)
    @rule(which=WHICH, of=WHICH)
    def call_off_what_was_claimed(self, which: int, of: int) -> None:
        account = self.gone[which % len(self.gone)].account
        if payout := self.payout(of):
            self.whole(
                None, lambda: payouts.cancel_after_leaving(account=account, payout_id=payout.id, now=self.now)
            )  # fmt: skip

    # What operators, workers and providers do.

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        if payout := self.payout(which):
            self.whole(None, lambda: payouts.approve(payout_id=payout.id, operator=self.olivia, now=self.now))

    @rule(which=WHICH)
    def refuse(self, which: int) -> None:
        if payout := self.payout(which):
            self.whole(None, lambda: payouts.refuse(payout_id=payout.id, now=self.now))

    @rule(which=WHICH, fault=FAULTS, death=DEATHS_OF_SENDING)
    def send(self, which: int, fault: str, death: int | str | None) -> None:
        if (payout := self.payout(which)) is None:
            return
        self.provider.faults = [fault]
        send = self.provider.send

        def sent(body: bytes) -> Any:
            if death == "before":
                raise Crash
            told = send(body)
            if death == "after":
                raise Crash
            return told

        with patch.object(self.provider, "send", sent):
            self.in_parts(death, lambda: jobs.send(payout_id=str(payout.id)))
        self.provider.faults = []

    @rule(which=WHICH, blind=st.booleans(), death=DEATHS)
    def look(self, which: int, death: int | None, *, blind: bool) -> None:
        if payout := self.payout(which):
            self.provider.faults = ["blind"] if blind else []
            self.in_parts(death, lambda: jobs.look(payout_id=str(payout.id)))
            self.provider.faults = []

    @rule(which=WHICH, fate=FATES)
    def something_becomes_of_it(self, which: int, fate: State) -> None:
        payout = self.payout(which)
        told = self.provider.paid.get(payout.external_id) if payout else None
        if payout and told and told.state in OUT:
            self.provider.says(payout.external_id, fate)

    @rule(which=WHICH, more=st.integers(-3, 9))
    def they_say_another_sum(self, which: int, more: int) -> None:
        payout = self.payout(which)
        told = self.provider.paid.get(payout.external_id) if payout else None
        if payout and told and told.amount is not None and told.state in OUT:
            self.provider.says(payout.external_id, told.state, amount=Money(told.amount.minor + more, EUR))

    @rule(which=WHICH, event=st.integers(0, 5))
    def they_call_perhaps_twice(self, which: int, event: int) -> None:
        if payout := self.payout(which):
            payouts.hear(provider="memory", nudge=Nudge(str(event), (payout.external_id,)), now=self.now)

    @rule(death=DEATHS)
    def reconcile(self, death: int | None) -> None:
        self.in_parts(death, lambda: jobs.reconcile_with("memory"))

    @rule(death=DEATHS)
    def forget_addresses(self, death: int | None) -> None:
        self.in_parts(death, lambda: jobs.forget(0))

    @rule(which=WHICH, choice=st.integers(0, 3), death=DEATHS)
    def resolve(self, which: int, choice: int, death: int | None) -> None:
        found = list(Finding.objects.filter(resolved_at=None).order_by("found_at", "id"))
        if found:
            self.end(found[which % len(found)], choice, death)

    @rule()
    def let_them_go_on(self) -> None:
        payouts.restart(provider="memory", now=self.now)

    def payout(self, which: int) -> Payout | None:
        """One of those that are under way or ended last."""
        found = list(Payout.objects.order_by("-asked_at", "-id")[:8])
        return found[which % len(found)] if found else None

    def end(self, finding: Finding, choice: int, death: int | None) -> None:
        """A person ends a finding in one of the ways that there are."""
        ways = payouts.choices(finding)
        chosen = ways[choice % len(ways)]
        self.whole(
            death,
            lambda: payouts.resolve(finding_id=finding.id, resolution=chosen, operator=self.olivia, now=self.now),
        )

    # What holds after every step.

    def every_cent(self) -> None:
        """What was earned, less what is out, is in each purse; and what is asked for and not out yet is held."""
        now = sums()
        for account, earned in self.earned(now).items():
            assert now.posted(account) == earned - now.out.get(account, 0)
            assert now.held(account) == now.on_the_way.get(account, 0)
        assert sum(posted for posted, _held in now.accounts.values()) == 0

    @invariant()
    def what_was_sent_is_one_body_for_each_id(self) -> None:
        assert {len(bodies) for bodies in self.provider.bodies.values()} <= {1}

    # All is well again, and everybody does their part: then our books and the provider's say the same.

    def come_to_rest(self) -> None:
        for person in self.people:
            payouts.record_form(member=person.member, told=FORM, programme=PROGRAMME, now=self.now)
        for gone in self.gone:
            payouts.record_form_after_leaving(account=gone.account, region="DE", told=FORM, now=self.now)
        for _ in range(7):
            self.now += timedelta(hours=9)
            payouts.restart(provider="memory", now=self.now)
            payouts.release_what_may_go(now=self.now)
            for payout in Payout.objects.exclude(state__in=list(ENDED)).exclude(state=State.REDEEMED).order_by("id"):
                self.whole(None, lambda: payouts.approve(payout_id=payout.id, operator=self.olivia, now=self.now))  # noqa: B023
                payouts.restart(provider="memory", now=self.now)
                jobs.send(payout_id=str(payout.id))
                jobs.look(payout_id=str(payout.id))
            jobs.reconcile_with("memory")
            for finding in Finding.objects.filter(resolved_at=None):
                self.end(finding, 0, None)
        connection.check_constraints()
        self.every_cent()
        waiting = Payout.objects.filter(state__in=list(RESERVED))
        assert [(p.state, p.held_for, p.trouble) for p in waiting] == []
        assert not Finding.objects.filter(resolved_at=None).exists()
        # Never paid twice: what left the provider is what our books say, and what was borne besides was found.
        assert sums().posted(TARGET) == self.provider.out()
        # What was paid after its end was given back by a person who could not know; nothing of ours ends by guessing.
        given_back = Finding.objects.filter(
            kind__in=[FindingKind.SILENT, FindingKind.UNKNOWN_TO_THEM], resolution=Resolution.GIVEN_BACK
        )
        after_end = Finding.objects.filter(kind=FindingKind.PAID_AFTER_END)
        assert not after_end.exclude(payout__in=given_back.values("payout")).exists()
        assert [finding for proof in prove() for finding in proof.findings] == []
        assert not Address.objects.filter(member=None).exists()
        # The chart of accounts in docs/explanation/ledger.md names every kind that there is.
        kinds = {name.partition(":")[0] for name in sums().accounts}
        assert kinds <= {"sponsor", "budget", "promised", "panelist", "charity", "payout"}
