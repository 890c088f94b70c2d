"""The server itself, on loopback only."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from fairpanel.engines.fake_provider import dialects
from fairpanel.engines.fake_provider.book import Book, Fault, Payment
from fairpanel.engines.fake_provider.dialects import Reply, Request
from fairpanel.payouts.values import State

# No secrets: they open a provider that pays nobody.
KEYS: Mapping[str, str] = {
    "tremendous": "fake-tremendous", "amazon": "fake-amazon", "paypal": "fake-paypal", "balance": "fake-balance",
    "webhook": "fake-webhook",
}  # fmt: skip
BODY_BYTES_MAX = 1024 * 1024
DIALECTS: Mapping[str, Callable[[Request, Book, Mapping[str, str], Fault | None], Reply]] = {
    "tremendous": dialects.tremendous,
    "amazon": dialects.amazon,
    "paypal": dialects.paypal,
    "balance": dialects.balance,
}
_AFTER = frozenset({Fault.ERROR_AFTER, Fault.SILENT_AFTER, Fault.GARBAGE})


class FakeProvider:
    """All suppliers at one address, each under its own name: `http://127.0.0.1:PORT/tremendous`.

    `POST /fake/faults` with a list of faults says how the next requests that pay go wrong, `POST /fake/states` with
    `{"dialect", "id", "state"}` what became of a payment, `GET /fake/payments` what was paid.
    """

    def __init__(self, *, book: Book | None = None, port: int = 0) -> None:
        self.book = book or Book()
        self.calls_to = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), type("_Bound", (_Handler,), {"provider": self}))
        self._server.daemon_threads = True
        self._ends = threading.Event()
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="fake provider"),
            threading.Thread(target=self._arrive, daemon=True, name="fake provider, deliveries"),
        ]

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ends.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(10)

    def says(self, dialect: str, id_: str, state: State) -> None:
        """What became of a payment; whoever asked for it is called."""
        payment = self.book.find(dialect, id_)
        if payment is None:
            raise LookupError(id_)
        with self.book.lock:
            payment.state = state
            self.book.keep()
        self.call(payment)

    def call(self, payment: Payment) -> None:
        """Tell of a payment, at `calls_to` followed by the supplier's name; lost or doubled where so demanded."""
        made = dialects.call_of(payment, uuid.uuid4().hex, KEYS)
        if made is None or not self.calls_to or self.book.lose_calls:
            return
        headers, body = made
        for _ in range(2 if self.book.double_calls else 1):
            with contextlib.suppress(httpx.HTTPError):
                httpx.post(
                    f"{self.calls_to}{payment.dialect}/", content=body, timeout=5, trust_env=False,
                    headers={"Content-Type": "application/json"} | headers,
                )  # fmt: skip

    def _arrive(self) -> None:
        while not self._ends.wait(0.5):
            for payment in self.book.move_on():
                self.call(payment)


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    provider: FakeProvider

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Says nothing: addresses are in what is asked."""

    def _answer(self) -> None:
        length = min(int(self.headers.get("content-length") or 0), BODY_BYTES_MAX)
        body = self.rfile.read(length)
        _, name, rest = (*self.path.split("/", 2), "")[:3]
        headers = {key.lower(): value for key, value in self.headers.items()}
        request = Request(self.command, f"/{rest}", self.path, headers, body)
        if name == "fake":
            self._reply(*_control(self.provider, request))
            return
        if name not in DIALECTS:
            self._reply(*dialects.NOTHING_HERE)
            return
        pays = self.command == "POST" and "oauth2" not in rest and "notifications" not in rest
        self._go_wrong(name, request, self.provider.book.next_fault() if pays else None)

    def _go_wrong(self, name: str, request: Request, fault: Fault | None) -> None:
        if fault is Fault.SLOW:
            time.sleep(self.provider.book.slow_seconds)
        match fault:
            case Fault.ERROR:
                self._reply(500, {"error": "broken"})
                return
            case Fault.THROTTLED:
                self._reply(429, {"errorType": "Throttled"})
                return
            case Fault.KEYS:
                self._reply(401, {"error": "unauthorized"})
                return
            case Fault.SILENT:
                self._hang_up()
                return
            case _:
                pass
        status, said = DIALECTS[name](request, self.provider.book, KEYS, fault)
        match fault if fault in _AFTER else None:
            case Fault.ERROR_AFTER:
                self._reply(500, {"error": "broken"})
            case Fault.SILENT_AFTER:
                self._hang_up()
            case Fault.GARBAGE:
                self._send(200, b"<html>maintenance</html>")
            case _:
                self._reply(status, said)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _reply(self, status: int, said: Mapping[str, object]) -> None:
        self._send(status, json.dumps(said).encode())

    def _send(self, status: int, body: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()


def _control(provider: FakeProvider, request: Request) -> Reply:
    path = urlsplit(request.path).path
    if path == "/faults" and request.method == "POST":
        with provider.book.lock:
            provider.book.faults.extend(Fault(fault) for fault in request.said)
        return 200, {}
    if path == "/states" and request.method == "POST":
        said = request.said
        provider.says(said["dialect"], said["id"], State(said["state"]))
        return 200, {}
    if path == "/payments":
        rows = list(provider.book.payments.values())
        return 200, {
            "payments": [
                {"dialect": p.dialect, "id": p.id, "minor": p.minor, "state": p.state.value, "requests": p.requests}
                for p in rows
            ]
        }
    return dialects.NOTHING_HERE
