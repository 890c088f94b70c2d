"""Whatever happens in whatever order: no cent is made or lost, nothing is paid twice or less than was promised."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fairpanel.kit.money import Money
from fairpanel.ledger.models import Account, Leg, Total
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Role
from fairpanel.rewards import actions
from fairpanel.rewards.models import Contribution, Earning, PayMonth, Pot
from fairpanel.rewards.privacy import keeper
from fairpanel.rewards.values import Detail, Kind
from tests.rewards.a_model import BEGIN, EUR, OFTEN, PROGRAMME, Done, Gone, Person


class AMonthlyPanel(RuleBasedStateMachine):
    """Contributions, retries, appeals, deletions, funding, pots, charity and closes, by turns, over half a year."""

    @initialize(how_much=st.sampled_from([0, 300, 100_000]))
    def begin(self, how_much: int) -> None:
        self.now = BEGIN
        self.put_in = 0
        self.pots: list[str] = []
        self.gone: list[Gone] = []
        self.people = [self._newcomer(), self._newcomer()]
        if how_much:
            self.fund(how_much)

    @rule(cents_more=st.integers(1, 5000))
    def fund(self, cents_more: int) -> None:
        actions.fund(programme="fair", amount=Money(cents_more, EUR), reference=uuid4().hex, now=self.now)
        self.put_in += cents_more

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(who=st.integers(0, 1), kind=st.sampled_from(OFTEN))
    def contribute(self, who: int, kind: Kind) -> None:
        detail = Detail(meter="browser") if kind is Kind.METER_DAY else Detail()
        self._earn(self.people[who], Done(kind, self.now, detail, uuid4()))

    @rule(who=st.integers(0, 1), amount=st.none() | st.integers(50, 300), from_pot=st.booleans())
    def answer_a_survey(self, who: int, amount: int | None, from_pot: bool) -> None:  # noqa: FBT001 - Hypothesis hands it in
        detail = Detail(amount=Money(amount, EUR) if amount is not None else None)
        pot = self.pots[-1] if from_pot and self.pots else ""
        self._earn(self.people[who], Done(Kind.SURVEY, self.now, detail, uuid4()), pot=pot)

    @rule(who=st.integers(0, 1), minutes=st.integers(1, 30), seconds=st.integers(0, 4000))
    def label(self, who: int, minutes: int, seconds: int) -> None:
        self._earn(
            self.people[who],
            Done(Kind.LABELLING_TASK, self.now, Detail(minutes=minutes, worked_seconds=seconds), uuid4()),
        )

    @rule(who=st.integers(0, 1))
    def be_refused_and_appeal(self, who: int) -> None:
        self.people[who].on_appeal.append(Done(Kind.RECEIPT, self.now, Detail(), uuid4()))

    @rule(who=st.integers(0, 1))
    def win_an_appeal(self, who: int) -> None:
        assume(self.people[who].on_appeal)
        self._earn(self.people[who], self.people[who].on_appeal.pop(0))

    @rule(who=st.integers(0, 1), which=st.integers(0, 10**6))
    def try_again(self, who: int, which: int) -> None:
        person = self.people[who]
        assume(person.done)
        again = person.done[which % len(person.done)]
        before = Earning.objects.aggregate(sum=Sum("minor"))
        self._call(person, again)
        assert Earning.objects.aggregate(sum=Sum("minor")) == before

    @rule(who=st.integers(0, 1))
    def leave_and_be_erased(self, who: int) -> None:
        """The person goes from everything; what they earned is still paid into the purse, and somebody new comes."""
        person = self.people[who]
        assume(person.done)
        late = Earning.objects.exclude(key="").filter(contribution__member=person.member)
        posted_late = late.aggregate(minor=Sum("minor"), given=Sum("given"))
        kept = (posted_late["minor"] or 0) - (posted_late["given"] or 0)
        self.gone.append(Gone(person.member.account, person.member.purse, kept))
        keeper.erase(person.member.pk, now=self.now)
        assert not Contribution.objects.filter(member=person.member.pk).exists()
        person.member.delete()
        self.people[who] = self._newcomer()

    @rule(who=st.integers(0, 1), kind=st.sampled_from([Kind.RECEIPT, Kind.SURVEY]))
    def break_off(self, who: int, kind: Kind) -> None:
        """The power goes before the commit: nothing of it is left."""
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the fault comes last
            self._call(self.people[who], Done(kind, self.now, Detail(), uuid4()))
            raise ZeroDivisionError

    @rule(amount=st.integers(1, 2000))
    def open_a_pot(self, amount: int) -> None:
        name = f"survey:{uuid4().hex}"
        try:
            actions.open_pot(name=name, programme="fair", amount=Money(amount, EUR), now=self.now)
        except (actions.NoBudget, actions.NotEnoughBudget):
            assert not Pot.objects.filter(name=name).exists()
        else:
            self.pots.append(name)

    @precondition(lambda self: self.pots)
    @rule()
    def close_a_pot(self) -> None:
        actions.close_pot(name=self.pots.pop(0), now=self.now)

    @rule(who=st.integers(0, 1), percent=st.integers(0, 100))
    def give(self, who: int, percent: int) -> None:
        actions.give(member=self.people[who].member, percent=percent, now=self.now)

    @rule()
    def open_the_month(self) -> None:
        actions.open_months(programme=PROGRAMME, now=self.now, limit=1)

    @rule(slice_rows=st.integers(1, 3))
    def close_the_months(self, slice_rows: int) -> None:
        actions.close_month(programme=PROGRAMME, now=self.now, slice_rows=slice_rows)
        assert actions.close_month(programme=PROGRAMME, now=self.now).count == 0

    @rule()
    def close_a_slice_and_break_off(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the fault comes last
            actions.close_slice(programme=PROGRAMME, now=self.now, limit=1)
            raise ZeroDivisionError

    @invariant()
    def nobody_earned_less_than_was_promised_nor_more(self) -> None:
        for person in getattr(self, "people", []):
            earned = Earning.objects.filter(contribution__member=person.member).aggregate(sum=Sum("minor"))["sum"] or 0
            assert earned == person.promised()

    @invariant()
    def what_is_posted_and_what_waits_is_what_was_earned(self) -> None:
        for person in getattr(self, "people", []):
            rows = PayMonth.objects.filter(purse=person.member.purse)
            earned = Earning.objects.filter(contribution__member=person.member)
            late = earned.exclude(key="").aggregate(minor=Sum("minor"), given=Sum("given"))
            closed = rows.exclude(closed_at=None).aggregate(minor=Sum("earned"), given=Sum("given"))
            waits = rows.filter(closed_at=None).aggregate(minor=Sum("earned"))["minor"] or 0
            posted = (late["minor"] or 0) + (closed["minor"] or 0)
            given = (late["given"] or 0) + (closed["given"] or 0)
            assert posted + waits == (earned.aggregate(sum=Sum("minor"))["sum"] or 0)
            assert balance(person.member.account) == posted - given

    @invariant()
    def who_left_is_paid_all_the_same(self) -> None:
        for one in getattr(self, "gone", []):
            closed = PayMonth.objects.filter(purse=one.purse).exclude(closed_at=None)
            sums = closed.aggregate(minor=Sum("earned"), given=Sum("given"))
            assert balance(one.account) == one.kept_late + (sums["minor"] or 0) - (sums["given"] or 0)

    @invariant()
    def the_money_is_all_there(self) -> None:
        if not hasattr(self, "people"):
            return
        reserved = PayMonth.objects.filter(closed_at=None).aggregate(sum=Sum("reserved"))["sum"] or 0
        in_pots = sum(pot.minor - pot.drawn for pot in Pot.objects.filter(closed_at=None))
        assert balance("promised:fair:EUR") == reserved + in_pots
        assert balance("budget:fair:EUR") >= 0
        assert not Total.objects.aggregate(sum=Sum("posted"))["sum"]
        assert not Leg.objects.aggregate(sum=Sum("amount"))["sum"]
        stands = actions.budget_of(programme=PROGRAMME, currency=EUR, now=self.now)
        given = balance("charity:fair:EUR")
        names = [person.member.account for person in self.people] + [one.account for one in self.gone]
        purses = sum(map(balance, names))
        there = stands.free.minor + stands.promised.minor + purses + given
        assert there == self.put_in + stands.owed.minor

    def _newcomer(self) -> Person:
        member = enrol(email=f"{uuid4().hex}@example.org", role=Role.PANELIST, language="en", now=self.now)
        join(
            member=member, programme=PROGRAMME, region="DE", language="en", born=date(1990, 1, 1),
            today=self.now.date(),
        )  # fmt: skip
        return Person(member)

    def _earn(self, person: Person, done: Done, *, pot: str = "") -> None:
        self._call(person, done, pot=pot)
        person.done.append(done)

    def _call(self, person: Person, done: Done, *, pot: str = "") -> None:
        actions.earn(
            member=person.member, subject=done.subject, kind=done.kind, done_at=done.at, programme=PROGRAMME,
            now=self.now, detail=done.detail, pot=pot,
        )  # fmt: skip


def balance(name: str) -> int:
    account = Account.objects.filter(name=name).first()
    return 0 if account is None else int(Total.objects.filter(account=account).aggregate(sum=Sum("posted"))["sum"] or 0)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A machine's rows go with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def play(runs: int, steps: int) -> None:
    """So many machines of so many steps, each in a transaction that is rolled back."""

    class InATransaction(AMonthlyPanel):
        def __init__(self) -> None:
            super().__init__()
            self.around = rolled_back()
            self.around.__enter__()

        def teardown(self) -> None:
            self.around.__exit__(None, None, None)

    run_state_machine_as_test(
        InATransaction,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_no_cent_is_made_or_lost_paid_twice_or_less_than_promised_whatever_happens() -> None:
    play(runs=5, steps=20)
