"""Mail that comes back: the provider proves itself, mail to the address stops, and its member can mend it."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings

from fairpanel.members.models import Member
from fairpanel.notices import reaching, sending
from fairpanel.notices.actions import tell
from fairpanel.notices.models import Notice, Unreachable
from fairpanel.notices.privacy import keeper
from fairpanel.notices.values import Kind, State, Stopped

SignedIn = Callable[[Member], Client]
ADDRESS = "/notices/provider/"
POSTMARK = override_settings(
    MAIL_PROVIDER="postmark", MAIL_WEBHOOK="panel:open sesame", ANYMAIL={"WEBHOOK_SECRET": "panel:open sesame"}
)
MAILGUN = override_settings(
    MAIL_PROVIDER="mailgun", MAIL_WEBHOOK="signing", ANYMAIL={"MAILGUN_WEBHOOK_SIGNING_KEY": "signing"}
)


def basic(word: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(word.encode()).decode()}"}


def by_postmark(kind: str, email: str, *, word: str = "panel:open sesame", **more: Any) -> int:
    said = {"RecordType": kind, "ID": 42, "MessageID": "m", "Email": email, "BouncedAt": "2026-11-22T12:00:00Z", **more}
    return Client().post(ADDRESS, said, content_type="application/json", headers=basic(word)).status_code


def write_to(member: Member, *, now: datetime, key: str = "one") -> Notice:
    tell(
        kind=Kind.TERMS, member_id=member.pk, address=member.email, language="en", zone="Europe/Berlin",
        facts={"programme": "fair", "version": 2, "starts": "2027-01-01", "changes": ""}, key=key, now=now,
    )  # fmt: skip
    return Notice.objects.get(key=key)


@POSTMARK
def test_a_hard_bounce_stops_mail_and_is_shown_to_its_member_and_counted_for_the_operator(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    status = by_postmark("Bounce", alice.email.upper(), Type="HardBounce", TypeCode=1)
    notice = write_to(alice, now=now)
    sending.send(notice_id=notice.pk, now=now)

    notice.refresh_from_db()
    assert (status, notice.state, notice.fault) == (200, State.FAILED, "bounced")
    assert mail.outbox == []
    for page in ("/", "/you/", "/notices/"):
        assert "Our mail does not reach you." in signed_in(alice).get(page).text
    desk = signed_in(olivia)
    assert "a***@example.org" in desk.get("/console/notices/").text
    assert "not reached by mail" in desk.get("/console/admission/").text


@POSTMARK
def test_a_complaint_stops_mail_and_weighs_more_than_a_bounce(alice: Member, bob: Member) -> None:
    by_postmark("Bounce", alice.email, Type="HardBounce", TypeCode=1)

    by_postmark("SpamComplaint", alice.email, Type="SpamComplaint", TypeCode=100001)

    assert reaching.why_stopped(alice.email) is Stopped.COMPLAINED
    assert reaching.why_stopped(bob.email) is None


@POSTMARK
@pytest.mark.parametrize(
    ("kind", "more"),
    [("Bounce", {"Type": "SoftBounce", "TypeCode": 4096}), ("Delivery", {}), ("Open", {}), ("Click", {})],
)
def test_what_may_still_arrive_stops_nothing(kind: str, more: dict[str, Any], alice: Member) -> None:
    status = by_postmark(kind, alice.email, Recipient=alice.email, **more)

    assert status == 200
    assert not Unreachable.objects.exists()


@POSTMARK
@pytest.mark.parametrize("word", ["", "panel:", "panel:open sesam", "open sesame"])
def test_who_does_not_prove_to_be_the_provider_changes_nothing_and_leaves_no_address_in_a_log(
    word: str, alice: Member, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    status = by_postmark("Bounce", alice.email, word=word, Type="HardBounce", TypeCode=1)

    assert status == 403
    assert not Unreachable.objects.exists()
    assert alice.email not in caplog.text


@MAILGUN
@pytest.mark.parametrize(("key", "status"), [(b"signing", 200), (b"another", 403)])
def test_a_provider_that_signs_is_believed_by_its_signature(key: bytes, status: int, alice: Member) -> None:
    stamp, token = "1779451200", "t" * 50
    event = {"event": "failed", "severity": "permanent", "recipient": alice.email, "timestamp": 1, "id": "e"}
    signature = hmac.new(key, f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    said = {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": event}

    got = Client().post(ADDRESS, json.dumps(said), content_type="application/json")

    assert got.status_code == status
    assert (reaching.why_stopped(alice.email) is Stopped.BOUNCED) == (status == 200)


@POSTMARK
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b'{"RecordType": 5}', b"\xff\xfe", b"{}" * 9])
def test_nonsense_is_refused_with_a_sentence(body: bytes, db: None) -> None:
    got = Client().post(ADDRESS, body, content_type="application/json", headers=basic("panel:open sesame"))

    assert got.status_code in {200, 422}
    assert not Unreachable.objects.exists()


def test_without_a_provider_nobody_is_listened_to(db: None) -> None:
    assert Client().post(ADDRESS).status_code == 404


def test_who_says_that_it_works_is_believed_once_an_hour(
    alice: Member, bob: Member, now: datetime, signed_in: SignedIn
) -> None:
    reaching.not_reached(address=alice.email, why=Stopped.BOUNCED, now=now)
    with pytest.raises(reaching.TooSoon):
        reaching.try_again(address=alice.email, now=now + timedelta(minutes=59))
    Unreachable.objects.update(since=now - timedelta(days=400))

    signed_in(bob).post("/notices/again/")
    still = reaching.why_stopped(alice.email)
    signed_in(alice).post("/notices/again/")

    assert still is Stopped.BOUNCED
    assert reaching.why_stopped(alice.email) is None


def test_a_code_that_comes_back_shows_that_mail_arrives(alice: Member, now: datetime) -> None:
    reaching.not_reached(address=alice.email, why=Stopped.BOUNCED, now=now)
    browser = Client()
    browser.post("/account/login/", {"email": alice.email})
    code = next(line for line in str(mail.outbox[-1].body).splitlines() if len(line) == 9 and line[4] == "-")

    browser.post("/account/login/code/confirm/", {"code": code})

    assert reaching.why_stopped(alice.email) is None


def test_no_address_is_kept_and_all_of_it_goes_with_the_member(alice: Member, bob: Member, now: datetime) -> None:
    for address in (alice.email, "stranger@example.org"):
        reaching.not_reached(address=address, why=Stopped.BOUNCED, now=now)
    kept = json.dumps(list(Unreachable.objects.values("digest", "why")))

    keeper.erase(alice.pk, now=now)
    left = Unreachable.objects.get()
    keeper.expire(now=now, events_before=now + timedelta(days=1))

    assert "example.org" not in kept
    assert left.member is None
    assert not Unreachable.objects.exists()


def test_a_new_address_is_reached(alice: Member, now: datetime) -> None:
    reaching.not_reached(address=alice.email, why=Stopped.BOUNCED, now=now)

    alice.email = "alice.new@example.org"
    alice.save()

    assert reaching.why_stopped(alice.email) is None
    assert reaching.members_not_reached() == []
