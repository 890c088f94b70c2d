"""What somebody left behind is paid to whoever holds the code, in the normal ways, and looked at as any other."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.checks import prove
from fairpanel.ledger.values import Posting
from fairpanel.members import cases
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import CaseKind, Member, Role
from fairpanel.payouts import actions as payouts
from fairpanel.payouts import jobs as payout_jobs
from fairpanel.payouts import ports as payout_ports
from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import Hold, State, Way
from fairpanel.privacy import jobs
from fairpanel.privacy.claims import actions as claims
from fairpanel.privacy.claims.values import claim_code, code_as_typed
from fairpanel.privacy.erasures import actions as erasures
from fairpanel.privacy.models import Claim
from fairpanel.programme import Programme
from tests.payouts.conftest import earn
from tests.payouts.in_memory import InMemory

Commits = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
Leave = Callable[[Member], str]
FORM = {"name": "Anna Lee", "street": "1 Main St", "city": "Springfield, IL 62701", "number": "536-90-4399"}
TO_HER = {"mail": "anna@elsewhere.example"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[InMemory]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    before, fake = payout_ports.filled(), InMemory()
    payer = payout_ports.Payer("Example Panel", "DE89370400440532013000")
    payout_ports.fill(replace(before, providers={fake.name: fake}, payer=payer))
    yield fake
    payout_ports.fill(before)


@pytest.fixture
def leave(now: datetime, django_capture_on_commit_callbacks: Commits) -> Leave:
    """Have somebody leave and be erased; gives their secret."""

    def left(member: Member) -> str:
        secret = erasures.leave(member=member, now=now)
        with django_capture_on_commit_callbacks(execute=True):
            jobs.carry_out(erasures.by_secret(secret).pk)
        assert not Member.objects.filter(pk=member.pk).exists()
        return secret

    return left


@pytest.fixture
def anna(db: None, programme: Programme, now: datetime) -> Member:
    """In New York, with 3,000 dollars."""
    member = enrol(email="anna@example.org", role=Role.PANELIST, language="en", now=now)
    join(member=member, programme=programme, region="US", language="en", born=date(1990, 1, 1), today=now.date())
    ledger.open_account(name="sponsor:fair:USD", currency="USD", may_overdraw=True, now=now)
    ledger.open_account(name=member.account, currency="USD", may_overdraw=False, now=now)
    posting = Posting("sponsor:fair:USD", member.account, Money(300_000, "USD"))
    ledger.post(posting, key="earned:anna", memo="reward", now=now)
    return member


def opened(client: Client, secret: str) -> str:
    return client.post("/privacy/claim/", {"code": claim_code(secret)}, follow=True).text


def sent(payout: Payout) -> Payout:
    payout_jobs.send(payout_id=str(payout.id))
    payout.refresh_from_db()
    return payout


def ask(secret: str, minor: int, *, now: datetime, currency: str = "EUR", way: Way = Way.GIFT_CARD) -> Payout:
    claim = claims.claim_of(code=claim_code(secret), now=now)
    return claims.ask(claim, way=way, amount=Money(minor, currency), told=TO_HER, now=now)


def test_the_code_pays_a_gift_card_and_nothing_is_kept_of_who_asked(
    alice: Member, provider: InMemory, client: Client, leave: Leave, now: datetime
) -> None:
    earn(alice, 1030, now=now)
    account = alice.account
    secret = leave(alice)

    page = opened(client, secret)
    form = client.get("/privacy/claim/pay/gift-card/EUR/").text
    asked = client.post("/privacy/claim/pay/gift-card/EUR/", {"amount": "10.30"} | TO_HER, follow=True).text
    payout = sent(Payout.objects.get())
    after = client.get("/privacy/claim/waits/")

    assert "€10.30" in page
    assert 'value="10.30"' in form
    assert "About to be sent" in asked
    assert (payout.state, payout.member, payout.hint, payout.account) == ("accepted", None, "", account)
    assert (ledger.balance(account).minor, provider.out()) == (0, 1030)
    assert "On its way" in after.text
    assert "Nothing waits to be asked for" in after.text
    assert (after["Cache-Control"], after["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    payouts.forget_bodies(now=now)
    payout.refresh_from_db()
    assert payout.body is None
    assert [finding for proof in prove() for finding in proof.findings] == []


def test_what_does_not_arrive_waits_under_the_code_again_also_when_the_address_is_forgotten(
    alice: Member, provider: InMemory, leave: Leave, now: datetime
) -> None:
    earn(alice, 1000, now=now)
    secret = leave(alice)
    payout = sent(ask(secret, 1000, now=now))
    payouts.forget_bodies(now=now)

    provider.says(payout.external_id, State.RETURNED)
    payout_jobs.look(payout_id=str(payout.id))

    claim = claims.claim_of(code=claim_code(secret), now=now)
    assert claims.waiting(claim).now == (Money(1000, "EUR"),)


def test_what_was_on_its_way_when_somebody_left_can_be_claimed_when_it_comes_back(
    *, alice: Member, provider: InMemory, client: Client, leave: Leave, programme: Programme, now: datetime
) -> None:
    earn(alice, 1000, now=now)
    payouts.set_address(member=alice, way=Way.GIFT_CARD, told={"mail": "a@b.example"}, programme=programme, now=now)
    payout = sent(
        payouts.ask(member=alice, way=Way.GIFT_CARD, amount=Money(1000, "EUR"), programme=programme, now=now)
    )  # fmt: skip

    secret = leave(alice)
    told = client.get(f"/privacy/left/{secret}/").text
    provider.says(payout.external_id, State.RETURNED)
    payout_jobs.look(payout_id=str(payout.id))

    assert claims.claimable(secret=secret) == (claim_code(secret), Money(1000, "EUR"))
    assert "Money is still on its way to you" in told
    assert claim_code(secret) in told


def test_a_code_that_nobody_had_looked_at_before_leaving_is_shown_to_whoever_holds_the_claim(
    *, alice: Member, provider: InMemory, client: Client, leave: Leave, programme: Programme, now: datetime
) -> None:
    provider.way, provider.codes, provider.fields = Way.AMAZON, True, ()
    earn(alice, 1000, now=now)
    sent(payouts.ask(member=alice, way=Way.AMAZON, amount=Money(1000, "EUR"), programme=programme, now=now))

    secret = leave(alice)
    payouts.forget_bodies(now=now)
    page = opened(client, secret)
    [payout] = Payout.objects.all()
    shown = client.post(f"/privacy/claim/{payout.id}/code/").text

    assert "Show the code" in page
    assert f"CODE-{payout.external_id[:4]}" in shown
    payout.refresh_from_db()
    assert payout.state == "delivered"


def test_the_least_sum_holds_but_for_all_that_is_left(
    *, alice: Member, provider: InMemory, client: Client, leave: Leave, programme: Programme, now: datetime
) -> None:
    least = programme.in_force(now.date()).payouts.least("EUR").minor
    assert least > 2
    earn(alice, least - 1, now=now)
    secret = leave(alice)

    with pytest.raises(payouts.TooLittle):
        ask(secret, least - 2, now=now)
    with pytest.raises(payouts.TooLittle):
        ask(secret, 0, now=now)
    assert ask(secret, least - 1, now=now).state == "created"
    with pytest.raises(claims.NoSuchClaim):
        ask(secret, 100, currency="USD", now=now)


def test_no_more_is_paid_than_is_there_and_not_more_often_a_day_than_anybody_is(
    alice: Member, provider: InMemory, leave: Leave, programme: Programme, now: datetime
) -> None:
    day_max = programme.in_force(now.date()).payouts.day_max
    earn(alice, 100_00, now=now)
    secret = leave(alice)

    with pytest.raises(payouts.TooMuch):
        ask(secret, 100_01, now=now)
    for _time in range(day_max):
        ask(secret, 500, now=now)
    with pytest.raises(payouts.EnoughForToday):
        ask(secret, 500, now=now)
    assert ask(secret, 500, now=now + timedelta(days=1)).state == "created"


def test_a_larger_sum_waits_for_a_second_person_and_can_be_called_off(
    *, alice: Member, olivia: Member, provider: InMemory, client: Client, leave: Leave, now: datetime
) -> None:
    earn(alice, 90_000, now=now)
    secret = leave(alice)
    opened(client, secret)
    ask(secret, 40_000, now=now)
    ask(secret, 50_000, now=now)
    second, first = Payout.objects.order_by("-minor")

    payouts.approve(payout_id=first.id, operator=olivia, now=now)
    called_off = client.post(f"/privacy/claim/{second.id}/cancel/", follow=True).text

    assert second.holds == [Hold.APPROVAL]
    assert sent(first).state == "accepted"
    assert "The money waits under your code again." in called_off
    assert ledger.available(first.account).minor == 50_000


def test_leaving_is_no_way_around_a_case_or_into_somebody_elses_hand(
    *, alice: Member, bob: Member, provider: InMemory, leave: Leave, programme: Programme, now: datetime
) -> None:
    earn(alice, 2000, now=now)
    cases.open_case(kind=CaseKind.SAME_DEVICE, members=[alice, bob], evidence={"count": 2}, now=now)
    of_alice = leave(alice)
    earn(bob, 2000, now=now + timedelta(seconds=1))
    of_bob = leave(bob)

    looked_at = ask(of_alice, 500, now=now)
    assert Claim.objects.get(account=looked_at.account).needs_person
    # Nothing was open about Bob any more when he left.
    assert ask(of_bob, 500, now=now).state == "created"

    assert (looked_at.state, looked_at.holds) == ("held", [Hold.APPROVAL])


def test_a_sum_that_the_law_has_reported_waits_for_the_form_which_the_page_takes(
    *, anna: Member, olivia: Member, provider: InMemory, client: Client, leave: Leave, now: datetime
) -> None:
    secret = leave(anna)
    opened(client, secret)
    payout = ask(secret, 200_000, currency="USD", now=now)
    payouts.approve(payout_id=payout.id, operator=olivia, now=now)
    page = client.get("/privacy/claim/waits/").text

    wrong = client.post("/privacy/claim/tax/", FORM | {"number": "12"})
    right = client.post("/privacy/claim/tax/", FORM, follow=True).text

    payout.refresh_from_db()
    assert "/privacy/claim/tax/" in page
    assert wrong.status_code == 422
    assert "What waited for it goes out now." in right
    assert sent(payout).state == "accepted"
    _head, row = payouts.export(year=now.year, region="US", operator=olivia)
    assert (row[1], row[2], row[5]) == ("Anna Lee", "536904399", "2000.00")


def test_a_transfer_goes_into_the_file_of_the_bank_like_any_other(
    *, alice: Member, olivia: Member, provider: InMemory, leave: Leave, now: datetime
) -> None:
    earn(alice, 1000, now=now)
    secret = leave(alice)
    claim = claims.claim_of(code=claim_code(secret), now=now)
    told = {"holder": "Alice Example", "iban": "DE75512108001245126199"}

    claims.ask(claim, way=Way.BANK, amount=Money(1000, "EUR"), told=told, now=now)
    batch = payouts.make_file(operator=olivia, currency="EUR", now=now)

    assert b"DE75512108001245126199" in payouts.file_of(batch, table=True)


def test_without_a_code_no_page_of_it_opens_and_nobody_elses_payout_is_touched(
    *, alice: Member, bob: Member, provider: InMemory, client: Client, leave: Leave, now: datetime
) -> None:
    for member in (alice, bob):
        earn(member, 2000, now=now + timedelta(seconds=member == bob))
    of_alice, of_bob = leave(alice), leave(bob)
    bobs = ask(of_bob, 1000, now=now)

    for address in ("/privacy/claim/waits/", "/privacy/claim/pay/gift-card/EUR/", "/privacy/claim/tax/"):
        assert client.get(address)["Location"] == "/privacy/claim/"
    opened(client, of_alice)
    assert client.post(f"/privacy/claim/{bobs.id}/cancel/").status_code == 404
    assert client.post(f"/privacy/claim/{bobs.id}/code/").status_code == 404
    assert client.get("/privacy/claim/pay/by-pigeon/EUR/").status_code == 404
    client.post("/privacy/claim/close/")
    assert client.get("/privacy/claim/waits/")["Location"] == "/privacy/claim/"


def test_a_code_stays_open_for_half_an_hour(
    *, alice: Member, provider: InMemory, client: Client, leave: Leave, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(alice, 2000, now=now)
    opened(client, leave(alice))

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=31))

    assert client.get("/privacy/claim/waits/").status_code == 302


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"amount": "10.30", "mail": "nobody"}, "Enter a valid email address."),
        ({"amount": "-5", "mail": "a@b.example"}, "Write a sum in numbers"),
        ({"amount": "99999.00", "mail": "a@b.example"}, "You do not have that much."),
        ({"amount": "", "mail": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_paid_is_said_at_its_field_and_nothing_moves(
    *, alice: Member, provider: InMemory, client: Client, leave: Leave, now: datetime, told: dict[str, str], says: str
) -> None:
    earn(alice, 1030, now=now)
    opened(client, leave(alice))

    answer = client.post("/privacy/claim/pay/gift-card/EUR/", told)

    assert answer.status_code == 422
    assert says in answer.text
    assert not Payout.objects.exists()


@given(st.text(max_size=60))
def test_a_code_may_be_typed_in_any_way(said: str) -> None:
    written = claim_code(said or "x")

    assert code_as_typed(f" {written.lower().replace('-', ' ')} ") == written
    assert code_as_typed(written.replace("O", "0").replace("I", "1")) == written
