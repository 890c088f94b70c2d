"""In whatever order people decide, appeal and let time pass: nobody judges twice, no money goes back, appeals end."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.problems import Problem
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.programme import preset
from fairpanel.receipts import actions, overdue, ports
from fairpanel.receipts.models import Appeal, Judgement, Receipt
from fairpanel.receipts.values import Channel, Reason, Seen, Turn
from fairpanel.rewards.models import Contribution
from tests.receipts.made_by_hand import FakeVault, a_picture
from tests.receipts.reviewers import a_reviewer, an_unsure_reading, with_rules

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SHOPS = ("Old Bakery", "City Butcher", "Green Market", "Florist Rose", "Harbour Kiosk", "Book Corner")
PEOPLE, ANY = st.integers(0, 3), st.integers(0, len(SHOPS) - 1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWER_DAYS = 14


class Looks(RuleBasedStateMachine):
    """Every second receipt or so is decided twice; each rule is something that somebody may try at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now = START
        alice = enrol(email="alice@example.org", role=Role.PANELIST, language="en", now=START)
        programme = preset("fair")
        born = date(1990, 1, 1)
        self.alice = join(
            member=alice, programme=programme, region="DE", language="en", born=born, today=START.date()
        )  # fmt: skip
        for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
            answer(member=alice, purpose=purpose, version=current_version(purpose), granted=True, now=START)
        self.people = [a_reviewer(f"reviewer-{number}", START) for number in range(4)]
        self.receipts = [self.unsure(shop) for shop in SHOPS]
        self.paid: set[object] = set()
        self.before: dict[object, Member] = {}

    def teardown(self) -> None:
        # However it went until here, once the days are over nothing waits for a person but first looks.
        self.now += 60 * DAY
        actions.end_unanswered(now=self.now)
        overdue.leave_second_looks(now=self.now)
        assert not Appeal.objects.filter(ended_at=None).exists()
        assert not Receipt.objects.exclude(again="").exists()
        assert not Receipt.objects.exclude(state="needs-look").exclude(look_until=None).exists()
        self.what_was_earned_stays()
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def unsure(self, shop: str) -> Receipt:
        sent = actions.submit(member=self.alice, data=a_picture(), channel=Channel.PAGE, now=START)
        seen = Seen(an_unsure_reading(shop=shop), (), b"a blacked-out picture")
        settled = actions.settle(receipt_id=sent.id, seen=seen, now=START)
        assert settled is not None
        assert settled.state == "needs-look"
        return settled

    def attempt(self, deed: Callable[[], object]) -> Problem | None:
        try:
            with transaction.atomic():
                deed()
        except Problem as problem:
            return problem
        return None

    @rule(person=PEOPLE)
    def take(self, person: int) -> None:
        reviewer = self.people[person]
        found = actions.take(reviewer=reviewer, now=self.now)
        if found is not None:
            assert not Judgement.objects.filter(receipt=found, question=found.question, reviewer=reviewer).exists()
            self.before[found.pk] = reviewer

    @rule(person=PEOPLE, which=ANY, reason=st.sampled_from([None, Reason.ALTERED, Reason.NO_DATE]))
    def decide(self, person: int, which: int, reason: Reason | None) -> None:
        reviewer, receipt = self.people[person], self.receipts[which]
        receipt.refresh_from_db()
        turn = receipt.turn
        had = set(Judgement.objects.filter(receipt=receipt).values_list("reviewer", flat=True))
        appeals = turn is Turn.APPEAL

        problem = self.attempt(
            lambda: actions.judge(
                receipt=receipt, reviewer=reviewer, accept=reason is None, reason=None if appeals else reason,
                now=self.now,
            )
        )  # fmt: skip

        assert problem is not None or reviewer.pk not in had, "somebody has judged twice"

    @rule(which=ANY)
    def appeal(self, which: int) -> None:
        receipt = self.receipts[which]
        self.attempt(lambda: actions.appeal(member=self.alice, receipt_id=receipt.id, now=self.now))

    @rule(person=PEOPLE, which=ANY)
    def pass_on(self, person: int, which: int) -> None:
        actions.pass_on(reviewer=self.people[person], receipt_id=self.receipts[which].id, now=self.now)

    @rule(minutes=st.sampled_from([1, 11, 60 * 24, 60 * 24 * 15]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        actions.end_unanswered(now=self.now)
        overdue.leave_second_looks(now=self.now)

    @invariant()
    def what_was_earned_stays(self) -> None:
        counts = set(Receipt.objects.filter(state="accepted").values_list("pk", flat=True))
        paid = set(Contribution.objects.values_list("subject", flat=True))
        assert self.paid <= paid, "money went back"
        assert counts == paid, "what counts is not what was paid"
        self.paid = set(paid)

    @invariant()
    def nobody_decides_about_their_own_refusal(self) -> None:
        for appeal in Judgement.objects.filter(turn=Turn.APPEAL):
            others = Judgement.objects.filter(receipt=appeal.receipt_id).exclude(pk=appeal.pk)
            assert appeal.reviewer_id not in set(others.values_list("reviewer", flat=True))

    @invariant()
    def an_appeal_ends_with_its_time(self) -> None:
        open_ = Appeal.objects.filter(ended_at=None)
        assert all(self.now < appeal.at + ANSWER_DAYS * DAY for appeal in open_)

    @invariant()
    def nobody_is_offered_what_they_have_decided(self) -> None:
        for reviewer in self.people:
            offered = actions.queue_of(reviewer=reviewer, now=self.now)
            assert not offered.filter(judgements__reviewer=reviewer).exists()


HURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def a_room() -> Iterator[None]:
    """A vault that can be read, and a programme in which every other decision is made twice."""
    before = ports.filled()
    rules = with_rules(preset("fair"), double_coded_percent=50, answer_days=ANSWER_DAYS)
    ports.fill(ports.Ports(programme=rules, vault=FakeVault(), key=lambda: b"k" * 32))
    yield
    ports.fill(before)


@pytest.mark.usefixtures("a_room")
@pytest.mark.django_db
def test_nobody_judges_twice_no_money_goes_back_and_appeals_end() -> None:
    run_state_machine_as_test(Looks, settings=settings(HURRIED, max_examples=4, stateful_step_count=25))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("a_room")
@pytest.mark.django_db
def test_nobody_judges_twice_no_money_goes_back_and_appeals_end_for_long() -> None:
    run_state_machine_as_test(Looks, settings=settings(HURRIED, max_examples=300, stateful_step_count=60))
