"""Where somebody is signed in: seen, ended from elsewhere, and out at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.website.devices import NOWHERE

SignedIn = Callable[[Member], Client]
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db: None) -> None:
    """Attempts are counted in the cache."""
    cache.clear()


def came_in(member: Member, user_agent: str) -> Client:
    """A browser in which the member has signed in with a real code."""
    browser = Client(headers={"user-agent": user_agent})
    browser.post("/account/login/", {"email": member.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    browser.post("/account/login/code/confirm/", {"code": code[0]})
    return browser


def test_two_devices_are_listed_by_their_plain_names(alice: Member) -> None:
    phone = came_in(alice, PHONE)
    came_in(alice, DESK)

    page = phone.get("/you/devices/").content.decode()

    here, elsewhere = page.split("Elsewhere")
    assert "Chrome · Android" in here
    assert "Firefox · Linux" in elsewhere
    assert "Mozilla" not in page
    assert "Pixel" not in page


def test_neither_what_a_browser_says_of_itself_nor_its_address_is_kept(alice: Member) -> None:
    came_in(alice, PHONE)

    kept = UserSession.objects.get()

    assert (kept.user_agent, kept.ip) == ("Chrome · Android", NOWHERE)


def test_who_is_signed_out_from_elsewhere_is_out_at_once(alice: Member) -> None:
    phone, desk = came_in(alice, PHONE), came_in(alice, DESK)
    there = UserSession.objects.get(user_agent="Firefox · Linux")

    phone.post("/you/devices/sign-out/", {"session": there.pk})

    assert desk.get("/you/").status_code == 302
    assert phone.get("/you/").status_code == 200
    assert "Firefox" not in phone.get("/you/devices/").content.decode()


def test_everywhere_else_is_everywhere_but_here(alice: Member) -> None:
    phone, desk, lost = came_in(alice, PHONE), came_in(alice, DESK), came_in(alice, PHONE)

    phone.post("/you/devices/sign-out/")

    assert [browser.get("/you/").status_code for browser in (phone, desk, lost)] == [200, 302, 302]


def test_another_members_device_is_nowhere(alice: Member, bob: Member) -> None:
    hers, his = came_in(alice, PHONE), came_in(bob, DESK)
    there = UserSession.objects.get(user=alice)

    answers = [his.post("/you/devices/sign-out/", {"session": number}) for number in (there.pk, "x", "9" * 30)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert hers.get("/you/").status_code == 200


def test_that_a_device_is_in_use_is_noted_once_an_hour(alice: Member) -> None:
    phone = came_in(alice, PHONE)
    begun = UserSession.objects.get().last_seen_at
    phone.get("/you/")
    within_the_hour = UserSession.objects.get().last_seen_at
    session = phone.session
    session["noted_at"] -= timedelta(hours=1).total_seconds()
    session.save()

    phone.get("/you/")

    assert within_the_hour == begun
    assert UserSession.objects.get().last_seen_at > begun
