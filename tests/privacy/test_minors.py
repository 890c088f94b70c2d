"""Law 4: of somebody who is not of age no date, no address and no session is left anywhere, and no log has them."""

import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.privacy import ports
from tests.privacy.traces import places, text_of


@pytest.mark.django_db
def test_of_a_minor_at_the_door_nothing_is_left_in_any_table_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    cache.clear()
    browser = Client()
    browser.post("/account/login/", {"email": "mia@example.org"})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    browser.post("/account/login/code/confirm/", {"code": code[0]})
    assert Member.objects.filter(email="mia@example.org").exists()

    born = {"day": "17", "month": "5", "year": "2012"}
    browser.post("/join/", {"region": "XX", "language": "en", **born})
    turned = browser.post("/join/", {"region": "DE", "language": "en", **born})

    assert turned.status_code >= 400
    assert "2012" not in turned.content.decode()
    assert "sessionid" not in browser.cookies or not browser.cookies["sessionid"].value
    kept = {place: text_of(place) for place in places(ports.filled().keepers)}
    traces = ("mia@example.org", "2012-05-17")
    assert {place for place, text in kept.items() if any(trace in text for trace in traces)} == set()
    assert not any(trace in caplog.text for trace in traces)
