"""In whatever order somebody agrees, refuses, pauses and lets time pass: all that is taken is within a living yes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fairpanel.consent import actions, values
from fairpanel.consent.actions import NoConsent
from fairpanel.consent.ports import Collector
from fairpanel.consent.record import record_of
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.problems import Problem
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.programme import preset
from fairpanel.receipts import actions as receipts
from fairpanel.receipts import ports, upkeep
from fairpanel.receipts.actions import NoSuchReceipt, NotForALook, ReceiptCollector, ReviewCollector
from fairpanel.receipts.models import Line, Prediction, Receipt
from fairpanel.receipts.values import Channel, Reason, Seen
from tests.receipts.made_by_hand import FakeVault, a_field, a_picture, a_reading

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RECEIPTS, LOOK, SURVEYS = ASKED = (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW, Purpose.SURVEYS)
COLLECTORS: dict[Purpose, Collector] = {RECEIPTS: ReceiptCollector(), LOOK: ReviewCollector()}
DAY = timedelta(days=1)
# Of calendar months the model knows only that none is shorter and none longer.
MONTH_DAYS_MIN, MONTH_DAYS_MAX = 28, 31
PURPOSES = st.sampled_from(ASKED)
# Within a month, after it, after the yes has ended, after a year of peace.
DAYS = st.sampled_from([3, 29, 70, 370])
# A yes ends after so many; so many readings are sure, and so many are begun as soon as they can.
MONTHS, SURE, BEGUN = 2, 0.5, 0.7
RECEIPTS_MAX = 3


@dataclass
class Model:
    """What one would write down on paper of one person and one purpose."""

    versions: list[tuple[bool, int | None]] = field(default_factory=lambda: [(False, MONTHS)])
    said: str = "nothing"
    said_at: datetime = START
    agreed_to: int = 0
    paused_until: datetime | None = None

    def counts(self) -> bool:
        """Whether every version since the one agreed to was only worded anew."""
        return all(replaces for replaces, _months in self.versions[self.agreed_to :])

    def is_over(self, now: datetime) -> bool | None:
        """Whether the yes has ended by itself; None in the days in which the model does not know."""
        months = self.versions[self.agreed_to - 1][1]
        if months is None or now < self.said_at + MONTH_DAYS_MIN * months * DAY:
            return False
        return True if now >= self.said_at + MONTH_DAYS_MAX * months * DAY else None

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until


class Choices(RuleBasedStateMachine):
    """Every rule does to the rooms what it does to the paper; receipts really come, are read and are looked at."""

    texts: Path

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now = START
        self.paper = {purpose: Model() for purpose in ASKED}
        self.everything_paused_until: datetime | None = None
        for purpose in ASKED:
            self.write_text(purpose, 1, replaces=False, months=MONTHS)
        for file in self.texts.iterdir():
            if not file.name.endswith(".1.toml"):
                file.unlink()
        forget_texts()
        programme = preset("fair")
        self.alice, self.bob = (self.panelist(name, programme) for name in ("alice", "bob"))
        self.olivia = enrol(email="olivia@example.org", role=Role.OPERATOR, language="en", now=START)
        self.being_read: list[Any] = []
        self.chance = Random(0)
        for purpose in ASKED:
            self.answer(purpose=purpose, yes=True)

    def teardown(self) -> None:
        told = record_of(self.alice.pk, now=self.now)["records"]
        ends = {one["record_id"].split("/")[1]: sayings(one)[-1] for one in told}
        for purpose, paper in self.paper.items():
            assert SAID_OF.get(str(ends.get(purpose)), "nothing") == paper.said
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def panelist(self, name: str, programme: Any) -> Member:
        member = enrol(email=f"{name}@example.org", role=Role.PANELIST, language="en", now=START)
        born = date(1990, 1, 1)
        return join(member=member, programme=programme, region="DE", language="en", born=born, today=START.date())

    def write_text(self, purpose: Purpose, version: int, *, replaces: bool, months: int | None) -> None:
        first = (REAL_TEXTS / f"{purpose}.1.toml").read_text("utf-8")
        head, spoken = first.split("[en]")
        head = "\n".join(line for line in head.splitlines() if not line.startswith("months"))
        head += f"\nreplaces_without_asking = {str(replaces).lower()}\n"
        head += "" if months is None else f"months = {months}\n"
        (self.texts / f"{purpose}.{version}.toml").write_text(f"{head}[en]{spoken}", "utf-8")

    def lives(self, purpose: Purpose) -> bool | None:
        """Whether consent stands by what is on the paper; None where the paper does not know."""
        paper = self.paper[purpose]
        if paper.said != "yes" or not paper.counts() or paper.is_paused(self.now):
            return False
        if self.everything_paused_until is not None and self.now < self.everything_paused_until:
            return False
        over = paper.is_over(self.now)
        return None if over is None else not over

    # What Alice chooses.

    @rule(purpose=PURPOSES, yes=st.booleans())
    def answer(self, *, purpose: Purpose, yes: bool) -> None:
        version = current_version(purpose)
        actions.answer(
            member=self.alice, purpose=purpose, version=version, granted=yes, now=self.now,
            collector=COLLECTORS.get(purpose),
        )  # fmt: skip
        self.say(purpose, "yes" if yes else "no", version)

    @rule(purpose=PURPOSES)
    def take_back(self, purpose: Purpose) -> None:
        actions.withdraw(member=self.alice, purpose=purpose, collector=COLLECTORS.get(purpose), now=self.now)
        self.say(purpose, "no", self.paper[purpose].agreed_to)

    def say(self, purpose: Purpose, said: str, version: int) -> None:
        paper = self.paper[purpose]
        paper.said, paper.said_at, paper.agreed_to = said, self.now, version

    @rule(purpose=st.none() | PURPOSES, days=st.none() | DAYS)
    def pause(self, purpose: Purpose | None, days: int | None) -> None:
        until = None if days is None else self.now + days * DAY
        actions.pause(member=self.alice, purpose=purpose, until=until, now=self.now)
        self.note_pause(purpose, until or datetime.max.replace(tzinfo=UTC))

    @rule(purpose=st.none() | PURPOSES)
    def go_on(self, purpose: Purpose | None) -> None:
        actions.resume(member=self.alice, purpose=purpose, now=self.now)
        self.note_pause(purpose, None)

    def note_pause(self, purpose: Purpose | None, until: datetime | None) -> None:
        if purpose is None:
            self.everything_paused_until = until
        else:
            self.paper[purpose].paused_until = until

    # What comes to pass without her.

    @rule(purpose=PURPOSES, replaces=st.booleans(), months=st.none() | st.integers(1, 3))
    def change_text(self, *, purpose: Purpose, replaces: bool, months: int | None) -> None:
        paper = self.paper[purpose]
        paper.versions.append((replaces, months))
        self.write_text(purpose, len(paper.versions), replaces=replaces, months=months)
        forget_texts()

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.now += days * DAY

    @rule(accept=st.booleans())
    def olivia_decides(self, *, accept: bool) -> None:
        self.somebody_decides(accept=accept)

    @rule()
    def appeal(self) -> None:
        for refused in Receipt.objects.filter(state="refused", appealed_at=None):
            appeal = partial(receipts.appeal, member=self.alice, receipt_id=refused.id, now=self.now)
            self.only_with_consent(appeal, RECEIPTS, LOOK)

    # What the rooms try after each of these, whether or not they may.

    @invariant()
    def whatever_is_tried_stays_within_a_living_consent(self) -> None:
        # In this order, so that a reading which is begun here ends after the next choice.
        self.what_was_being_read_ends_within_a_living_consent()
        self.a_person_sees_something_only_with_a_living_consent()
        self.a_person_who_may_not_look_decides_nothing()
        self.a_receipt_comes_in_exactly_with_a_living_consent()
        self.an_original_is_opened_only_with_a_living_consent()

    def what_was_being_read_ends_within_a_living_consent(self) -> None:
        while self.being_read:
            sure = self.chance.random() < SURE
            reading = a_reading(date=a_field(self.now.date(), 5, confidence=0.9 if sure else 0.1))
            seen = Seen(reading=reading, black_boxes=(), jpeg=b"a blacked-out picture")
            settle = partial(receipts.settle, receipt_id=self.being_read.pop(), seen=seen, now=self.now)
            self.only_with_consent(settle, RECEIPTS)

    def a_receipt_comes_in_exactly_with_a_living_consent(self) -> None:
        # So that a long life is not slower than a short one.
        for old in Receipt.objects.order_by("-received_at", "-id")[RECEIPTS_MAX:]:
            receipts.delete(member=self.alice, receipt_id=old.id, now=self.now)
        submit = partial(
            receipts.submit, member=self.alice, data=a_picture(), channel=Channel.PAGE, now=self.now
        )  # fmt: skip

        problem = self.only_with_consent(submit, RECEIPTS)

        known = self.lives(RECEIPTS)
        assert known is None or isinstance(problem, NoConsent) is not known

    def an_original_is_opened_only_with_a_living_consent(self) -> None:
        taken_up = upkeep.take_up_what_was_left_behind(now=self.now)
        assert not taken_up or self.lives(RECEIPTS) is not False

        for receipt_id in list(Receipt.objects.filter(state="received").values_list("id", flat=True)):
            # Not each at once: some wait unread until after the next choice.
            if self.chance.random() < BEGUN and receipts.begin_reading(receipt_id=receipt_id, now=self.now) is not None:
                assert self.lives(RECEIPTS) is not False
                self.being_read.append(receipt_id)

    def a_person_sees_something_only_with_a_living_consent(self) -> None:
        allowed = False not in {self.lives(RECEIPTS), self.lives(LOOK)}

        assert allowed or not receipts.waiting_for_a_look(now=self.now).exists()
        for receipt in Receipt.objects.exclude(picture=""):
            try:
                receipts.picture_of(viewer=self.olivia, receipt_id=receipt.id, now=self.now)
            except NoSuchReceipt:
                continue
            assert allowed

    def somebody_decides(self, *, accept: bool) -> None:
        """Olivia decides on all that she can name, whether she was shown it or not."""
        allowed = False not in {self.lives(RECEIPTS), self.lives(LOOK)}
        for receipt in Receipt.objects.exclude(state="received"):
            reason = None if accept or receipt.state == "refused" else Reason.ALTERED
            judge = partial(
                receipts.judge, receipt=receipt, reviewer=self.olivia, accept=accept, reason=reason, now=self.now
            )
            problem = self.only_with_consent(judge, RECEIPTS, LOOK)
            assert allowed or isinstance(problem, NotForALook)

    def a_person_who_may_not_look_decides_nothing(self) -> None:
        if False in {self.lives(RECEIPTS), self.lives(LOOK)}:
            self.somebody_decides(accept=True)

    def only_with_consent(self, try_it: Callable[[], object], *purposes: Purpose) -> Problem | None:
        """Do it, and give why it was refused: without consent for all of these it must write nothing of anybody."""
        known = {self.lives(purpose) for purpose in purposes}
        before = what_is_kept()
        problem = None
        try:
            try_it()
        except Problem as raised:
            problem = raised
        if False in known:
            assert what_is_kept() <= before, "something was written outside a living consent"
        assert known != {True} or not isinstance(problem, NoConsent)
        return problem

    # What holds at every moment.

    @invariant()
    def the_one_question_is_answered_as_on_paper_for_one_and_for_all(self) -> None:
        for purpose in ASKED:
            expected = self.lives(purpose)
            one = actions.is_live(member=self.alice, purpose=purpose, now=self.now)
            all_of_them = list(actions.live_members(purpose, at=self.now).values_list("member", flat=True))
            assert expected is None or one == expected
            assert all_of_them == ([self.alice.pk] if one else [])
            assert not actions.is_live(member=self.bob, purpose=purpose, now=self.now)

    @invariant()
    def who_said_no_is_not_asked_for_twelve_months(self) -> None:
        for purpose, paper in self.paper.items():
            if paper.said == "no" and self.now < paper.said_at + 365 * DAY:
                assert not actions.may_ask(member=self.alice, purpose=purpose, now=self.now)

    @invariant()
    def nobody_is_asked_who_has_a_living_yes_or_paused_everything(self) -> None:
        for purpose in ASKED:
            if self.lives(purpose) or (self.everything_paused_until or START) > self.now:
                assert not actions.may_ask(member=self.alice, purpose=purpose, now=self.now)


SAID_OF = {"dpv:ConsentGiven": "yes", "dpv:ConsentRefused": "no", "dpv:ConsentWithdrawn": "no"}
REAL_TEXTS = Path(str(values.FOLDER))


def sayings(record: dict[str, Any]) -> list[str]:
    """What was said, in its order, by one record."""
    states = [event["event_state"] for event in record["events"]]
    return [state for state in states if state in SAID_OF]


def what_is_kept() -> set[tuple[Any, ...]]:
    """All that the rooms say of somebody's receipts, but how often a machine has begun to read one."""
    kept = set(Receipt.objects.values_list("id", "state", "shop", "bought_on", "picture", "appealed_at", "decided_by"))
    return kept | set(Line.objects.values_list("id", "text")) | set(Prediction.objects.values_list("id", "reader"))


def forget_texts() -> None:
    """Let the next question find the texts that are there now."""
    values.versions_of.cache_clear()
    values._read.cache_clear()


@pytest.fixture
def texts_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of texts in which new versions can appear, and a vault that can be read."""
    before = ports.filled()
    ports.fill(ports.Ports(programme=preset("fair"), vault=FakeVault(), key=lambda: b"k" * 32))
    monkeypatch.setattr(values, "FOLDER", tmp_path)
    monkeypatch.setattr(Choices, "texts", tmp_path, raising=False)
    yield
    monkeypatch.undo()
    forget_texts()
    ports.fill(before)


HURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.usefixtures("texts_of_its_own")
@pytest.mark.django_db
def test_nothing_is_written_or_read_outside_a_living_consent() -> None:
    run_state_machine_as_test(Choices, settings=settings(HURRIED, max_examples=8, stateful_step_count=12))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("texts_of_its_own")
@pytest.mark.django_db
def test_nothing_is_written_or_read_outside_a_living_consent_for_long() -> None:
    run_state_machine_as_test(Choices, settings=settings(HURRIED, max_examples=500, stateful_step_count=50))
