"""What is told is written once, with the deed that it tells of, and sent later."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.members.models import Member
from fairpanel.notices.actions import tell
from fairpanel.notices.models import Notice
from fairpanel.notices.sending import send
from fairpanel.notices.values import Kind

Tell = Callable[..., Notice]


@pytest.fixture
def told(alice: Member, now: datetime) -> Tell:
    """Tell Alice some news."""

    def tell_alice(key: str = "news:1", **other: Any) -> Notice:
        facts = {"title": "A new page", "body": "There is a page about <money> & time.\n\nHave a look."}
        known: dict[str, Any] = {"kind": Kind.NEWS, "member_id": alice.id, "address": alice.email, "language": "en"}
        tell(**known | {"zone": "Europe/Berlin", "facts": facts, "key": key, "now": now} | other)
        return Notice.objects.get(key=key)

    return tell_alice


def test_a_deed_is_told_once_however_often_it_is_done(told: Tell) -> None:
    first = told()
    told(facts={"title": "Another", "body": "text"})

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
    assert (sent.subject, sent.to) == ("A new page", ["alice@example.org"])
    assert "There is a page about <money> & time." in sent.body
    assert "Example Market runs this panel" in sent.body
    [html] = [str(content) for content, kind in sent.alternatives if kind == "text/html"]  # type: ignore[attr-defined]
    assert "about &lt;money&gt; &amp; time" in html
    assert "Example Market runs this panel" in html
    assert "<img" not in html


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
