"""Amazon Incentives (AGCOD): a claim code, shown to its panelist and never kept.

https://developer.amazon.com/docs/incentives-api/incentives-api.html. The same `creationRequestId` gives the same card,
so asking for a card again is asking what it is. There is no statement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from fairpanel.engines.payouts.wire import Answer, Wire, money, number, part, word, written
from fairpanel.payouts.values import NotFromThem, Nudge, Order, Sent, State, Told, Trouble, Unsure, Way

SANDBOX = "https://agcod-v2-gamma.amazon.com"
TIMEOUT_SECONDS = 6.0
SERVICE, OPERATION = "AGCODService", "CreateGiftCard"
# Their errors by the hundred: what is wrong with them or with our account may come right, F200 is wrong with us.
_WRONG = {"F1": Trouble.BUSY, "F3": Trouble.FUNDS, "F4": Trouble.BUSY, "F5": Trouble.BUSY}
_CARD = {"RefundedToPurchaser": State.RETURNED, "Expired": State.EXPIRED}
ID_LENGTH_MAX = 40


class Amazon:
    """`partner` is the five letters that each request id begins with; `key` is the secret of `key_id`."""

    name = "amazon"
    way = Way.AMAZON
    codes = True
    fields: tuple[str, ...] = ()

    def __init__(
        self, *, address: str = SANDBOX, region: str = "us-east-1", partner: str, key_id: str, key: str,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:  # fmt: skip
        self._wire = Wire(address, timeout_seconds=timeout_seconds)
        self._auth = SigV4Auth(Credentials(key_id, key), SERVICE, region)
        self._partner = partner

    def external_id(self, payout: UUID) -> str:
        return f"{self._partner}{payout.hex}"[:ID_LENGTH_MAX]

    def compose(self, order: Order) -> bytes:
        value = {"currencyCode": order.amount.currency, "amount": number(order.amount)}
        return written({"creationRequestId": order.external_id, "partnerId": self._partner, "value": value})

    def send(self, body: bytes) -> Told:
        answer = self._card(body)
        external_id = str(json.loads(body)["creationRequestId"])
        if answer.said.get("status") != "SUCCESS":
            return Told(external_id, State.FAILED, trouble=Trouble.REFUSED)
        card = part(answer.said, "cardInfo")
        amount = money(part(card, "value", "amount"), part(card, "value", "currencyCode"))
        state = _CARD.get(str(card.get("cardStatus")), State.ACCEPTED)
        return Told(external_id, state, word(part(answer.said, "gcId")), amount)

    def look(self, sent: Sent) -> Told | None:
        return self.send(sent.body)

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        del since, until
        return None

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        del headers, body
        raise NotFromThem

    def reveal(self, body: bytes) -> str:
        return str(part(self._card(body).said, "gcClaimCode"))

    def _card(self, body: bytes) -> Answer:
        request = AWSRequest(
            method="POST", url=f"{self._wire.address}/{OPERATION}", data=body,
            headers={
                "accept": "application/json", "content-type": "application/json",
                "x-amz-target": f"com.amazonaws.agcod.{SERVICE}.{OPERATION}",
            },
        )  # fmt: skip
        self._auth.add_auth(request)
        answer = self._wire.call("POST", f"/{OPERATION}", headers=dict(request.headers.items()), body=body)
        code = str(answer.said.get("errorCode", ""))
        if code in _WRONG or code[:2] in _WRONG or "hrottl" in str(answer.said.get("errorType", "")):
            raise Unsure(_WRONG.get(code[:2], Trouble.BUSY))
        if answer.said.get("status") not in {"SUCCESS", "FAILURE"}:
            raise Unsure(Trouble.ANSWER)
        return answer
