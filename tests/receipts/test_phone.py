"""What a phone asks the server for, and what it sends that it had kept: whose it is, once, and only by a tap."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from fairpanel.consent.actions import withdraw
from fairpanel.consent.values import Purpose
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.phone import tag_of
from tests.receipts.made_by_hand import FakeVault, a_picture
from tests.receipts.test_pages import ADD, SignedIn, picture_file

PHONE, SHARE = "/receipts/phone/", "/receipts/share/"
ASKS_JSON = {"accept": "application/json"}
BY_MAIL = "allauth.account.auth_backends.AuthenticationBackend"
Share = Callable[..., HttpResponse]


def kept(member: Member, **changes: Any) -> dict[str, Any]:
    """What a phone sends that kept a photo of this member's."""
    return picture_file() | {"key": str(uuid4()), "who": tag_of(member)} | changes


def test_nobody_has_no_tag(client: Client, vault: FakeVault, db: None) -> None:
    told = client.get(PHONE).json()

    assert (told["who"], told["forget"]) == ("", False)


def test_with_what_the_phone_is_told_it_may_send(panelist: Member) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(panelist, backend=BY_MAIL)
    told = browser.get(PHONE).json()

    answer = browser.post(ADD, kept(panelist), headers=ASKS_JSON | {"X-CSRFToken": told["token"]})

    assert told["who"] == tag_of(panelist)
    assert answer.status_code == 201


def test_an_answer_that_was_lost_is_given_again(panelist: Member, signed_in: SignedIn) -> None:
    browser, data = signed_in(panelist), a_picture()
    key = str(uuid4())

    answers = [browser.post(ADD, kept(panelist, key=key) | picture_file(data), headers=ASKS_JSON) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Receipt.objects.count() == 1


def test_what_somebody_else_kept_on_the_phone_is_not_taken(
    panelist: Member, bob_agrees: Member, signed_in: SignedIn
) -> None:
    answer = signed_in(bob_agrees).post(ADD, kept(panelist), headers=ASKS_JSON)

    assert (answer.status_code, answer.json()["title"]) == (409, "SomebodyElse")
    assert not Receipt.objects.exists()


def test_after_consent_was_taken_back_what_waited_is_not_taken_and_the_phone_is_told(
    panelist: Member, signed_in: SignedIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(member=panelist, purpose=Purpose.RECEIPTS, collector=None, now=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=1))

    answer = signed_in(panelist).post(ADD, kept(panelist), headers=ASKS_JSON)

    assert answer.status_code == 403
    assert answer.json()["detail"]
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("key", ["7", "x" * 200, "' or 1=1"])
def test_a_key_that_is_none_is_told(panelist: Member, signed_in: SignedIn, key: str) -> None:
    answer = signed_in(panelist).post(ADD, kept(panelist, key=key), headers=ASKS_JSON)

    assert answer.status_code == 422
    assert "do not understand" in answer.json()["detail"]


def test_pictures_that_are_together_too_large_are_told(
    panelist: Member, signed_in: SignedIn, settings: LazySettings
) -> None:
    settings.UPLOAD_BYTES_MAX = 300
    files = [SimpleUploadedFile(f"{number}.png", a_picture(), "image/png") for number in range(3)]

    answer = signed_in(panelist).post(ADD, {"picture": files}, headers=ASKS_JSON)

    assert answer.status_code == 413
    assert "together larger" in answer.json()["detail"]


@pytest.fixture
def share(panelist: Member) -> Share:
    """Share a picture as a browser would that has no service worker yet, saying where the request comes from."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(panelist, backend=BY_MAIL)

    def shared(site: str | None) -> HttpResponse:
        headers = {} if site is None else {"Sec-Fetch-Site": site}
        return cast("HttpResponse", browser.post(SHARE, picture_file(), headers=headers))

    return shared


def test_what_an_app_shares_is_shown_and_nothing_is_taken_before_the_tap(share: Share, vault: FakeVault) -> None:
    answer = share("none")

    assert answer.status_code == 200
    assert '<template data-shared data-name="receipt.jpg" data-type="image/jpeg">iVBOR' in answer.content.decode()
    assert not Receipt.objects.exists()
    assert vault.kept == {}


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_what_another_site_makes_a_browser_share_is_turned_away(share: Share, site: str | None) -> None:
    answer = share(site)

    assert answer.status_code == 403
    assert "data-shared" not in answer.content.decode()


def test_who_comes_back_from_signing_in_to_share_chooses_on_the_page(panelist: Member, signed_in: SignedIn) -> None:
    assert signed_in(panelist).get(SHARE)["Location"] == ADD
