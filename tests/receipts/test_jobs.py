"""What a worker does: however it ends, the receipt ends, and pays once."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.receipts import actions, jobs, tasks
from fairpanel.receipts.jobs import ReadingFailed
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards.actions import pending
from tests.receipts.made_by_hand import FakeVault, a_picture, a_reading


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing runs after it."""


@pytest.fixture
def waiting(panelist: Member, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Receipt:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr(jobs, "look", lambda *_, **__: Seen(a_reading(), (), b"a blacked-out picture"))
    return actions.submit(member=panelist, data=a_picture(), channel=Channel.PAGE, now=now)


def read(receipt: Receipt) -> None:
    jobs.read(receipt_id=str(receipt.id))


def test_a_worker_reads_settles_and_pays(panelist: Member, waiting: Receipt) -> None:
    read(waiting)

    waiting.refresh_from_db()
    assert waiting.state == "accepted"
    assert pending(panelist, currency="EUR") == Money(10, "EUR")


@pytest.mark.parametrize(
    "place",
    ["look", "actions.settle", "actions.settling.keep", "actions.settling.write_down", "actions.settling.rewards.earn"],
)
def test_killed_at_any_point_and_run_again_it_ends_and_pays_once(
    panelist: Member, waiting: Receipt, vault: FakeVault, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as once:
        once.setattr(f"fairpanel.receipts.jobs.{place}", killed)
        with pytest.raises(Killed):
            read(waiting)

    read(waiting)
    read(waiting)

    assert Receipt.objects.get().state == "accepted"
    assert pending(panelist, currency="EUR") == Money(10, "EUR")


def test_a_picture_that_kills_every_worker_is_refused_in_the_end_and_its_original_goes(
    waiting: Receipt, vault: FakeVault, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(jobs, "look", killed)
    for _ in range(actions.READINGS_MAX):
        with pytest.raises(Killed):
            read(waiting)

    with django_capture_on_commit_callbacks(execute=True):
        read(waiting)

    assert Receipt.objects.get().reason == "unreadable"
    assert vault.kept == {}


def test_a_worker_that_does_not_find_the_original_leaves_the_receipt_to_others(
    waiting: Receipt, vault: FakeVault
) -> None:
    vault.kept.clear()

    with pytest.raises(ReadingFailed, match="NotInVault"):
        read(waiting)

    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.readings_begun) == ("received", 0)


def test_an_original_that_stays_lost_for_a_day_ends_as_unreadable(waiting: Receipt, vault: FakeVault) -> None:
    vault.kept.clear()
    Receipt.objects.update(received_at=timezone.now() - actions.VAULT_PATIENCE)

    read(waiting)

    assert Receipt.objects.get().reason == "unreadable"


def test_a_database_that_is_away_for_a_moment_costs_nothing(waiting: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as once:
        once.setattr(actions, "settle", away)
        with pytest.raises(ReadingFailed, match="ConnectionError"):
            read(waiting)

    read(waiting)

    assert Receipt.objects.get().state == "accepted"


def test_a_receipt_that_is_no_more_is_no_fault(waiting: Receipt, panelist: Member, now: datetime) -> None:
    actions.delete(member=panelist, receipt_id=waiting.id, now=now)

    read(waiting)

    assert not Receipt.objects.exists()


def test_every_periodic_task_is_known_to_the_queue() -> None:
    from procrastinate.contrib.django import app

    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}

    assert names >= {"receipts.take_up", "receipts.tidy", "receipts.sweep", "receipts.forget_jobs"}
    assert tasks.READ in app.tasks
