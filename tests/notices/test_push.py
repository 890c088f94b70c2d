"""Notices on devices: at most once, by mail where there is no device any more, and never on somebody else's."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from fairpanel.engines.web_push import WebPush
from fairpanel.members.models import Member
from fairpanel.notices import devices, ports, sending
from fairpanel.notices.actions import choose
from fairpanel.notices.models import Device
from fairpanel.notices.rules import NEVER, QUIET
from fairpanel.notices.sending import send
from fairpanel.notices.values import DEVICES_MAX, LEASE, PUSHES_MAX, Topic, Way
from tests.notices.conftest import Tell
from tests.notices.push_service import Browser, PushService, push_service

SignedIn = Callable[[Member], Client]
MORNING = datetime.fromisoformat("2026-11-23T07:00+00:00")


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service that this panel pushes to for the length of a test."""
    before = ports.filled()
    with push_service() as running:
        pusher = WebPush(key=b"k" * 32, contact="panel@example.org", services=("127.0.0.1",), scheme="http")
        ports.fill(ports.Ports(programme=before.programme, site=before.site, pusher=pusher))
        yield running
    ports.fill(before)


def put_on(member: Member, service: PushService, now: datetime, *, path: str = "abc") -> Browser:
    """One of the member's devices, whose service answers by that path."""
    browser = Browser()
    subscription = browser.subscription(f"{service.address}/{path}")
    devices.put_on(member_id=member.id, subscription=subscription, name="Firefox · Android", now=now)
    return browser


@pytest.fixture
def on_devices(alice: Member) -> None:
    """Alice wants her results on her devices."""
    choose(member_id=alice.id, ways={Topic.RESULTS: Way.PUSH}, quiet=QUIET)


@pytest.mark.usefixtures("on_devices")
def test_a_device_shows_one_line_and_the_page_behind_it_and_no_mail_goes(
    alice: Member, service: PushService, result: Tell, now: datetime
) -> None:
    browser = put_on(alice, service, now)
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)

    [pushed] = service.got
    words = browser.opened(pushed)
    assert words == {
        "title": "Example Market", "body": "Your receipt counts", "tag": "result",
        "path": f"/receipts/{notice.facts['receipt_id']}/",
    }  # fmt: skip
    assert mail.outbox == []
    notice.refresh_from_db()
    assert (notice.state, notice.way) == ("sent", "push")


@pytest.mark.usefixtures("on_devices")
def test_a_device_that_is_gone_is_taken_off_and_the_notice_comes_by_mail(
    alice: Member, service: PushService, result: Tell, now: datetime
) -> None:
    put_on(alice, service, now, path="410")
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)
    send(notice_id=notice.id, now=notice.send_after)

    assert not Device.objects.exists()
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("on_devices")
def test_one_device_that_shows_it_is_enough(alice: Member, service: PushService, result: Tell, now: datetime) -> None:
    put_on(alice, service, now, path="500")
    put_on(alice, service, now)
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)

    notice.refresh_from_db()
    assert notice.state == "sent"
    assert len(service.got) == 2


@pytest.mark.usefixtures("on_devices")
def test_a_service_that_does_not_take_it_is_tried_again(
    alice: Member, service: PushService, result: Tell, now: datetime
) -> None:
    put_on(alice, service, now, path="500")
    notice = result()

    send(notice_id=notice.id, now=notice.send_after)

    notice.refresh_from_db()
    assert (notice.state, notice.fault) == ("waiting", "PushNotTaken")
    assert mail.outbox == []


def test_what_no_service_takes_comes_by_mail_in_the_end(
    alice: Member, service: PushService, result: Tell, now: datetime
) -> None:
    choose(member_id=alice.id, ways={Topic.RESULTS: Way.PUSH}, quiet=NEVER)
    put_on(alice, service, now, path="500")
    notice = result()

    while notice.state == "waiting":
        send(notice_id=notice.id, now=notice.send_after)
        notice.refresh_from_db()

    assert (notice.state, notice.way, len(service.got), len(mail.outbox)) == ("sent", "mail", PUSHES_MAX, 1)


