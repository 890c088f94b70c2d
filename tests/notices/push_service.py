"""A push service on this machine, and a browser that subscribes to it and opens what is sealed for it."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fairpanel.notices.ports import Subscription

AUTH = b"sixteen bytes ok"


@dataclass
class Pushed:
    """A request as the service got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Keeps what comes, and answers by the path: `/404` with 404, everything else with 201."""

    port: int = 0
    answer: bytes = b""
    got: list[Pushed] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Browser:
    """Has a pair of keys for one subscription, as a browser has."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())

    def subscription(self, endpoint: str) -> Subscription:
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(endpoint, _text(point), _text(AUTH))

    def opened(self, pushed: Pushed) -> dict[str, Any]:
        """The words, opened with the keys that only this browser has."""
        plain = http_ece.decrypt(pushed.body, private_key=self._private, auth_secret=AUTH, version="aes128gcm")
        words: dict[str, Any] = json.loads(plain)
        return words


def claims_of(pushed: Pushed) -> tuple[dict[str, Any], str]:
    """What the sender claims of itself, and the key with which it says so."""
    scheme, _, parts = pushed.headers["authorization"].partition(" ")
    said = dict(part.split("=", 1) for part in parts.split(","))
    assert scheme == "vapid"
    payload = said["t"].split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4))), said["k"]


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs as long as the block."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.got.append(Pushed(self.path, headers, body))
            if self.path == "/silence":
                return
            asked = self.path.split("/")[1]
            status = int(asked) if asked.isdecimal() else 201
            self.send_response(status)
            if status == 307:
                self.send_header("Location", f"{service.address}/elsewhere")
            self.send_header("Content-Length", str(len(service.answer)))
            self.end_headers()
            self.wfile.write(service.answer)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
