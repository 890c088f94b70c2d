"""Sending a receipt: only with consent, only pictures, each once, and whatever fails leaves nothing."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from fairpanel.consent.actions import NoConsent, withdraw
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import Problem
from fairpanel.members.models import Member
from fairpanel.programme import preset
from fairpanel.reading.problems import EmptyFile, NotAPicture
from fairpanel.receipts import actions, jobs, ports, tasks, upkeep
from fairpanel.receipts.actions import AlreadySent, NoReceiptsTaken, NotJoined
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel
from tests.receipts.made_by_hand import FakeVault, a_picture


def send(member: Member, data: bytes, now: datetime) -> Receipt:
    return actions.submit(member=member, data=data, channel=Channel.PAGE, now=now)


def assert_nothing_is_kept(vault: FakeVault) -> None:
    assert not Receipt.objects.exists()
    assert vault.kept == {}


def test_a_receipt_is_sealed_and_waits_to_be_read(panelist: Member, vault: FakeVault, now: datetime) -> None:
    picture = a_picture()

    receipt = send(panelist, picture, now)

    assert receipt.state == "received"
    assert vault.open(receipt.sealed) == picture
    assert tasks.is_to_be_read(receipt_id=receipt.id)
    assert (receipt.width_px, receipt.height_px) == (40, 60)


def test_without_consent_nothing_is_taken(alice: Member, vault: FakeVault, now: datetime) -> None:
    with pytest.raises(NoConsent):
        send(alice, a_picture(), now)

    assert_nothing_is_kept(vault)


def test_after_consent_was_taken_back_nothing_is_taken(panelist: Member, vault: FakeVault, now: datetime) -> None:
    withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now + timedelta(minutes=1))

    with pytest.raises(NoConsent):
        send(panelist, a_picture(), now + timedelta(minutes=2))

    assert_nothing_is_kept(vault)


@pytest.mark.parametrize(("data", "problem"), [(b"", EmptyFile), (b"not a picture", NotAPicture)])
def test_bad_bytes_are_refused_with_their_sentence_and_leave_nothing(
    panelist: Member, vault: FakeVault, now: datetime, data: bytes, problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        send(panelist, data, now)

    assert_nothing_is_kept(vault)


def test_the_same_file_twice_is_one_receipt(panelist: Member, vault: FakeVault, now: datetime) -> None:
    picture = a_picture()
    first = send(panelist, picture, now)

    with pytest.raises(AlreadySent) as told:
        send(panelist, picture, now)

    assert told.value.facts["receipt_id"] == first.id
    assert Receipt.objects.count() == len(vault.kept) == 1


def test_two_people_may_send_the_same_file(panelist: Member, bob_agrees: Member, now: datetime) -> None:
    picture = a_picture()

    send(panelist, picture, now)
    send(bob_agrees, picture, now)

    digests = {bytes(digest) for digest in Receipt.objects.values_list("file_digest", flat=True)}
    assert len(digests) == 2


def test_who_has_not_joined_cannot_send(panelist: Member, vault: FakeVault, now: datetime) -> None:
    panelist.region = ""

    with pytest.raises(NotJoined):
        send(panelist, a_picture(), now)

    assert_nothing_is_kept(vault)


def test_a_programme_without_receipts_takes_none(panelist: Member, vault: FakeVault, now: datetime) -> None:
    ports.fill(ports.Ports(programme=preset("shopper-panel-de-2023"), vault=vault, key=lambda: b"k" * 32))

    with pytest.raises(NoReceiptsTaken):
        send(panelist, a_picture(), now)

    assert_nothing_is_kept(vault)


def test_a_transaction_that_fails_leaves_neither_row_nor_file_nor_work(
    panelist: Member, vault: FakeVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(tasks, "read_later", broken)

    with pytest.raises(RuntimeError):
        send(panelist, a_picture(), now)

    assert_nothing_is_kept(vault)


def test_work_that_was_rolled_back_is_not_done(panelist: Member, now: datetime) -> None:
    with transaction.atomic():
        receipt = send(panelist, a_picture(), now)
        transaction.set_rollback(True)

    assert not tasks.is_to_be_read(receipt_id=receipt.id)


def test_a_file_whose_row_was_lost_is_found_by_the_nightly_sweep(
    panelist: Member, vault: FakeVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(**_: object) -> None:
        raise DatabaseError

    kept = send(panelist, a_picture(), now)
    monkeypatch.setattr(tasks, "read_later", cut_off)
    # After such a failure nobody knows whether the commit came through, so the file stays for the moment.
    with pytest.raises(DatabaseError):
        send(panelist, a_picture(), now)
    assert len(vault.kept) == 2
    vault.written_at = dict.fromkeys(vault.kept, now)

    too_early, dropped = (upkeep.sweep_the_vault(now=now + timedelta(minutes=m)) for m in (30, 90))

    assert [len(found.without_row) for found in (too_early, dropped)] == [0, 1]
    assert set(vault.kept) == {kept.sealed}


def test_a_receipt_that_nobody_is_about_to_read_is_taken_up_again(panelist: Member, now: datetime) -> None:
    receipt = send(panelist, a_picture(), now)
    tasks.forget(receipt_id=receipt.id)
    waiting = send(panelist, a_picture(), now)

    taken_up = upkeep.take_up_what_was_left_behind(now=now + timedelta(minutes=11))

    assert taken_up == 1
    assert tasks.is_to_be_read(receipt_id=receipt.id)
    assert tasks.is_to_be_read(receipt_id=waiting.id)


def test_the_name_under_which_work_is_left_is_the_name_of_a_task() -> None:
    assert jobs.read.name == tasks.READ
