"""The sponsor's own balance, through a signed web service that the sponsor runs: docs/reference/payout-webhook.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from fairpanel.engines.payouts.wire import Answer, Wire, money, part, word, written
from fairpanel.payouts.values import NotFromThem, Nudge, Order, Sent, State, Told, Trouble, Unsure, Way

# How far two clocks may be apart.
SKEW_SECONDS_MAX = 300
_TAKEN = {"accepted", "delivered", "redeemed", "unclaimed", "returned", "expired", "failed", "cancelled", "reversed"}
_PATH = "/payouts"
_STAMP = re.compile(r"[0-9]{1,12}")


class Balance:
    """`key` signs what goes both ways."""

    name = "balance"
    way = Way.BALANCE
    codes = False
    fields: tuple[str, ...] = ("account",)

    def __init__(self, *, address: str, key: str, timeout_seconds: float = 20.0) -> None:
        self._wire = Wire(address, timeout_seconds=timeout_seconds)
        self._base = urlsplit(address).path.rstrip("/")
        self._key = key.encode()

    def external_id(self, payout: UUID) -> str:
        return payout.hex

    def compose(self, order: Order) -> bytes:
        amount = {"amount": str(order.amount.decimal()), "currency": order.amount.currency}
        return written({"id": order.external_id, "account": order.address["account"]} | amount)

    def send(self, body: bytes) -> Told:
        id_ = str(json.loads(body)["id"])
        answer = self._ask("POST", _PATH, body=body, headers={"Idempotency-Key": id_})
        if answer.is_refusal:
            return Told(id_, State.FAILED, trouble=Trouble.REFUSED)
        return _told(answer.said)

    def look(self, sent: Sent) -> Told | None:
        answer = self._ask("GET", f"{_PATH}/{sent.external_id}", missing=True)
        return _told(answer.said) if answer.said else None

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        asked = urlencode({"since": since.isoformat(), "until": until.isoformat()})
        return [_told(said) for said in part(self._ask("GET", f"{_PATH}?{asked}").said, "payouts")]

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        stamp, given = headers.get("fairpanel-timestamp", ""), headers.get("fairpanel-signature", "")
        right = signature(self._key, stamp, "POST", "", body)
        fresh = bool(_STAMP.fullmatch(stamp)) and abs(time.time() - int(stamp)) <= SKEW_SECONDS_MAX
        if not fresh or not hmac.compare_digest(right.encode(), given.encode()):
            raise NotFromThem
        try:
            said = json.loads(body)
            return Nudge(word(said["event"]), (word(said["id"]),))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise NotFromThem from None

    def reveal(self, body: bytes) -> str:
        del body
        raise Unsure(Trouble.ANSWER)

    def _ask(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None,
        missing: bool = False,
    ) -> Answer:  # fmt: skip
        stamp = str(int(time.time()))
        signed = {
            "Content-Type": "application/json", "Fairpanel-Timestamp": stamp,
            "Fairpanel-Signature": signature(self._key, stamp, method, self._base + path, body),
        }  # fmt: skip
        return self._wire.call(method, path, headers=signed | dict(headers or {}), body=body or None, missing=missing)


def signature(key: bytes, stamp: str, method: str, path: str, body: bytes) -> str:
    """`v1=` and HMAC-SHA256, in hexadecimal, over the time in Unix seconds, the method, the path and the body."""
    return "v1=" + hmac.new(key, f"{stamp}.{method}.{path}.".encode() + body, hashlib.sha256).hexdigest()


def _told(said: Mapping[str, Any]) -> Told:
    state = str(part(said, "state"))
    if state not in _TAKEN:
        state = State.SUBMITTED
    amount = money(part(said, "amount"), part(said, "currency"))
    return Told(word(part(said, "id")), State(state), word(said.get("reference", "")), amount)
