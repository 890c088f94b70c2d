"""A code that lets somebody in stands in the mail, and in no table."""

from datetime import datetime

import pytest
from django.core import mail

from fairpanel.notices.actions import tell
from fairpanel.notices.models import Notice
from fairpanel.notices.sealing import opened, seal
from fairpanel.notices.sending import send
from fairpanel.notices.values import Kind


def test_what_is_sealed_is_opened_under_its_own_name_and_nothing_else_is_touched() -> None:
    facts: dict[str, str | int] = {"sealed_code": seal("3CAT-9HEN"), "until": "Sunday", "days": 3}

    assert opened(facts) == {"code": "3CAT-9HEN", "until": "Sunday", "days": 3}
    assert "3CAT" not in str(facts)


def test_a_sealed_code_is_in_the_mail_and_nowhere_in_the_row(db: None, now: datetime) -> None:
    tell(
        kind=Kind.NEWS, member_id=None, address="dora@example.org", language="en", zone="UTC", key="news:1", now=now,
        facts={"title": "Come in", "sealed_body": seal("The word is 3CAT-9HEN.")},
    )  # fmt: skip
    notice = Notice.objects.get()
    send(notice_id=notice.id, now=now)

    [sent] = mail.outbox
    assert "3CAT-9HEN" in sent.body
    assert "3CAT" not in str(Notice.objects.values().get())


@pytest.mark.parametrize("facts", [{}, {"until": "Sunday"}])
def test_facts_without_a_seal_stay_as_they_are(facts: dict[str, str | int]) -> None:
    assert opened(facts) == facts
