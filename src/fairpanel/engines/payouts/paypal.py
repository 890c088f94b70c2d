"""PayPal Payouts: one batch for one payout, so that each is judged by itself.

https://developer.paypal.com/api/payments.payouts-batch/v1. A batch that was taken has paid nobody yet: its item has.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fairpanel.engines.payouts.wire import Answer, Wire, money, part, word, written
from fairpanel.payouts.values import NotFromThem, Nudge, Order, Sent, State, Told, Trouble, Unsure, Way

SANDBOX = "https://api-m.sandbox.paypal.com"
# A token is used until a minute before it ends.
MARGIN_SECONDS = 60
_BATCHES = "/v1/payments/payouts"
_ITEM = {
    "SUCCESS": State.DELIVERED, "FAILED": State.FAILED, "BLOCKED": State.FAILED, "PENDING": State.SUBMITTED,
    "ONHOLD": State.SUBMITTED, "UNCLAIMED": State.UNCLAIMED, "RETURNED": State.RETURNED, "REFUNDED": State.RETURNED,
    "REVERSED": State.REVERSED,
}  # fmt: skip
_BATCH = {"DENIED": State.FAILED, "CANCELED": State.CANCELLED}
_SIGNED = {
    "auth_algo": "paypal-auth-algo", "cert_url": "paypal-cert-url", "transmission_id": "paypal-transmission-id",
    "transmission_sig": "paypal-transmission-sig", "transmission_time": "paypal-transmission-time",
}  # fmt: skip


class PayPal:
    """`client` and `key` of an app, and the `webhook` id under which it hears of its payouts."""

    name = "paypal"
    way = Way.PAYPAL
    codes = False
    fields: tuple[str, ...] = ("mail",)

    def __init__(
        self, *, address: str = SANDBOX, client: str, key: str, webhook: str = "", timeout_seconds: float = 20.0
    ) -> None:
        self._wire = Wire(address, timeout_seconds=timeout_seconds)
        self._basic = "Basic " + b64encode(f"{client}:{key}".encode()).decode()
        self._webhook = webhook
        self._token, self._token_until = "", 0.0

    def external_id(self, payout: UUID) -> str:
        return payout.hex

    def compose(self, order: Order) -> bytes:
        amount = {"value": str(order.amount.decimal()), "currency": order.amount.currency}
        item = {
            "recipient_type": "EMAIL", "receiver": order.address["mail"], "amount": amount,
            "sender_item_id": order.external_id,
        }  # fmt: skip
        return written({"sender_batch_header": {"sender_batch_id": order.external_id}, "items": [item]})

    def send(self, body: bytes) -> Told:
        external_id = str(json.loads(body)["sender_batch_header"]["sender_batch_id"])
        answer = self._ask("POST", _BATCHES, body=body)
        if answer.is_refusal:
            return self._refused(answer, external_id)
        header = part(answer.said, "batch_header")
        state = _BATCH.get(str(header.get("batch_status")), State.SUBMITTED)
        return Told(external_id, state, word(part(header, "payout_batch_id")))

    def look(self, sent: Sent) -> Told | None:
        if not sent.reference:
            # It has not answered yet, and knows a batch by its own number only: sending again finds out.
            return Told(sent.external_id, State.SUBMITTED)
        return self._batch(f"{_BATCHES}/{sent.reference}", sent.external_id)

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        del since, until
        return None

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        try:
            event = json.loads(body)
            signed = {name: headers[header] for name, header in _SIGNED.items()}
            resource = event["resource"]
            item = resource.get("payout_item", {})
            about = (word(item.get("sender_item_id", "")), word(resource.get("payout_batch_id", "")))
            event_id = word(event["id"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotFromThem from None
        said = written(signed | {"webhook_id": self._webhook, "webhook_event": event})
        answer = self._ask("POST", "/v1/notifications/verify-webhook-signature", body=said)
        if not self._webhook or answer.said.get("verification_status") != "SUCCESS":
            raise NotFromThem
        return Nudge(event_id, tuple(filter(None, about)))

    def reveal(self, body: bytes) -> str:
        del body
        raise Unsure(Trouble.ANSWER)

    def _refused(self, answer: Answer, external_id: str) -> Told:
        """A batch that they have already is no refusal: the link in their answer leads to it."""
        for link in answer.said.get("links", ()):
            at = str(link.get("href", "")).find(f"{_BATCHES}/")
            if at >= 0:
                batch = str(link["href"])[at:]
                told = self._batch(batch, external_id)
                return told if told is not None else Told(external_id, State.SUBMITTED)
        name = str(answer.said.get("name", ""))
        if name == "INSUFFICIENT_FUNDS":
            raise Unsure(Trouble.FUNDS)
        return Told(external_id, State.FAILED, trouble=Trouble.REFUSED)

    def _batch(self, path: str, external_id: str) -> Told | None:
        answer = self._ask("GET", path, missing=True)
        if not answer.said:
            return None
        header = part(answer.said, "batch_header")
        reference = word(part(header, "payout_batch_id"))
        denied = _BATCH.get(str(header.get("batch_status")))
        if denied is not None:
            return Told(external_id, denied, reference, trouble=Trouble.REFUSED)
        items = [
            item for item in part(answer.said, "items") if part(item, "payout_item", "sender_item_id") == external_id
        ]
        return _item(items[0], external_id, reference) if items else Told(external_id, State.SUBMITTED, reference)

    def _ask(self, method: str, path: str, *, body: bytes | None = None, missing: bool = False) -> Answer:
        headers = {"Authorization": f"Bearer {self._pass()}", "Content-Type": "application/json"}
        return self._wire.call(method, path, headers=headers, body=body, missing=missing)

    def _pass(self) -> str:
        if time.monotonic() >= self._token_until:
            headers = {"Authorization": self._basic, "Content-Type": "application/x-www-form-urlencoded"}
            said = self._wire.call(
                "POST", "/v1/oauth2/token", headers=headers, body=b"grant_type=client_credentials"
            ).said
            self._token = str(part(said, "access_token"))
            self._token_until = time.monotonic() + int(part(said, "expires_in")) - MARGIN_SECONDS
        return self._token


def _item(item: Mapping[str, Any], external_id: str, reference: str) -> Told:
    state = _ITEM.get(str(part(item, "transaction_status")))
    if state is None:
        raise Unsure(Trouble.ANSWER)
    amount = money(part(item, "payout_item", "amount", "value"), part(item, "payout_item", "amount", "currency"))
    trouble = Trouble.ADDRESS if state in {State.FAILED, State.RETURNED, State.UNCLAIMED} else Trouble.NONE
    return Told(external_id, state, reference, amount, trouble)
