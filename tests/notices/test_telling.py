"""What is told is written once, with the deed that it tells of, and sent later."""

from datetime import datetime

from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.notices.models import Notice
from fairpanel.notices.sealing import seal
from fairpanel.notices.sending import send
from tests.notices.conftest import Tell


def html_of(sent: EmailMessage) -> str:
    """The HTML of a mail that went."""
    assert isinstance(sent, EmailMultiAlternatives)
    [html] = [str(content) for content, kind in sent.alternatives if kind == "text/html"]
    return html


def test_a_deed_is_told_once_however_often_it_is_done(told: Tell) -> None:
    first = told()
    told(facts={"starts": "2027-03-01", "changes": "Something else."})

    assert Notice.objects.get() == first
    assert ProcrastinateJob.objects.filter(task_name="notices.send").count() == 1


def test_what_is_rolled_back_tells_nobody(told: Tell) -> None:
    with transaction.atomic():
        told()
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notices.send").exists()


def test_a_mail_has_its_words_as_text_and_as_html_and_names_who_runs_the_panel(told: Tell, now: datetime) -> None:
    send(notice_id=told().id, now=now)

    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Our terms change on Monday, 1 March 2027", ["alice@example.org"])
    assert "We pay <more> & sooner." in sent.body
    assert "Example Market runs this panel" in sent.body
    html = html_of(sent)
    assert "We pay &lt;more&gt; &amp; sooner." in html
    assert "Example Market runs this panel" in html


def test_a_mail_loads_nothing_from_anywhere(result: Tell, now: datetime) -> None:
    notice = result()
    send(notice_id=notice.id, now=notice.send_after)

    [sent] = mail.outbox
    html = html_of(sent)
    assert not any(tag in html for tag in ("<img", "src=", "url(", "<link", "<script"))


def test_a_sent_notice_is_not_sent_again(told: Tell, now: datetime) -> None:
    notice = told()

    send(notice_id=notice.id, now=now)
    send(notice_id=notice.id, now=now)

    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.tries) == ("sent", now, 1)


def test_the_address_of_somebody_who_is_no_member_is_wiped_when_the_mail_has_gone(told: Tell, now: datetime) -> None:
    notice = told(member_id=None, address="dora@example.org")

    send(notice_id=notice.id, now=now)

    assert mail.outbox[0].to == ["dora@example.org"]
    notice.refresh_from_db()
    assert notice.address == ""


def test_what_was_forgotten_is_not_sent(told: Tell, now: datetime) -> None:
    notice = told()
    Notice.objects.all().delete()

    send(notice_id=notice.id, now=now)

    assert mail.outbox == []


def test_what_only_the_letter_was_to_say_is_not_kept_when_it_has_gone(told: Tell, now: datetime) -> None:
    notice = told(facts={"starts": "2027-03-01", "changes": "", "sealed_code": seal("ABCD-2345")})

    send(notice_id=notice.id, now=now)

    notice.refresh_from_db()
    assert notice.facts == {"starts": "2027-03-01", "changes": ""}
