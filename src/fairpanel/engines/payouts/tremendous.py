"""Tremendous: a gift card that its receiver chooses, mailed by them: https://developers.tremendous.com."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fairpanel.engines.payouts.wire import Answer, Wire, money, number, part, word, written
from fairpanel.payouts.values import NotFromThem, Nudge, Order, Sent, State, Told, Trouble, Unsure, Way

SANDBOX = "https://testflight.tremendous.com/api/v2"
PAGE = 100
_NO_FUNDS = 402
_ORDER = {
    "CANCELED": State.CANCELLED, "FAILED": State.FAILED, "CART": State.SUBMITTED,
    "PENDING APPROVAL": State.SUBMITTED, "PENDING INTERNAL PAYMENT APPROVAL": State.SUBMITTED,
}  # fmt: skip
_DELIVERY = {"SUCCEEDED": State.DELIVERED, "FAILED": State.UNCLAIMED}


class Tremendous:
    """`products` or `campaign` say what the receiver may choose from, `funding` what it is paid from."""

    name = "tremendous"
    way = Way.GIFT_CARD
    codes = False
    fields: tuple[str, ...] = ("mail",)

    def __init__(
        self, *, address: str = SANDBOX, key: str, webhook_key: str = "", funding: str = "balance",
        products: Sequence[str] = (), campaign: str = "", timeout_seconds: float = 20.0,
    ) -> None:  # fmt: skip
        self._wire = Wire(address, timeout_seconds=timeout_seconds)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._webhook_key = webhook_key.encode()
        self._funding = funding
        self._choice: dict[str, Any] = {"campaign_id": campaign} if campaign else {"products": list(products)}

    def external_id(self, payout: UUID) -> str:
        return payout.hex

    def compose(self, order: Order) -> bytes:
        mail = order.address["mail"]
        return written(
            {
                "external_id": order.external_id,
                "payment": {"funding_source_id": self._funding},
                "reward": {
                    "value": {"denomination": number(order.amount), "currency_code": order.amount.currency},
                    "delivery": {"method": "EMAIL"},
                    # They ask for a name. We do not know one, and they need none.
                    "recipient": {"name": "Panelist", "email": mail},
                }
                | self._choice,
            }
        )

    def send(self, body: bytes) -> Told:
        answer = self._wire.call("POST", "/orders", headers=self._headers, body=body)
        if answer.status == _NO_FUNDS:
            raise Unsure(Trouble.FUNDS)
        if answer.is_refusal:
            return Told(json.loads(body)["external_id"], State.FAILED, trouble=_why(answer))
        return _told(part(answer.said, "order"))

    def look(self, sent: Sent) -> Told | None:
        asked = {"external_id": sent.external_id}
        answer = self._wire.call("GET", "/orders", headers=self._headers, asked=asked)
        orders = part(answer.said, "orders")
        return _told(orders[0]) if orders else None

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        found: list[Told] = []
        while True:
            asked = {
                "created_at[gte]": since.isoformat(), "created_at[lte]": until.isoformat(), "limit": str(PAGE),
                "offset": str(len(found)),
            }  # fmt: skip
            orders = part(self._wire.call("GET", "/orders", headers=self._headers, asked=asked).said, "orders")
            found += [_told(order) for order in orders]
            if len(orders) < PAGE:
                return found

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        right = "sha256=" + hmac.new(self._webhook_key, body, hashlib.sha256).hexdigest()
        given = headers.get("tremendous-webhook-signature", "")
        if not self._webhook_key or not hmac.compare_digest(right.encode(), given.encode()):
            raise NotFromThem
        try:
            said = json.loads(body)
            return Nudge(word(said["uuid"]), (word(said["payload"]["resource"]["id"]),))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise NotFromThem from None

    def reveal(self, body: bytes) -> str:
        del body
        raise Unsure(Trouble.ANSWER)


def _told(order: Mapping[str, Any]) -> Told:
    reward = part(order, "rewards", 0)
    status = str(part(order, "status")).replace("_", " ")
    delivery = str(reward.get("delivery", {}).get("status", ""))
    state = _DELIVERY.get(delivery, State.ACCEPTED) if status == "EXECUTED" else _ORDER.get(status)
    if state is None:
        raise Unsure(Trouble.ANSWER)
    amount = money(part(reward, "value", "denomination"), part(reward, "value", "currency_code"))
    trouble = Trouble.ADDRESS if delivery == "FAILED" else Trouble.REFUSED if state is State.FAILED else Trouble.NONE
    return Told(word(order.get("external_id") or ""), state, word(part(reward, "id")), amount, trouble)


def _why(answer: Answer) -> Trouble:
    said = json.dumps(answer.said, default=str)
    return Trouble.ADDRESS if "email" in said or "recipient" in said else Trouble.REFUSED
