"""The operator sees how far deletions have come, and never whose they are."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.privacy import jobs
from fairpanel.privacy.erasures import actions
from fairpanel.privacy.models import Erasure

SignedIn = Callable[[Member], Client]
PAGE = "/console/erasures/"


def test_a_deletion_is_shown_from_the_wish_to_the_mail_without_a_name(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    actions.leave(member=alice, now=now)
    erasure = Erasure.objects.get()
    browser = signed_in(olivia)

    begun = browser.get(PAGE).text
    jobs.carry_out(erasure.pk)
    done = browser.get(PAGE).text

    assert f"1 / {erasure.steps.count()}" in begun
    assert "mailed" in done
    for page in (begun, done):
        assert "alice" not in page
        assert str(alice.pk) not in page


def test_one_that_takes_too_long_is_told_of_loudly(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.leave(member=alice, now=now)
    browser = signed_in(olivia)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=20))

    assert "takes longer than it should" in browser.get(PAGE).text
