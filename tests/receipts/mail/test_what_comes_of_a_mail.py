"""A mail becomes receipts, one for each order in it, or is written down with the reason why not."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member
from fairpanel.receipts import jobs as receipt_jobs
from fairpanel.receipts.actions import ReceiptCollector
from fairpanel.receipts.mail import actions, jobs, tasks, upkeep
from fairpanel.receipts.mail.jobs import OpeningFailed
from fairpanel.receipts.mail.values import Place, Proof, Verdict
from fairpanel.receipts.models import Mail, Receipt
from fairpanel.receipts.values import Channel
from tests.receipts.everything import everything_in_the_database
from tests.receipts.made_by_hand import FakeVault
from tests.receipts.mail.conftest import FakeProver
from tests.receipts.mail.made_mails import BY_SMTP, DOMAIN, a_jpeg, a_mail, an_order, forwarded

Arrive = Callable[..., Mail]
SHARED = f"receipts@{DOMAIN}"


def read_all() -> list[Receipt]:
    for receipt in Receipt.objects.filter(state="received"):
        receipt_jobs.read(receipt_id=str(receipt.id))
    return list(Receipt.objects.order_by("id"))


def test_an_order_in_a_mail_becomes_a_receipt(address: str, vault: FakeVault, arrive: Arrive) -> None:
    mail = arrive(bytes(a_mail(an_order())), address)

    [receipt] = read_all()
    assert (mail.outcome, mail.receipts, mail.why) == ("taken", 1, "")
    assert (receipt.channel, receipt.state, receipt.total_minor) == (Channel.MAIL, "accepted", 3885)


def test_of_the_mail_nothing_is_left_once_it_is_opened(
    address: str, vault: FakeVault, arrive: Arrive, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        mail = arrive(bytes(a_mail(an_order(), subject="A most private subject")), address)

    assert mail.sealed == ""
    [sealed] = vault.kept.values()
    assert b"private subject" not in sealed
    assert "private subject" not in everything_in_the_database()
    assert "lumina.example" not in everything_in_the_database()


def test_a_mail_with_several_orders_gives_several_receipts(address: str, arrive: Arrive) -> None:
    first, second = an_order("LU-1111-11111", total="10,00"), an_order("LU-2222-22222", total="20,00", thing="Chair")
    outer = forwarded(a_mail(first))
    outer.add_attachment(a_mail(second, name="<5@lumina.example>"))

    mail = arrive(bytes(outer), address)

    assert mail.receipts == 2
    assert sorted(receipt.total_minor or 0 for receipt in read_all()) == [1000, 2000]


def test_a_picture_that_is_attached_is_sent_as_a_picture(
    address: str, arrive: Arrive, vault: FakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairpanel.receipts.mail.unwrapping._may_be_receipt", lambda _picture: True)
    picture = a_jpeg()
    message = a_mail(sender="Alice <alice@example.org>")
    message.add_attachment(picture, maintype="image", subtype="jpeg")

    mail = arrive(bytes(message), address)

    assert mail.receipts == 1
    assert vault.open(Receipt.objects.get().sealed) == picture


def test_a_newsletter_becomes_no_receipt(address: str, arrive: Arrive) -> None:
    mail = arrive(bytes(a_mail("<p>Everything must go! Lamps from 5.00 only until Sunday.</p>")), address)

    assert (mail.outcome, mail.why) == ("not-taken", "no-order")
    assert not Receipt.objects.exists()


def test_the_same_mail_twice_is_one_mail_and_one_receipt(address: str, arrive: Arrive) -> None:
    first = arrive(bytes(a_mail(an_order())), address)

    again = arrive(b"Received: from elsewhere\r\n" + bytes(a_mail(an_order())), address)

    assert again.pk == first.pk
    assert Receipt.objects.count() == 1


def test_a_mail_without_a_name_is_known_by_what_it_says(address: str, arrive: Arrive) -> None:
    first = arrive(bytes(a_mail(an_order(), name="")), address)

    again = arrive(b"Received: from elsewhere\r\n" + bytes(a_mail(an_order(), name="")), address)

    assert again.pk == first.pk


def test_the_same_order_forwarded_anew_is_one_receipt(address: str, arrive: Arrive) -> None:
    arrive(bytes(forwarded(a_mail(an_order()))), address)

    again = arrive(bytes(forwarded(a_mail(an_order()), name="<3@example.org>")), address)

    assert again.why == "sent-before"
    assert Receipt.objects.count() == 1


def test_who_has_many_mails_waiting_gets_no_more_until_they_are_opened(
    address: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairpanel.receipts.mail.actions.taking.WAITING_MAX", 2)
    sent = [bytes(a_mail(an_order(), name=f"<{number}@shop.example>")) for number in range(4)]
    for data in sent[:2]:
        actions.take(data=data, recipients=[address], envelope=BY_SMTP, now=now)

    with pytest.raises(actions.TooManyWaiting):
        actions.take(data=sent[2], recipients=[address], envelope=BY_SMTP, now=now)
    # A repeated one is no more, and what is fetched would stand in others' way.
    actions.take(data=sent[0], recipients=[address], envelope=BY_SMTP, now=now)
    actions.take(data=sent[3], recipients=[address], envelope=BY_SMTP, now=now, place=Place("mailbox", 1, 7))

    assert sorted(Mail.objects.values_list("outcome", "why")) == [
        ("not-taken", "too-many"), ("waiting", ""), ("waiting", ""),
    ]  # fmt: skip


def test_what_is_opened_twice_counts_once(address: str, arrive: Arrive) -> None:
    mail = arrive(bytes(a_mail(an_order())), address)

    jobs.open_mail(mail_id=str(mail.id))

    assert Receipt.objects.count() == 1


def test_without_consent_only_the_fact_is_kept(
    panelist: Member, address: str, vault: FakeVault, arrive: Arrive, now: datetime
) -> None:
    consent.withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=ReceiptCollector(), now=now)

    mail = arrive(bytes(a_mail(an_order())), address)

    assert (mail.member_id, mail.outcome, mail.why, mail.sealed) == (None, "not-taken", "no-consent", "")
    assert vault.kept == {}


def test_who_takes_consent_back_has_waiting_mails_dropped(
    panelist: Member, address: str, vault: FakeVault, now: datetime,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    actions.take(data=bytes(a_mail(an_order())), recipients=[address], envelope=BY_SMTP, now=now)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        consent.withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=ReceiptCollector(), now=now)

    assert (Mail.objects.get().why, Mail.objects.get().member_id) == ("no-consent", None)
    assert vault.kept == {}


def test_what_comes_to_nobody_is_written_down_and_not_kept(address: str, vault: FakeVault, arrive: Arrive) -> None:
    mail = arrive(bytes(a_mail(an_order())), f"receipts-aaaaaaaaaaaaaaaa@{DOMAIN}")

    assert (mail.member_id, mail.why) == (None, "unknown-recipient")
    assert vault.kept == {}


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        (Proof(), "not-proven"),
        (Proof(dkim=Verdict.PASS, signers=("elsewhere.example",)), "not-proven"),
        (Proof(spf=Verdict.PASS, spf_domain="elsewhere.example"), "not-proven"),
        (Proof(arc=Verdict.PASS, sealer="unknown.example", sealer_saw=("example.org",)), "not-proven"),
        (Proof(dkim=Verdict.PASS, signers=("example.org",)), ""),
        (Proof(spf=Verdict.PASS, spf_domain="mail.example.org"), ""),
        (Proof(arc=Verdict.PASS, sealer="google.com", sealer_saw=("example.org",)), ""),
    ],
)
def test_to_the_address_of_everybody_only_a_proven_sender_counts(
    panelist: Member, prover: FakeProver, arrive: Arrive, proof: Proof, why: str
) -> None:
    prover.says = proof

    mail = arrive(bytes(a_mail(an_order(), sender="Alice <ALICE@example.org>")), SHARED)

    assert (mail.why, mail.member_id) == (why, panelist.pk)
    assert Receipt.objects.count() == (0 if why else 1)


@pytest.mark.parametrize("sender", ["eve@example.org", "alice@example.org, eve@example.org", ""])
def test_from_an_unknown_sender_nothing_is_kept(
    panelist: Member, prover: FakeProver, vault: FakeVault, arrive: Arrive, sender: str
) -> None:
    prover.says = Proof(dkim=Verdict.PASS, signers=("example.org",))

    mail = arrive(bytes(a_mail(an_order(), sender=sender)), SHARED)

    assert (mail.member_id, mail.why) == (None, "no-member")
    assert vault.kept == {}


def test_two_senders_are_nobody(panelist: Member, prover: FakeProver, arrive: Arrive) -> None:
    mail = arrive(b"From: eve@example.org\r\n" + bytes(a_mail(an_order(), sender="alice@example.org")), SHARED)

    assert mail.why == "no-member"


def test_an_address_that_was_taken_back_is_as_unknown_as_any(panelist: Member, address: str) -> None:
    assert actions.is_known(address.upper())

    actions.take_back_address(member=panelist)

    assert not actions.is_known(address)
    assert actions.address_of(panelist) is None


def test_a_new_address_ends_the_old_one(panelist: Member, address: str, now: datetime) -> None:
    new = actions.give_address(member=panelist, random=b"9876543210", now=now)

    assert actions.address_of(panelist) == new
    assert (actions.is_known(new), actions.is_known(address)) == (True, False)


@pytest.mark.parametrize(
    "to", ["alice@example.org", "receipts@elsewhere.example", "postmaster@localhost", "", "@", "x"]
)
def test_nothing_is_ever_passed_on(address: str, to: str) -> None:
    assert not actions.is_known(to)


def test_the_secret_address_stands_in_no_table_and_no_log(
    address: str, arrive: Arrive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    arrive(bytes(a_mail(an_order(), to=address)), address)

    local = address.partition("@")[0]
    assert local not in everything_in_the_database()
    assert local not in caplog.text


def test_a_mail_that_kills_its_reader_is_not_opened_for_ever(
    address: str, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise ValueError("Dear Alice, your order")

    monkeypatch.setattr("fairpanel.receipts.mail.jobs.timezone.now", lambda: now)
    monkeypatch.setattr("fairpanel.receipts.mail.opening.papers_in", stumble)
    caplog.set_level(logging.DEBUG)
    actions.take(data=bytes(a_mail(an_order())), recipients=[address], envelope=BY_SMTP, now=now)
    mail = Mail.objects.get()
    for _ in range(actions.OPENINGS_MAX - 1):
        with pytest.raises(OpeningFailed) as told:
            jobs.open_mail(mail_id=str(mail.id))
        assert "Alice" not in str(told.value)
    jobs.open_mail(mail_id=str(mail.id))

    mail.refresh_from_db()
    assert (mail.outcome, mail.why) == ("not-taken", "unreadable")
    assert "Dear Alice" not in caplog.text


def test_a_mail_that_nobody_is_about_to_open_is_taken_up_again(panelist: Member, address: str, now: datetime) -> None:
    actions.take(data=bytes(a_mail(an_order())), recipients=[address], envelope=BY_SMTP, now=now)
    tasks.forget(mail_id=Mail.objects.get().id)

    taken_up = upkeep.take_up_mails_left_behind(now=now + timedelta(minutes=11))

    assert taken_up == 1


def test_what_was_seen_goes_with_other_events(address: str, arrive: Arrive, now: datetime) -> None:
    arrive(bytes(a_mail(an_order())), address)

    upkeep.let_go_of_mails(now=now + timedelta(days=366), seen_before=now + timedelta(days=1))

    assert not Mail.objects.exists()
