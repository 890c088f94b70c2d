"""Sending: killed anywhere it ends and pays once; what misbehaves is stopped; what they say is taken in any order."""

from datetime import datetime, timedelta

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.checks import prove
from fairpanel.members.models import Member
from fairpanel.notices.models import Notice
from fairpanel.payouts import actions, jobs, tasks
from fairpanel.payouts.models import Attempt, Finding, Health, Payout
from fairpanel.payouts.values import Nudge, Resolution, State
from tests.payouts.conftest import Ask, look, send
from tests.payouts.in_memory import InMemory

# Where the program dies, and every name under which that place is called.
WAYS_TO = {
    "before it is claimed": ["jobs.actions.begin"],
    "after it was sent": ["jobs.actions.record"],
    "while the answer is taken": ["actions.sending.apply"],
    "while the books are written": ["actions.stepping.ledger.settle"],
}


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing runs after it."""


@pytest.mark.parametrize("place", list(WAYS_TO))
def test_killed_at_any_point_and_run_again_it_ends_and_pays_once(
    *, rich: Member, ask: Ask, provider: InMemory, place: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as once:
        for way in WAYS_TO[place]:
            once.setattr(f"fairpanel.payouts.{way}", killed)
        with pytest.raises(Killed):
            send(payout)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    jobs.take_up(0)
    send(payout)
    send(payout)

    assert payout.state == "accepted"
    assert [told.amount for told in provider.paid.values()] == [Money(1000, "EUR")]
    assert {len(bodies) for bodies in provider.bodies.values()} == {1}
    assert ledger.balance(rich.account) == Money(7000, "EUR")
    assert [finding for proof in prove() for finding in proof.findings] == []


def test_what_is_not_certain_is_sent_again_by_itself_and_later_each_time(
    rich: Member, ask: Ask, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    provider.faults = ["silent"]
    send(payout)
    waits = payout.next_try_at
    send(payout)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=2))
    actions.take_up(now=now + timedelta(minutes=2))

    assert waits == now + timedelta(minutes=1)
    assert tasks.is_under_way(payout_id=payout.id)
    assert send(payout).state == "accepted"
    assert Attempt.objects.count() == 2
    assert provider.out() == 1000


def test_a_refusal_gives_the_money_back_and_says_why(rich: Member, ask: Ask, provider: InMemory) -> None:
    provider.faults = ["refused"]

    payout = send(ask(rich))

    assert (payout.state, payout.trouble) == ("failed", "address")
    assert ledger.available(rich.account) == Money(8000, "EUR")
    assert Notice.objects.filter(kind="payout-back").count() == 1


@pytest.mark.parametrize("fate", [State.RETURNED, State.EXPIRED, State.CANCELLED, State.REVERSED])
def test_what_comes_back_is_a_new_entry(rich: Member, ask: Ask, provider: InMemory, fate: State) -> None:
    payout = send(ask(rich))
    provider.says(payout.external_id, fate)

    look(payout)
    look(payout)

    assert payout.state == fate
    assert ledger.balance(rich.account) == Money(8000, "EUR")
    assert ledger.balance("payout:gift-card:EUR") == Money(0, "EUR")
    assert [line.memo for line in ledger.statement(rich.account)] == ["reward", "payout", "payout-back"]


def test_a_call_is_heard_once_and_only_makes_us_ask(rich: Member, ask: Ask, provider: InMemory, now: datetime) -> None:
    payout = send(ask(rich))
    provider.says(payout.external_id, State.DELIVERED)
    nudge = Nudge("event-1", (payout.reference,))

    heard = [actions.hear(provider="memory", nudge=nudge, now=now) for _ in range(2)]
    before = Payout.objects.get().state
    look(payout)

    assert heard == [True, False]
    assert (before, payout.state) == ("accepted", "delivered")


def test_calls_that_are_lost_are_made_good_by_asking(rich: Member, ask: Ask, provider: InMemory, now: datetime) -> None:
    payout = send(ask(rich))
    provider.says(payout.external_id, State.DELIVERED)

    actions.take_up(now=now + timedelta(minutes=1))

    assert tasks.is_under_way(payout_id=payout.id)
    assert look(payout).state == "delivered"


def test_words_that_come_late_change_nothing(rich: Member, ask: Ask, provider: InMemory) -> None:
    payout = send(ask(rich))
    for fate in (State.REDEEMED, State.DELIVERED, State.ACCEPTED, State.UNCLAIMED):
        provider.says(payout.external_id, fate)
        look(payout)

    assert payout.state == "redeemed"
    assert not Finding.objects.exists()


def test_a_provider_that_makes_errors_is_left_alone_and_tried_again(
    rich: Member, ask: Ask, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    later = now
    for _ in range(4):
        provider.faults = ["error"]
        send(payout)
        later += timedelta(minutes=20)
        monkeypatch.setattr("django.utils.timezone.now", lambda at=later: at)
    stopped = Health.objects.get()

    # The pause has passed: one is tried, and with it all is well.
    send(payout)

    assert stopped.stopped_for == "errors"
    assert payout.state == "accepted"
    assert not actions.is_stopped(provider="memory", now=later)


def test_while_a_provider_is_stopped_nothing_is_sent_and_the_panelist_is_told(
    rich: Member, ask: Ask, provider: InMemory, now: datetime, client: object
) -> None:
    actions.stop(provider="memory", why="person", now=now)

    payout = send(ask(rich))

    assert payout.state == "created"
    assert provider.paid == {}
    assert actions.is_stopped(provider="memory", now=now + timedelta(days=30))


@pytest.mark.parametrize(("fault", "purse"), [("less", 7001), ("wrong amount", 7000)])
def test_another_sum_stops_the_provider_and_is_put_right_by_a_person(
    *, rich: Member, olivia: Member, ask: Ask, provider: InMemory, fault: str, purse: int, now: datetime
) -> None:
    provider.faults = [fault]
    payout = send(ask(rich))
    finding = Finding.objects.get()
    [way] = actions.choices(finding)

    actions.resolve(finding_id=finding.id, resolution=way, operator=olivia, now=now)
    look(payout)

    assert actions.is_stopped(provider="memory", now=now)
    assert ledger.balance(rich.account).minor == purse
    assert ledger.balance("payout:gift-card:EUR").minor == provider.out()
    assert Finding.objects.filter(resolved_at=None).count() == 0
    provider.says(payout.external_id, State.RETURNED)
    look(payout)
    assert ledger.balance(rich.account) == Money(8000, "EUR")
    assert ledger.balance("payout:gift-card:EUR") == Money(0, "EUR")


def test_what_they_paid_after_it_had_ended_here_costs_the_panelist_nothing(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    payout = send(ask(rich))
    provider.says(payout.external_id, State.RETURNED)
    look(payout)
    provider.says(payout.external_id, State.DELIVERED)

    jobs.reconcile_with("memory")
    jobs.reconcile_with("memory")
    finding = Finding.objects.get()
    actions.resolve(finding_id=finding.id, resolution=Resolution.BORNE, operator=olivia, now=now)

    assert finding.kind == "paid-after-end"
    assert ledger.balance(rich.account) == Money(8000, "EUR")
    assert ledger.balance("payout:gift-card:EUR").minor == provider.out()
    assert jobs.reconcile_with("memory") == jobs.Compared(0, is_one_by_one=False)


def test_what_they_have_no_record_of_is_found_and_given_back(
    *, rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = send(ask(rich))
    provider.paid.clear()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=5))

    found = jobs.reconcile_with("memory")
    finding = Finding.objects.get()
    actions.resolve(finding_id=finding.id, resolution=Resolution.GIVEN_BACK, operator=olivia, now=now)

    payout.refresh_from_db()
    assert found == jobs.Compared(1, is_one_by_one=False)
    assert finding.kind == "unknown-to-them"
    assert payout.state == "reversed"
    assert ledger.balance(rich.account) == Money(8000, "EUR")


def test_what_they_paid_and_we_never_asked_for_is_found_once(
    rich: Member, olivia: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    send(ask(rich))
    [known] = provider.paid.values()
    provider.paid["stranger"] = type(known)("stranger", State.DELIVERED, "ref", Money(500, "EUR"))

    found = [jobs.reconcile_with("memory") for _ in range(2)]
    finding = Finding.objects.get()
    actions.resolve(finding_id=finding.id, resolution=Resolution.BORNE, operator=olivia, now=now)

    assert [one.count for one in found if one] == [1, 0]
    assert ledger.balance("payout:gift-card:EUR").minor == provider.out() == 1500
    assert jobs.reconcile_with("memory") == jobs.Compared(0, is_one_by_one=False)


def test_a_payout_that_nobody_decides_about_is_shown_to_a_person_after_a_day(
    rich: Member, ask: Ask, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    provider.faults = ["error"] * 3
    send(payout)
    for day in (1, 26):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=now + timedelta(days=day, hours=1): at)
        send(payout)

    assert (payout.state, Finding.objects.get(resolved_at=None).kind) == ("submitted", "silent")
    assert ledger.available(rich.account) == Money(7000, "EUR")
    # After 25 days nobody can know whether they still remember the id.
    assert Attempt.objects.count() == 2


def test_who_is_asked_and_says_nothing_has_refused_nothing(
    *, rich: Member, ask: Ask, provider: InMemory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout = ask(rich)
    provider.faults = ["silent"]
    send(payout)
    after_a_day = now + timedelta(hours=25)
    monkeypatch.setattr("django.utils.timezone.now", lambda: after_a_day)

    provider.faults = ["blind"]
    look(payout)

    assert (payout.state, Finding.objects.get().kind) == ("submitted", "silent")
    assert ledger.available(rich.account) == Money(7000, "EUR")
    # They had taken it, and say so as soon as they can.
    assert look(payout).state == "accepted"
    assert ledger.balance(rich.account) == Money(7000, "EUR")
    assert [finding for proof in prove() for finding in proof.findings] == []


def test_every_periodic_task_is_known_to_the_queue() -> None:
    from procrastinate.contrib.django import app

    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}

    assert names >= {"payouts.take_up", "payouts.reconcile", "payouts.forget"}
    assert {tasks.SEND, tasks.LOOK} <= set(app.tasks)


def test_a_log_of_a_sending_holds_no_address_and_no_sum(
    rich: Member, ask: Ask, provider: InMemory, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.faults = ["silent"]

    send(ask(rich))

    assert "alice@example.org" not in capsys.readouterr().err


def test_addresses_in_what_arrived_are_let_go_once_nobody_looks_any_more(
    rich: Member, ask: Ask, provider: InMemory, now: datetime
) -> None:
    arrived, lately, code = (send(ask(rich)) for _ in range(3))
    Payout.objects.filter(pk=arrived.pk).update(accepted_at=now - timedelta(days=181), next_look_at=None)
    Payout.objects.filter(pk=code.pk).update(accepted_at=now - timedelta(days=181), next_look_at=None, way="amazon")

    forgotten = actions.forget_bodies(now=now)

    assert forgotten == 1
    assert set(Payout.objects.exclude(body=None).values_list("id", flat=True)) == {lately.pk, code.pk}
