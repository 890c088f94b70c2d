"""One contract over every adapter, against the fake provider: whatever goes wrong on the way, an id is paid once."""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from fairpanel.engines.fake_provider import KEYS, FakeProvider, Fault
from fairpanel.engines.fake_provider.dialects import call_of
from fairpanel.engines.payouts import Amazon, Balance, PayPal, Tremendous
from fairpanel.engines.payouts.balance import signature
from fairpanel.engines.payouts.wire import money
from fairpanel.kit.money import Money
from fairpanel.payouts.ports import Provider
from fairpanel.payouts.rules import OUT
from fairpanel.payouts.values import NotFromThem, Order, Sent, State, Told, Trouble, Unsure

QUICK = 2.0
ADDRESSES = {"mail": "alice@example.org", "account": "customer-17"}


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


MADE: dict[str, Callable[[str], Provider]] = {
    "tremendous": lambda at: Tremendous(
        address=f"{at}/tremendous", key=KEYS["tremendous"], webhook_key=KEYS["webhook"], products=("P",),
        timeout_seconds=QUICK,
    ),
    "amazon": lambda at: Amazon(
        address=f"{at}/amazon", partner="Panel", key_id="ID", key=KEYS["amazon"], timeout_seconds=QUICK
    ),
    "paypal": lambda at: PayPal(
        address=f"{at}/paypal", client="me", key="hidden", webhook="W1", timeout_seconds=QUICK
    ),
    "balance": lambda at: Balance(address=f"{at}/balance", key=KEYS["balance"], timeout_seconds=QUICK),
}  # fmt: skip


@pytest.fixture(params=list(MADE))
def provider(request: pytest.FixtureRequest, fake: FakeProvider) -> Provider:
    return MADE[request.param](fake.address)


def order_for(provider: Provider, minor: int = 1234, **address: str) -> Order:
    told = {name: ADDRESSES[name] for name in provider.fields} | address
    return Order(provider.external_id(uuid4()), Money(minor, "EUR"), told)


def heard_of(provider: Provider, order: Order, body: bytes, told: Told) -> Told | None:
    return provider.look(Sent(order.external_id, told.reference, body))


def paid(fake: FakeProvider) -> list[int]:
    return [payment.minor for payment in fake.book.payments.values()]


def test_a_payment_is_taken_and_can_be_asked_about(provider: Provider, fake: FakeProvider) -> None:
    order = order_for(provider)
    body = provider.compose(order)

    told = provider.send(body)
    fake.book.find(provider.name, order.external_id).state = State.DELIVERED  # type: ignore[union-attr]  # it is there
    later = heard_of(provider, order, body, told)

    assert told.external_id == order.external_id
    assert told.state in {State.SUBMITTED, State.ACCEPTED}
    assert told.amount in {None, order.amount}
    assert later is not None
    assert later.state in OUT
    assert later.amount == order.amount
    assert paid(fake) == [1234]


@pytest.mark.parametrize(
    "fault", [Fault.ERROR, Fault.ERROR_AFTER, Fault.SILENT, Fault.SILENT_AFTER, Fault.THROTTLED, Fault.GARBAGE]
)
def test_what_may_have_been_taken_is_not_certain_and_sent_again_pays_once(
    provider: Provider, fake: FakeProvider, fault: Fault
) -> None:
    order = order_for(provider)
    body = provider.compose(order)
    fake.book.faults.append(fault)

    with pytest.raises(Unsure):
        provider.send(body)
    told = provider.send(body)
    again = provider.send(body)

    assert paid(fake) == [1234]
    assert (told.external_id, told.reference) == (again.external_id, again.reference)
    assert told.state is not State.FAILED


@pytest.mark.parametrize(("fault", "trouble"), [(Fault.KEYS, Trouble.KEYS), (Fault.THROTTLED, Trouble.BUSY)])
def test_what_is_our_own_trouble_with_them_fails_no_payout(
    provider: Provider, fake: FakeProvider, fault: Fault, trouble: Trouble
) -> None:
    fake.book.faults.append(fault)

    with pytest.raises(Unsure) as unsure:
        provider.send(provider.compose(order_for(provider)))

    assert unsure.value.trouble is trouble
    assert paid(fake) == []


