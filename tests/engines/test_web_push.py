"""What is pushed is sealed for one browser and signed by us; and we push to nobody but the services of browsers."""

import time
from collections.abc import Iterator

import pytest
from py_vapid import Vapid02

from fairpanel.engines.web_push import WebPush
from fairpanel.notices.ports import DeviceGone, PushNotTaken, PushUnsure, Subscription
from tests.notices.push_service import Browser, PushService, claims_of, push_service

KEY = bytes(range(32))
WORDS = {"title": "Example Market", "body": "Ihr Beleg zählt", "path": "/receipts/"}


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def ours() -> WebPush:
    return WebPush(key=KEY, contact="panel@example.org", services=("127.0.0.1",), scheme="http")


def test_only_the_browser_that_it_is_for_can_read_it(service: PushService, ours: WebPush) -> None:
    browser = Browser()

    ours.push(browser.subscription(f"{service.address}/abc"), WORDS)

    [pushed] = service.got
    assert pushed.path == "/abc"
    assert "zählt".encode() not in pushed.body
    assert browser.opened(pushed) == WORDS
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert int(pushed.headers["ttl"]) > 0
    with pytest.raises(Exception, match="Decryption"):
        Browser().opened(pushed)


def test_it_is_signed_by_the_key_that_browsers_subscribed_with(service: PushService, ours: WebPush) -> None:
    ours.push(Browser().subscription(f"{service.address}/abc"), WORDS)

    [pushed] = service.got
    claims, key = claims_of(pushed)
    assert Vapid02.verify(pushed.headers["authorization"])
    assert key == ours.public_key
    assert (claims["aud"], claims["sub"]) == (service.address, "mailto:panel@example.org")
    assert time.time() < claims["exp"] <= time.time() + 24 * 60 * 60


def test_the_key_is_the_same_after_every_start() -> None:
    first, second = (WebPush(key=KEY, contact="panel@example.org") for _ in range(2))

    assert first.public_key == second.public_key
    assert first.public_key != WebPush(key=b"k" * 32, contact="panel@example.org").public_key
    assert WebPush(key=b"\xff" * 32, contact="panel@example.org").public_key


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("404", DeviceGone), ("410", DeviceGone), ("429", PushNotTaken), ("500", PushNotTaken), ("307", PushNotTaken),
        ("silence", PushUnsure),
    ],
)  # fmt: skip
def test_what_a_service_answers_is_told_apart(
    service: PushService, ours: WebPush, path: str, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        ours.push(Browser().subscription(f"{service.address}/{path}"), WORDS)

    assert len(service.got) == 1, "nothing is sent anywhere else"


def test_a_service_that_cannot_be_reached_has_taken_nothing(ours: WebPush) -> None:
    with push_service() as gone:
        address = gone.address

    with pytest.raises(PushNotTaken):
        ours.push(Browser().subscription(f"{address}/abc"), WORDS)


@pytest.mark.parametrize("key", ["", "AAAA", "*" * 87, "B" * 87])
def test_keys_that_are_none_are_of_no_device(service: PushService, ours: WebPush, key: str) -> None:
    with pytest.raises(DeviceGone):
        ours.push(Subscription(f"{service.address}/abc", key, "c2l4dGVlbiBieXRlcyBvaw"), WORDS)

    assert service.got == []


@pytest.mark.parametrize(
    ("endpoint", "is_known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://wns2-am3p.notify.windows.com/w/?token=abc", True),
        ("https://web.push.apple.com/abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://evilpush.apple.com.example.org/abc", False),
        ("https://evil-push.apple.com/abc", False),
        ("https://me@fcm.googleapis.com/abc", False),
        ("https://127.0.0.1/abc", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_services_of_browsers_are_reached(endpoint: str, is_known: bool) -> None:  # noqa: FBT001 - a table's column
    assert WebPush(key=KEY, contact="panel@example.org").reaches(endpoint) == is_known
