"""However sending ends, the notice ends: sent, tried again, or seen by the operator."""

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.members.models import Member
from fairpanel.notices import jobs, sending
from fairpanel.notices.actions import choose, forget, send_again
from fairpanel.notices.models import Notice
from fairpanel.notices.rules import NEVER, QUIET
from fairpanel.notices.sending import send
from fairpanel.notices.values import LEASE, TRIES_MAX, Topic, Way
from tests.notices.conftest import Tell

NIGHT, MORNING = datetime.fromisoformat("2026-11-22T22:00+00:00"), datetime.fromisoformat("2026-11-23T07:00+00:00")


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing runs after it."""


def planned(notice: Notice) -> list[datetime]:
    jobs_ = ProcrastinateJob.objects.filter(task_name="notices.send", args__notice_id=str(notice.id), status="todo")
    return [at for at in jobs_.values_list("scheduled_at", flat=True) if at is not None]


def break_the_mail(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(EmailMultiAlternatives, "send", breaks)


def test_at_night_it_waits_for_the_morning(told: Tell) -> None:
    notice = told(now=NIGHT)

    send(notice_id=notice.id, now=NIGHT)

    assert mail.outbox == []
    assert planned(notice) == [MORNING]
    send(notice_id=notice.id, now=MORNING)
    assert len(mail.outbox) == 1


def test_who_wants_no_quiet_hours_is_told_at_night(told: Tell, alice: Member) -> None:
    choose(member_id=alice.id, ways={}, quiet=NEVER)
    notice = told(now=NIGHT)

    send(notice_id=notice.id, now=NIGHT)

    assert len(mail.outbox) == 1


def test_what_somebody_does_not_want_to_hear_of_is_not_sent(result: Tell, alice: Member, now: datetime) -> None:
    choose(member_id=alice.id, ways={Topic.RESULTS: Way.NONE}, quiet=QUIET)
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)

    assert mail.outbox == []
    notice.refresh_from_db()
    assert notice.state == "unwanted"


def test_a_mail_server_that_is_away_is_tried_again_and_again_and_then_the_operator_is_told(
    told: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch, alice: Member
) -> None:
    choose(member_id=alice.id, ways={}, quiet=NEVER)
    break_the_mail(monkeypatch, ConnectionRefusedError())
    notice, moment, tries = told(), now, 0

    while notice.state == "waiting":
        send(notice_id=notice.id, now=moment)
        notice.refresh_from_db()
        assert notice.state == "failed" or planned(notice) == [notice.send_after] != [moment]
        moment, tries = notice.send_after, tries + 1

    assert (notice.state, tries, notice.fault) == ("failed", TRIES_MAX, "ConnectionRefusedError")
    assert list(Notice.objects.failed()) == [notice]


@pytest.mark.parametrize(
    ("fault", "state", "name"),
    [
        (
            smtplib.SMTPRecipientsRefused({"alice@example.org": (550, b"nobody")}),
            "failed",
            "SMTPRecipientsRefused 550",
        ),
        (
            smtplib.SMTPRecipientsRefused({"alice@example.org": (451, b"later")}),
            "waiting",
            "SMTPRecipientsRefused 451",
        ),
        (smtplib.SMTPDataError(554, "alice is spam"), "failed", "SMTPDataError 554"),
        (smtplib.SMTPAuthenticationError(535, b"hunter2"), "waiting", "SMTPAuthenticationError 535"),
        (TimeoutError("alice@example.org"), "waiting", "TimeoutError"),
    ],
)
def test_only_what_would_be_refused_again_is_given_up_at_once_and_its_words_are_not_kept(
    told: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch, *, fault: Exception, state: str, name: str
) -> None:
    break_the_mail(monkeypatch, fault)
    notice = told()

    send(notice_id=notice.id, now=now)

    notice.refresh_from_db()
    assert (notice.state, notice.fault) == (state, name)


def test_a_failed_one_that_the_operator_sends_again_goes(told: Tell, now: datetime) -> None:
    notice = told()
    Notice.objects.update(state="failed", tries=TRIES_MAX, fault="TimeoutError")

    send_again(notice_id=notice.id, now=now)
    send(notice_id=notice.id, now=now)

    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.fault) == ("sent", "")


def test_two_senders_at_once_send_one_mail(told: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = told()
    sent = EmailMultiAlternatives.send

    def while_another_tries(self: EmailMultiAlternatives, *_: object) -> int:
        monkeypatch.setattr(EmailMultiAlternatives, "send", sent)
        send(notice_id=notice.id, now=now)
        return sent(self)

    monkeypatch.setattr(EmailMultiAlternatives, "send", while_another_tries)
    send(notice_id=notice.id, now=now)

    assert len(mail.outbox) == 1


def test_a_sender_killed_before_it_sent_is_followed_by_another_that_sends(
    told: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = told()
    with monkeypatch.context() as once:
        break_the_mail(once, Killed())
        with pytest.raises(Killed):
            send(notice_id=notice.id, now=now)

    send(notice_id=notice.id, now=now)
    assert mail.outbox == [], "the lease of the dead one still runs"
    send(notice_id=notice.id, now=now + LEASE)

    assert len(mail.outbox) == 1


def test_a_sender_killed_after_it_sent_makes_one_mail_twice_under_one_message_id(
    result: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice, late = result(1), now + timedelta(minutes=10)
    result(2)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as once:
        once.setattr(sending, "_sent", killed)
        with pytest.raises(Killed):
            send(notice_id=notice.id, now=late)
    # What comes meanwhile does not change the words of a mail that has perhaps arrived.
    result(3)
    send(notice_id=notice.id, now=late + LEASE)

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.body == second.body


def test_what_a_sender_left_is_taken_up(told: Tell, now: datetime) -> None:
    notice = told()
    ProcrastinateJob.objects.all().delete()

    taken = [jobs.take_up_what_was_left(now=now), jobs.take_up_what_was_left(now=now)]

    assert taken == [1, 0]
    assert planned(notice) == [now]


def test_many_results_are_one_mail(result: Tell, now: datetime) -> None:
    for number in range(1, 4):
        result(number)
    lead = Notice.objects.earliest("made_at", "id")

    for notice in Notice.objects.all():
        send(notice_id=notice.id, now=lead.send_after)

    [sent] = mail.outbox
    assert sent.subject == "3 of your receipts have been looked at"
    assert all(f"Receipt {number} counts." in sent.body for number in range(1, 4))
    assert {notice.state for notice in Notice.objects.all()} == {"sent"}


def test_results_come_by_mail_once_a_day_at_most(result: Tell, now: datetime) -> None:
    first = result(1)
    send(notice_id=first.id, now=first.send_after)
    afternoon = now + timedelta(hours=3)
    second, third = result(2, now=afternoon), result(3, now=afternoon)

    for notice in (second, third):
        send(notice_id=notice.id, now=notice.send_after)
    for notice in (second, third):
        send(notice_id=notice.id, now=MORNING)

    assert [sent.subject for sent in mail.outbox] == ["Your receipt counts", "2 of your receipts have been looked at"]


def test_another_members_results_are_not_in_the_same_mail(result: Tell, bob: Member, now: datetime) -> None:
    mine = result(1)
    result(2, member_id=bob.id, address=bob.email)

    send(notice_id=mine.id, now=mine.send_after)

    [sent] = mail.outbox
    assert sent.to == ["alice@example.org"]
    assert "Receipt 2" not in sent.body


def test_what_a_forgotten_notice_was_to_carry_goes_by_itself(
    result: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = result(1), result(2)
    with monkeypatch.context() as once:
        break_the_mail(once, TimeoutError())
        send(notice_id=lead.id, now=lead.send_after)

    gone = forget(about=f"result:{lead.facts['receipt_id']}:")
    send(notice_id=other.id, now=other.send_after)

    assert gone == 1
    [sent] = mail.outbox
    assert "Receipt 2 counts." in sent.body
    assert "Receipt 1" not in sent.body
