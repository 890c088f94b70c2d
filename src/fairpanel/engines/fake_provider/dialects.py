"""How each of the suppliers asks, answers, and checks who asks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from fairpanel.engines.fake_provider.book import Book, Fault, Payment
from fairpanel.kit.money import Money
from fairpanel.payouts.values import State


@dataclass(frozen=True)
class Request:
    """What came in: header names in small letters, the path without the dialect's own beginning."""

    method: str
    path: str
    whole_path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def asked(self) -> dict[str, str]:
        """The query."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    @property
    def said(self) -> Any:
        """The JSON of the body."""
        return json.loads(self.body or b"{}")


Reply = tuple[int, dict[str, Any]]
NOT_LET_IN: Reply = (401, {"error": "unauthorized"})
NOTHING_HERE: Reply = (404, {"error": "not found"})


def tremendous(request: Request, book: Book, keys: Mapping[str, str], fault: Fault | None) -> Reply:
    """https://developers.tremendous.com/reference/create-order"""  # noqa: D415  # an address
    if request.headers.get("authorization") != f"Bearer {keys['tremendous']}":
        return NOT_LET_IN
    if urlsplit(request.path).path != "/orders":
        return NOTHING_HERE
    if request.method == "GET":
        asked = request.asked
        if "external_id" in asked:
            found = [p for p in book.of("tremendous") if p.id == asked["external_id"]]
        else:
            since, until = (_seconds(asked[f"created_at[{end}]"]) for end in ("gte", "lte"))
            begin = int(asked.get("offset", 0))
            found = book.of("tremendous", since=since, until=until)[begin : begin + int(asked.get("limit", 10))]
        return 200, {"orders": [_order(payment) for payment in found], "total_count": len(found)}
    said = request.said
    reward = said["reward"]
    mail = reward["recipient"]["email"]
    if fault is Fault.NO_FUNDS:
        return 402, {"errors": {"message": "Insufficient funds"}}
    if fault is Fault.REFUSED or book.refuses(mail):
        return 400, {"errors": {"message": "is invalid", "payload": {"recipient": {"email": ["is invalid"]}}}}
    amount = Money.of(str(reward["value"]["denomination"]), reward["value"]["currency_code"])
    payment = book.pay("tremendous", said["external_id"], amount, mail, fault=fault)
    return 201, {"order": _order(payment)}


def _order(payment: Payment) -> dict[str, Any]:
    status = {State.CANCELLED: "CANCELED", State.FAILED: "FAILED"}.get(payment.state, "EXECUTED")
    delivery = {State.DELIVERED: "SUCCEEDED", State.UNCLAIMED: "FAILED"}.get(payment.state, "PENDING")
    value = {"denomination": float(payment.amount.decimal()), "currency_code": payment.currency}
    reward = {"id": payment.number, "value": value, "delivery": {"method": "EMAIL", "status": delivery}}
    return {"id": f"O{payment.number}", "external_id": payment.id, "status": status, "rewards": [reward]}


def amazon(request: Request, book: Book, keys: Mapping[str, str], fault: Fault | None) -> Reply:
    """https://developer.amazon.com/docs/incentives-api/digital-gift-cards.html"""  # noqa: D415  # an address
    if not signed_by_v4(request, key=keys["amazon"], region="us-east-1", service="AGCODService"):
        return 403, {"message": "The request signature does not match."}
    said = request.said
    id_ = str(said["creationRequestId"])
    if fault is Fault.NO_FUNDS:
        return 400, {"status": "FAILURE", "errorCode": "F300", "errorType": "AccountHasInsufficientFunds"}
    if fault is Fault.REFUSED or not id_.startswith(said["partnerId"]) or len(id_) > 40:  # noqa: PLR2004
        return 400, {"status": "FAILURE", "errorCode": "F200", "errorType": "InvalidRequestInput"}
    value = said["value"]
    payment = book.pay("amazon", id_, Money.of(str(value["amount"]), value["currencyCode"]), "", fault=fault)
    status = {State.RETURNED: "RefundedToPurchaser", State.EXPIRED: "Expired"}.get(payment.state, "Fulfilled")
    worth = {"amount": float(payment.amount.decimal()), "currencyCode": payment.currency}
    return 200, {
        "cardInfo": {"cardNumber": None, "cardStatus": status, "expirationDate": None, "value": worth},
        "creationRequestId": id_, "gcClaimCode": f"FAKE-{payment.number[:6]}-{payment.number[6:10]}",
        "gcExpirationDate": None, "gcId": payment.number, "status": "SUCCESS",
    }  # fmt: skip


def paypal(request: Request, book: Book, keys: Mapping[str, str], fault: Fault | None) -> Reply:
    """https://developer.paypal.com/api/payments.payouts-batch/v1"""  # noqa: D415  # an address
    path = request.path
    if path == "/v1/oauth2/token":
        return 200, {"access_token": keys["paypal"], "token_type": "Bearer", "expires_in": 32400}
    if request.headers.get("authorization") != f"Bearer {keys['paypal']}":
        return NOT_LET_IN
    if path == "/v1/notifications/verify-webhook-signature":
        said = request.said
        event = json.dumps(said["webhook_event"], sort_keys=True).encode()
        right = hmac.compare_digest(said["transmission_sig"].encode(), _mark(keys["webhook"], event).encode())
        return 200, {"verification_status": "SUCCESS" if right else "FAILURE"}
    if request.method == "GET":
        payment = book.find("paypal", path.removeprefix("/v1/payments/payouts/"))
        return NOTHING_HERE if payment is None else (200, _batch(payment))
    return _pay_by_paypal(request.said, book, fault)