def test_an_empty_account_with_them_fails_no_payout(provider: Provider, fake: FakeProvider) -> None:
    fake.book.faults.append(Fault.NO_FUNDS)

    with pytest.raises(Unsure):
        provider.send(provider.compose(order_for(provider)))

    assert paid(fake) == []


def test_a_refusal_is_certain(provider: Provider, fake: FakeProvider) -> None:
    fake.book.faults.append(Fault.REFUSED)

    told = provider.send(provider.compose(order_for(provider)))

    assert told.state is State.FAILED
    assert paid(fake) == []


@pytest.mark.parametrize(("fault", "minor"), [(Fault.MORE, 1235), (Fault.LESS, 1233)])
def test_another_sum_than_was_asked_for_is_seen(
    provider: Provider, fake: FakeProvider, fault: Fault, minor: int
) -> None:
    order = order_for(provider)
    body = provider.compose(order)
    fake.book.faults.append(fault)

    told = provider.send(body)
    later = heard_of(provider, order, body, told)

    assert later is not None
    assert later.amount == Money(minor, "EUR")


def test_a_slow_answer_is_an_answer(provider: Provider, fake: FakeProvider) -> None:
    fake.book.faults.append(Fault.SLOW)

    assert provider.send(provider.compose(order_for(provider))).state is not State.FAILED


def test_a_line_that_stays_dead_is_not_waited_for(provider: Provider, fake: FakeProvider) -> None:
    fake.book.slow_seconds = QUICK + 1
    fake.book.faults.append(Fault.SLOW)
    begun = time.monotonic()

    with pytest.raises(Unsure) as unsure:
        provider.send(provider.compose(order_for(provider)))

    assert unsure.value.trouble is Trouble.SILENT
    assert time.monotonic() - begun < QUICK + 1


def test_nobody_there_is_not_certain() -> None:
    for name, made in MADE.items():
        provider = made("http://127.0.0.1:9")
        with pytest.raises(Unsure):
            provider.send(provider.compose(order_for(provider)))
        assert provider.name == name


def test_a_body_is_the_same_each_time_and_holds_no_secret(provider: Provider) -> None:
    order = order_for(provider)

    assert provider.compose(order) == provider.compose(order)
    assert not [key for key in [*KEYS.values(), "hidden"] if key.encode() in provider.compose(order)]
    assert len(order.external_id) <= 40


def test_a_statement_tells_all_that_was_paid(provider: Provider, fake: FakeProvider) -> None:
    orders = [order_for(provider, minor) for minor in (100, 200)]
    for order in orders:
        provider.send(provider.compose(order))
    now = datetime.now(UTC)

    statement = provider.statement(since=now - timedelta(hours=1), until=now + timedelta(hours=1))

    # Amazon and PayPal give none.
    assert (statement is None) == (provider.name in {"amazon", "paypal"})
    if statement is not None:
        assert {(told.external_id, told.amount) for told in statement} == {
            (order.external_id, order.amount) for order in orders
        }


def test_a_payment_that_they_never_saw_is_told_so(provider: Provider) -> None:
    sent = Sent(provider.external_id(uuid4()), "NOBODY", provider.compose(order_for(provider)))

    if provider.name == "amazon":
        # Asking is sending: it is paid now, once, as we said it was.
        assert provider.look(sent) is not None
    else:
        assert provider.look(sent) is None


@pytest.mark.parametrize("name", ["tremendous", "paypal"])
def test_a_call_is_believed_by_its_signature_only(name: str, fake: FakeProvider) -> None:
    provider = MADE[name](fake.address)
    order = order_for(provider)
    told = provider.send(provider.compose(order))
    made = call_of(fake.book.find(name, order.external_id), "event-1", KEYS)  # type: ignore[arg-type]  # it is there
    assert made is not None
    headers, body = {key.lower(): value for key, value in made[0].items()}, made[1]

    nudge = provider.hear(headers=headers, body=body)

    assert nudge.event_id == "event-1"
    assert {told.reference, order.external_id} & set(nudge.about)
    for bad_headers, bad_body in (({}, body), (headers, body.replace(b"event-1", b"event-2")), (headers, b"[]")):
        with pytest.raises(NotFromThem):
            provider.hear(headers=bad_headers, body=bad_body)


