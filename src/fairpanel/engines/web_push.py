"""Web push (RFC 8030) to the services of browsers: sealed for one device (RFC 8291), signed by us (RFC 8292)."""

import json
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fairpanel.notices.ports import DeviceGone, PushNotTaken, PushUnsure, Subscription

# Of the browsers that there are. We never call an address that a page could make up.
SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
# A device that is off for longer has no use for it any more.
KEPT_SECONDS = 3 * 24 * 60 * 60
TIMEOUT_SECONDS = 20
_GONE = frozenset({404, 410})
# The number of points of the curve P-256 (FIPS 186-5).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class WebPush:
    """Pushes to devices, under one key of ours for the whole panel."""

    def __init__(
        self, *, key: bytes, contact: str, services: tuple[str, ...] = SERVICES, scheme: str = "https"
    ) -> None:
        """Of `key` there are 32 bytes. `contact` is the mail address that a push service may complain to."""
        self._key, self._contact, self._services, self._scheme = key, contact, services, scheme

    @property
    def public_key(self) -> str:
        """What a page needs to let a browser subscribe: the point of our key, in base64url."""
        from py_vapid.utils import b64urlencode

        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return str(b64urlencode(point))

    def reaches(self, endpoint: str) -> bool:
        """Whether that is an address of a push service that we know."""
        try:
            parts = urlsplit(endpoint)
            host = parts.hostname or ""
        except ValueError:
            return False
        is_known = any(host == service or host.endswith(f".{service}") for service in self._services)
        return parts.scheme == self._scheme and is_known and parts.username is None

    def push(self, subscription: Subscription, words: Mapping[str, str]) -> None:
        """Hand a few words over to be shown. Raises `DeviceGone`, `PushNotTaken`, or `PushUnsure` without an answer."""
        if not self.reaches(subscription.endpoint):
            raise DeviceGone
        sealed = _sealed(subscription, json.dumps(words, ensure_ascii=False).encode())
        headers = self._signed(subscription.endpoint) | {
            "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(KEPT_SECONDS),
            "Urgency": "normal",
        }  # fmt: skip
        try:
            answer = httpx.post(subscription.endpoint, content=sealed, headers=headers, timeout=TIMEOUT_SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            raise PushNotTaken(status=type(fault).__name__) from None
        except httpx.HTTPError:
            raise PushUnsure from None
        if answer.status_code in _GONE:
            raise DeviceGone
        if not answer.is_success:
            raise PushNotTaken(status=answer.status_code)

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self._key) % (_ORDER - 1) + 1, ec.SECP256R1())

    def _signed(self, endpoint: str) -> dict[str, str]:
        from py_vapid import Vapid02

        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{self._contact}"}
        return dict(Vapid02(self._private, conf={"no-strict": True}).sign(claims))


def _sealed(subscription: Subscription, data: bytes) -> bytes:
    from pywebpush import WebPusher

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    try:
        pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
        return bytes(pusher.encode(data, content_encoding="aes128gcm")["body"])
    except Exception:  # noqa: BLE001 - keys that are none open nothing: whatever they break, there is no device
        raise DeviceGone from None
