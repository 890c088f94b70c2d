"""Pay and payouts in one machine: what is done, under which terms, how it is paid, and everything that goes wrong.

Offers whose terms rise, fall and end; months that open and close; appeals, deletions, charity, budgets and pots; and
all that the machine of payouts does with the money.
"""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from fairpanel.kit.money import Money
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.models import Contribution, Earning
from fairpanel.rewards.values import Detail, Kind
from tests.payouts.machine import DEATHS, WHICH, WHO, PayoutsMachine
from tests.payouts.sums import Sums, sums
from tests.rewards.a_model import EUR, OFTEN, PROGRAMME, Done, Gone, Person


class WholePanel(PayoutsMachine):
    """The same people, who contribute under terms that change; a sponsor who puts money in."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.has_begun = False
        self.put_in = 0
        self.pots: list[str] = []
        self.fund(100_000, None)

    def goes(self, person: Person) -> Gone | None:
        if not person.done:
            return None
        purse = person.member.purse
        earned = sums().earned.get(purse)
        return Gone(person.member.account, purse, earned.late - earned.late_given if earned else 0)

    def earned(self, now: Sums) -> dict[str, int]:
        earned = {one.account: now.month(one.purse).kept + one.kept_late for one in self.gone}
        for person in self.people:
            late = now.earned.get(person.member.purse)
            kept_late = late.late - late.late_given if late else 0
            earned[person.member.account] = now.month(person.member.purse).kept + kept_late
        return earned

    # What is done, and what it earns.

    @rule(minor=st.integers(1, 5000), death=DEATHS)
    def fund(self, minor: int, death: int | None) -> None:
        amount, reference = Money(minor, EUR), uuid4().hex
        if self.whole(death, lambda: rewards.fund(programme="fair", amount=amount, reference=reference, now=self.now)):
            self.put_in += minor

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

    # What holds after every step.

    @invariant()
    def every_cent_is_where_it_belongs(self) -> None:
        type(self).steps += self.has_begun
        self.has_begun = True
        self.every_cent()

    def every_cent(self) -> None:
        super().every_cent()
        now = sums()
        for person in self.people:
            earned = now.earned.get(person.member.purse)
            # Never less than promised, nor more.
            assert (earned.all if earned else 0) == person.promised()
            assert (earned.all if earned else 0) == now.month(person.member.purse).ever + (earned.late if earned else 0)
        assert now.posted("promised:fair:EUR") == now.reserved + now.in_pots
        assert now.posted("budget:fair:EUR") >= 0
        assert -now.posted("sponsor:fair:EUR") >= self.put_in - now.borne

    def come_to_rest(self) -> None:
        super().come_to_rest()
        self.now += timedelta(days=40)
        rewards.close_month(programme=PROGRAMME, now=self.now)
        self.every_cent()