def test_a_call_of_the_sponsor_is_signed_and_fresh(fake: FakeProvider) -> None:
    provider = MADE["balance"](fake.address)
    body, key, now = b'{"event":"e1","id":"x"}', KEYS["balance"].encode(), int(time.time())

    def headers(stamp: int) -> dict[str, str]:
        mark = signature(key, str(stamp), "POST", "", body)
        return {"fairpanel-timestamp": str(stamp), "fairpanel-signature": mark}

    assert provider.hear(headers=headers(now), body=body).about == ("x",)
    for bad in (headers(now - 301), headers(now + 301), headers(now) | {"fairpanel-signature": "v1="}, {}):
        with pytest.raises(NotFromThem):
            provider.hear(headers=bad, body=body)


NESTED, LONG = b"[" * 100_000, b"x" * 200_000
HOSTILE = (
    b"", b"null", b"[]", b"{}", b"\xff\xfe", NESTED, b'{"resource":' + NESTED, b'{"id":' + b"9" * 5000 + b"}",
    b'{"uuid":"\\u0000","payload":{"resource":{"id":"\\ud800"}},"id":"\\u0000","event":"\\ud800","resource":{}}',
    b'{"id":"' + LONG + b'","event":1,"uuid":{},"payload":{"resource":{"id":[]}},"resource":{"payout_item":1}}',
)  # fmt: skip


@pytest.mark.parametrize("name", ["tremendous", "paypal", "balance"])
@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_calls_is_turned_away_or_comes_to_words_that_a_row_takes(
    name: str, body: bytes, fake: FakeProvider
) -> None:
    provider, stamp = MADE[name](fake.address), str(int(time.time()))
    by_tremendous = "sha256=" + hmac.new(KEYS["webhook"].encode(), body, hashlib.sha256).hexdigest()
    marked = {
        "tremendous-webhook-signature": by_tremendous, "fairpanel-timestamp": stamp,
        "fairpanel-signature": signature(KEYS["balance"].encode(), stamp, "POST", "", body),
        **{f"paypal-{part}": "x" for part in ("auth-algo", "cert-url", "transmission-id", "transmission-sig")},
        "paypal-transmission-time": "x",
    }  # fmt: skip
    unmarked = dict.fromkeys(marked, "\xe9") | {"fairpanel-timestamp": "9" * 5000}

    with pytest.raises(NotFromThem):
        provider.hear(headers=unmarked, body=body)
    try:
        words = (nudge := provider.hear(headers=marked, body=body)).event_id, *nudge.about
    except NotFromThem:
        words = ()

    assert all(len(word) <= 100 and "\0" not in word and word.encode() is not None for word in words)


@pytest.mark.parametrize("amount", ["1e400", "-1e30", "NaN", "Infinity", "12.345", "9" * 40, "", "ten"])
def test_a_sum_that_is_none_is_not_certain(amount: str) -> None:
    with pytest.raises(Unsure):
        money(amount, "EUR")


def test_a_claim_code_is_given_for_the_same_card_again(fake: FakeProvider) -> None:
    provider = MADE["amazon"](fake.address)
    body = provider.compose(order_for(provider))
    provider.send(body)

    codes = {provider.reveal(body) for _ in range(3)}

    assert len(codes) == 1
    assert paid(fake) == [1234]


def test_a_wrong_key_opens_nothing(fake: FakeProvider) -> None:
    wrong: list[Provider] = [
        Tremendous(address=f"{fake.address}/tremendous", key="wrong"),
        Amazon(address=f"{fake.address}/amazon", partner="Panel", key_id="ID", key="wrong"),
        Balance(address=f"{fake.address}/balance", key="wrong"),
    ]

    for provider in wrong:
        with pytest.raises(Unsure) as unsure:
            provider.send(provider.compose(order_for(provider)))
        assert unsure.value.trouble is Trouble.KEYS
    assert paid(fake) == []


def test_the_sandbox_is_what_is_used_unless_somebody_says_otherwise() -> None:
    from fairpanel.engines.payouts import amazon, paypal, tremendous

    assert all(
        word in address
        for word, address in (
            ("testflight", tremendous.SANDBOX),
            ("gamma", amazon.SANDBOX),
            ("sandbox", paypal.SANDBOX),
        )
    )