@pytest.mark.usefixtures("on_devices")
def test_without_an_answer_nothing_is_shown_twice(
    alice: Member, service: PushService, result: Tell, now: datetime
) -> None:
    put_on(alice, service, now, path="silence")
    notice = result()

    for _ in range(2):
        send(notice_id=notice.id, now=notice.send_after)

    notice.refresh_from_db()
    assert notice.state == "unsure"
    assert len(service.got) == 1


@pytest.mark.usefixtures("on_devices")
def test_a_sender_killed_after_it_pushed_is_not_followed_by_another_that_pushes(
    alice: Member, service: PushService, result: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    put_on(alice, service, now)
    notice = result()
    with monkeypatch.context() as once:
        once.setattr(sending, "_sent", killed)
        with pytest.raises(Killed):
            send(notice_id=notice.id, now=notice.send_after)

    send(notice_id=notice.id, now=notice.send_after + LEASE)

    notice.refresh_from_db()
    assert notice.state == "unsure"
    assert len(service.got) == 1


def test_what_is_always_sent_goes_by_mail_to_who_has_a_device(
    alice: Member, service: PushService, told: Tell, now: datetime
) -> None:
    put_on(alice, service, now)

    send(notice_id=told().id, now=now)

    assert (len(mail.outbox), service.got) == (1, [])


@pytest.mark.usefixtures("on_devices")
def test_a_device_is_quiet_at_night(alice: Member, service: PushService, result: Tell) -> None:
    night = MORNING - timedelta(hours=9)
    put_on(alice, service, night)
    notice = result(now=night)

    send(notice_id=notice.id, now=night + timedelta(hours=1))

    assert service.got == []
    notice.refresh_from_db()
    assert notice.send_after == MORNING


def test_a_browser_in_which_somebody_else_signs_in_is_theirs(
    alice: Member, bob: Member, service: PushService, now: datetime
) -> None:
    put_on(alice, service, now)
    put_on(bob, service, now)

    assert [device.member_id for device in Device.objects.all()] == [bob.id]


def test_of_many_devices_the_oldest_go(alice: Member, service: PushService, now: datetime) -> None:
    for number in range(DEVICES_MAX + 2):
        put_on(alice, service, now + timedelta(minutes=number), path=f"device{number}")

    endpoints = {device.endpoint.rpartition("/")[2] for device in Device.objects.all()}
    assert endpoints == {f"device{number}" for number in range(2, DEVICES_MAX + 2)}


def test_a_member_puts_a_device_on_the_list_and_takes_it_off(
    alice: Member, bob: Member, service: PushService, signed_in: SignedIn
) -> None:
    subscription = Browser().subscription(f"{service.address}/abc")
    said = {"endpoint": subscription.endpoint, "p256dh": subscription.p256dh, "auth": subscription.auth}
    browser = signed_in(alice)

    page = browser.post("/notices/devices/", said, follow=True, headers={"User-Agent": "Firefox/1 Android"})
    device = Device.objects.get()
    stranger = signed_in(bob).post(f"/notices/devices/{device.id}/off/")
    after = browser.post(f"/notices/devices/{device.id}/off/", follow=True)

    assert device.name == "Firefox · Android"
    assert device.name in page.content.decode()
    assert 'value="push"' in page.content.decode()
    assert stranger.status_code == 404
    assert not Device.objects.exists()
    assert 'value="push"' not in after.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://example.org/abc"}, {"endpoint": "http://169.254.169.254/"}, {"endpoint": ""},
        {"p256dh": "AAAA"}, {"p256dh": "é"}, {"auth": ""}, {"endpoint": "http://127.0.0.1/" + "a" * 2000},
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(
    alice: Member, service: PushService, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    subscription = Browser().subscription(f"{service.address}/abc")
    said = {"endpoint": subscription.endpoint, "p256dh": subscription.p256dh, "auth": subscription.auth}

    answer = signed_in(alice).post("/notices/devices/", said | wrong)

    assert answer.status_code == 422
    assert not Device.objects.exists()