def _pay_by_paypal(said: Any, book: Book, fault: Fault | None) -> Reply:
    id_, item = said["sender_batch_header"]["sender_batch_id"], said["items"][0]
    before = book.find("paypal", id_)
    if before is not None:
        before.requests += 1
        link = {"href": f"https://api.paypal.example/v1/payments/payouts/{before.number}", "rel": "self"}
        return 400, {"name": "USER_BUSINESS_ERROR", "message": "Duplicate sender_batch_id", "links": [link]}
    if fault is Fault.NO_FUNDS:
        return 422, {"name": "INSUFFICIENT_FUNDS"}
    if fault is Fault.REFUSED or book.refuses(item["receiver"]):
        return 400, {"name": "VALIDATION_ERROR", "details": [{"field": "items[0].receiver"}]}
    amount = Money.of(item["amount"]["value"], item["amount"]["currency"])
    payment = book.pay("paypal", id_, amount, item["receiver"], fault=fault)
    return 201, {"batch_header": {"payout_batch_id": payment.number, "batch_status": "PENDING"}}


def _batch(payment: Payment) -> dict[str, Any]:
    status = {
        State.ACCEPTED: "PENDING", State.DELIVERED: "SUCCESS", State.CANCELLED: "FAILED", State.UNCLAIMED: "UNCLAIMED",
        State.RETURNED: "RETURNED", State.REVERSED: "REVERSED", State.FAILED: "FAILED",
    }[payment.state]  # fmt: skip
    amount = {"value": str(payment.amount.decimal()), "currency": payment.currency}
    item = {"sender_item_id": payment.id, "amount": amount}
    return {
        "batch_header": {"payout_batch_id": payment.number, "batch_status": "SUCCESS"},
        "items": [{"transaction_status": status, "payout_item": item}],
    }


def balance(request: Request, book: Book, keys: Mapping[str, str], fault: Fault | None) -> Reply:
    """docs/reference/payout-webhook.md"""  # noqa: D415  # an address
    told = f"{request.headers.get('fairpanel-timestamp')}.{request.method}.{request.whole_path}.".encode()
    right = "v1=" + hmac.new(keys["balance"].encode(), told + request.body, hashlib.sha256).hexdigest()
    if request.headers.get("fairpanel-signature") != right:
        return NOT_LET_IN
    parts = urlsplit(request.path)
    if request.method == "GET" and parts.path == "/payouts":
        since, until = _seconds(request.asked["since"]), _seconds(request.asked["until"])
        return 200, {"payouts": [_credit(payment) for payment in book.of("balance", since=since, until=until)]}
    if request.method == "GET":
        payment = book.find("balance", parts.path.removeprefix("/payouts/"))
        return NOTHING_HERE if payment is None else (200, _credit(payment))
    said = request.said
    if fault is Fault.NO_FUNDS:
        return 503, {"error": "no funds"}
    if fault is Fault.REFUSED or book.refuses(said["account"]):
        return 422, {"error": "no such account"}
    payment = book.pay("balance", said["id"], Money.of(said["amount"], said["currency"]), said["account"], fault=fault)
    return 201, _credit(payment)


def _credit(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id, "state": payment.state.value, "amount": str(payment.amount.decimal()),
        "currency": payment.currency, "reference": payment.number,
    }  # fmt: skip


def call_of(payment: Payment, event: str, keys: Mapping[str, str]) -> tuple[dict[str, str], bytes] | None:
    """The call by which the supplier tells of a payment: headers and body; None where it never calls."""
    if payment.dialect == "tremendous":
        kind = "REWARDS.CANCELED" if payment.state is State.CANCELLED else "REWARDS.DELIVERY.SUCCEEDED"
        body = json.dumps(
            {"event": kind, "uuid": event, "payload": {"resource": {"id": payment.number, "type": "rewards"}}}
        ).encode()
        return {"Tremendous-Webhook-Signature": f"sha256={_mark(keys['webhook'], body)}"}, body
    if payment.dialect == "paypal":
        said = {
            "id": event, "event_type": "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
            "resource": {"payout_batch_id": payment.number, "payout_item": {"sender_item_id": payment.id}},
        }  # fmt: skip
        mark = _mark(keys["webhook"], json.dumps(said, sort_keys=True).encode())
        names = ("Auth-Algo", "Cert-Url", "Transmission-Id", "Transmission-Time")
        headers = {f"Paypal-{name}": "fake" for name in names} | {"Paypal-Transmission-Sig": mark}
        return headers, json.dumps(said).encode()
    return None


def _mark(key: str, body: bytes) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def _seconds(said: str) -> float:
    return datetime.fromisoformat(said).timestamp()


def signed_by_v4(request: Request, *, key: str, region: str, service: str) -> bool:
    """Whether the request is signed by AWS Signature Version 4 with this key; written apart from what signs."""
    words = request.headers.get("authorization", "").removeprefix("AWS4-HMAC-SHA256 ")
    given = dict(word.strip().partition("=")[::2] for word in words.split(","))
    stamp = request.headers.get("x-amz-date", "")
    if set(given) != {"Credential", "SignedHeaders", "Signature"} or not stamp:
        return False
    names = given["SignedHeaders"].split(";")
    lines = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    path = quote(urlsplit(request.whole_path).path)
    digest = hashlib.sha256(request.body).hexdigest()
    canonical = f"{request.method}\n{path}\n\n{lines}\n{given['SignedHeaders']}\n{digest}"
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signing = f"AWS4{key}".encode()
    for word in (stamp[:8], region, service, "aws4_request"):
        signing = hmac.digest(signing, word.encode(), "sha256")
    right = hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(right, given["Signature"]) and given["Credential"].endswith(scope)
