"""Pay and payouts in one machine: what is done, under which terms, how it is paid, and everything that goes wrong.

Offers whose terms rise, fall and end; months that open and close; appeals, deletions, charity, budgets and pots;
payouts that are asked for, held, sent, lost, doubled, contradicted and taken back; and a program that dies at any
statement.
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
from fairpanel.payouts.values import FindingKind, Hold, Nudge, Resolution, State, Way
from fairpanel.rewards import actions as rewards
from fairpanel.rewards import privacy as rewards_privacy
from fairpanel.rewards.models import Contribution, Earning
from fairpanel.rewards.values import Detail, Kind
from tests.payouts.dying import Crash, dying
from tests.payouts.in_memory import InMemory
from tests.payouts.sums import Sums, sums
from tests.rewards.a_model import BEGIN, EUR, OFTEN, PROGRAMME, Done, Gone, Person

WHO = st.integers(0, 1)
WHICH = st.integers(0, 30)
FAULTS = st.sampled_from(["", "", "", "error", "silent", "refused", "wrong amount", "less"])
FATES = st.sampled_from([State.DELIVERED, State.UNCLAIMED, State.REDEEMED, State.RETURNED, State.CANCELLED])
# At which statement the program dies, if it does.
DEATHS = st.none() | st.none() | st.integers(0, 40)
# A sending dies also before the call and after it.
DEATHS_OF_SENDING = DEATHS | st.sampled_from(["before", "after"])
FORM = {"name": "Alice Example", "street": "Main Street 1", "city": "12345 Berlin", "number": "12345678901"}
TARGET = "payout:gift-card:EUR"


class WholePanel(RuleBasedStateMachine):
    """Two panelists, who may leave and be followed by others; one provider; an operator; a clock."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.has_begun = False
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
        self.put_in = 0
        self.pots: list[str] = []
        self.gone: list[Gone] = []
        self.people = [self.newcomer(), self.newcomer()]
        self.fund(100_000, None)

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            self.stack.close()

    def newcomer(self) -> Person:
        member = enrol(email=f"{uuid4().hex}@example.org", role=Role.PANELIST, language="en", now=self.now)
        member = join(
            member=member, programme=PROGRAMME, region="DE", language="en", born=BEGIN.date().replace(year=1990),
            today=self.now.date(),
        )  # fmt: skip
        payouts.set_address(
            member=member, way=Way.GIFT_CARD, told={"mail": member.email}, programme=PROGRAMME, now=self.now
        )
        return Person(member)

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

    # What is done, and what it earns.

    @rule(minor=st.integers(1, 5000), death=DEATHS)
    def fund(self, minor: int, death: int | None) -> None:
        amount, reference = Money(minor, EUR), uuid4().hex
        if self.whole(death, lambda: rewards.fund(programme="fair", amount=amount, reference=reference, now=self.now)):
            self.put_in += minor

    @rule(hours=st.sampled_from([1, 3, 20, 24, 50, 24 * 9, 24 * 20]), death=DEATHS)
    def time_passes(self, hours: int, death: int | None) -> None:
        self.now += timedelta(hours=hours)
        self.in_parts(death, lambda: jobs.take_up(0))

    @rule(who=WHO, kind=st.sampled_from(OFTEN), death=DEATHS)
    def contribute(self, who: int, kind: Kind, death: int | None) -> None:
        detail = Detail(meter="browser") if kind is Kind.METER_DAY else Detail()
        self.earn(self.people[who], Done(kind, self.now, detail, uuid4()), death)

    @rule(who=WHO, amount=st.none() | st.integers(50, 300), from_pot=st.booleans(), death=DEATHS)
    def answer_a_survey(self, who: int, amount: int | None, death: int | None, *, from_pot: bool) -> None:
        detail = Detail(amount=Money(amount, EUR) if amount is not None else None)
        pot = self.pots[-1] if from_pot and self.pots else ""
        self.earn(self.people[who], Done(Kind.SURVEY, self.now, detail, uuid4()), death, pot=pot)

    @rule(who=WHO, minutes=st.integers(1, 30), seconds=st.integers(0, 4000), death=DEATHS)
    def label(self, who: int, minutes: int, seconds: int, death: int | None) -> None:
        detail = Detail(minutes=minutes, worked_seconds=seconds)
        self.earn(self.people[who], Done(Kind.LABELLING_TASK, self.now, detail, uuid4()), death)

    @rule(who=WHO)
    def be_refused_and_appeal(self, who: int) -> None:
        self.people[who].on_appeal.append(Done(Kind.RECEIPT, self.now, Detail(), uuid4()))

    @precondition(lambda self: any(person.on_appeal for person in self.people))
    @rule(death=DEATHS)
    def win_an_appeal(self, death: int | None) -> None:
        person = next(person for person in self.people if person.on_appeal)
        if self.earn(person, person.on_appeal[0], death):
            person.on_appeal.pop(0)

    @precondition(lambda self: any(person.done for person in self.people))
    @rule(which=WHICH)
    def hear_of_the_same_again(self, which: int) -> None:
        person = next(person for person in self.people if person.done)
        before = Earning.objects.count()
        self.count(person, person.done[which % len(person.done)])
        assert Earning.objects.count() == before

    @rule(who=WHO)
    def delete_the_last_receipt(self, who: int) -> None:
        """Its own room forgets it; what counted was a number, and what was earned stays earned."""
        person = self.people[who]
        assert all(Contribution.objects.filter(subject=done.subject).exists() for done in person.done[-1:])

    @rule(amount=st.integers(1, 2000), death=DEATHS)
    def open_a_pot(self, amount: int, death: int | None) -> None:
        name = f"survey:{uuid4().hex}"
        if self.whole(
            death, lambda: rewards.open_pot(name=name, programme="fair", amount=Money(amount, EUR), now=self.now)
        ):
            self.pots.append(name)

    @precondition(lambda self: self.pots)
    @rule(death=DEATHS)
    def close_a_pot(self, death: int | None) -> None:
        if self.whole(death, lambda: rewards.close_pot(name=self.pots[0], now=self.now)):
            self.pots.pop(0)

    @rule(who=WHO, percent=st.sampled_from([0, 0, 1, 33, 50, 100]))
    def give(self, who: int, percent: int) -> None:
        rewards.give(member=self.people[who].member, percent=percent, now=self.now)

    @rule(death=DEATHS)
    def open_the_month(self, death: int | None) -> None:
        self.whole(death, lambda: rewards.open_months(programme=PROGRAMME, now=self.now, limit=1))

    @rule(slice_rows=st.integers(1, 3), death=DEATHS)
    def close_the_months(self, slice_rows: int, death: int | None) -> None:
        self.in_parts(
            death, lambda: rewards.close_month(programme=PROGRAMME, now=self.now, slice_rows=slice_rows)
        )  # fmt: skip
        if death is None:
            assert rewards.close_month(programme=PROGRAMME, now=self.now).count == 0

    @precondition(lambda self: len(self.gone) < 5)
    @rule(who=WHO)
    def leave_and_be_erased(self, who: int) -> None:
        """The person goes from everything; what they earned is still paid into the purse, and somebody new comes."""
        person = self.people[who]
        if not person.done:
            return
        purse = person.member.purse
        earned = sums().earned.get(purse)
        kept_late = earned.late - earned.late_given if earned else 0
        self.gone.append(Gone(person.member.account, purse, kept_late))
        payouts_privacy.keeper.erase(person.member.pk, now=self.now)
        rewards_privacy.keeper.erase(person.member.pk, now=self.now)
        person.member.delete()
        self.people[who] = self.newcomer()

    def earn(self, person: Person, done: Done, death: int | None, *, pot: str = "") -> bool:
        counted = self.whole(death, lambda: self.count(person, done, pot=pot))
        if counted:
            person.done.append(done)
        return counted

    def count(self, person: Person, done: Done, *, pot: str = "") -> None:
        rewards.earn(
            member=person.member, subject=done.subject, kind=done.kind, done_at=done.at, programme=PROGRAMME,
            now=self.now, detail=done.detail, pot=pot,
        )  # fmt: skip

    # How it is paid out.

    @rule(who=WHO, minor=st.integers(100, 2500), way=st.sampled_from([Way.GIFT_CARD] * 4 + [Way.CHARITY]), death=DEATHS)
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
        ways = payouts.choices(finding)
        chosen = ways[choice % len(ways)]
        self.whole(
            death,
            lambda: payouts.resolve(finding_id=finding.id, resolution=chosen, operator=self.olivia, now=self.now),
        )

    # What holds after every step.

    @invariant()
    def every_cent_is_where_it_belongs(self) -> None:
        type(self).steps += self.has_begun
        self.has_begun = True
        self.every_cent()

    def every_cent(self) -> None:
        now = sums()
        for person in self.people:
            earned = now.earned.get(person.member.purse)
            # Never less than promised, nor more.
            assert (earned.all if earned else 0) == person.promised()
            assert (earned.all if earned else 0) == now.month(person.member.purse).ever + (earned.late if earned else 0)
            late = earned.late - earned.late_given if earned else 0
            self.purse_holds(now, person.member.account, now.month(person.member.purse).kept + late)
        for one in self.gone:
            self.purse_holds(now, one.account, now.month(one.purse).kept + one.kept_late)
        assert now.posted("promised:fair:EUR") == now.reserved + now.in_pots
        assert now.posted("budget:fair:EUR") >= 0
        assert sum(posted for posted, _held in now.accounts.values()) == 0
        assert -now.posted("sponsor:fair:EUR") >= self.put_in - now.borne

    def purse_holds(self, now: Sums, account: str, earned: int) -> None:
        """What was earned, less what is out; and what is asked for and not out yet is held."""
        assert now.posted(account) == earned - now.out.get(account, 0)
        assert now.held(account) == now.on_the_way.get(account, 0)

    @invariant()
    def what_was_sent_is_one_body_for_each_id(self) -> None:
        assert {len(bodies) for bodies in self.provider.bodies.values()} <= {1}

    # All is well again, and everybody does their part: then our books and the provider's say the same.

    def come_to_rest(self) -> None:
        for person in self.people:
            payouts.record_form(member=person.member, told=FORM, programme=PROGRAMME, now=self.now)
        for _ in range(7):
            self.now += timedelta(hours=9)
            payouts.restart(provider="memory", now=self.now)
            payouts.release_what_may_go(now=self.now)
            for payout in Payout.objects.exclude(state__in=list(ENDED)).exclude(state=State.REDEEMED).order_by("id"):
                self.whole(None, lambda: payouts.approve(payout_id=payout.id, operator=self.olivia, now=self.now))  # noqa: B023
                if payout.member_id is None and Hold.TAX in payout.holds:
                    self.whole(None, lambda: payouts.refuse(payout_id=payout.id, now=self.now))  # noqa: B023
                payouts.restart(provider="memory", now=self.now)
                jobs.send(payout_id=str(payout.id))
                jobs.look(payout_id=str(payout.id))
            jobs.reconcile_with("memory")
            for finding in Finding.objects.filter(resolved_at=None):
                self.end(finding, 0, None)
        self.now += timedelta(days=40)
        rewards.close_month(programme=PROGRAMME, now=self.now)
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
