"""A panelist's home: what was earned, what is next, what waits; and the page about oneself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.consent.actions import answer, withdraw
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.receipts import actions
from fairpanel.receipts.values import Channel, Seen
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.values import Kind, Month, PerReceipt, Threshold
from fairpanel.website.views import _progress
from tests.receipts.made_by_hand import a_field, a_picture, a_reading

SignedIn = Callable[[Member], Client]
EUR = "EUR"


def agree(member: Member, *, granted: bool, at: datetime) -> None:
    version = current_version(Purpose.RECEIPTS)
    answer(member=member, purpose=Purpose.RECEIPTS, version=version, granted=granted, now=at)


def home_of(member: Member, signed_in: SignedIn) -> str:
    return " ".join(signed_in(member).get("/").content.decode().split())


def send(member: Member, *, doubtful: bool) -> None:
    """A receipt that waits: to be read or, where it is doubtful, to be looked at."""
    sent = actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=timezone.now())
    if doubtful:
        unsure = a_reading(date=a_field(timezone.localdate(), 5, confidence=0.1))
        actions.settle(receipt_id=sent.id, seen=Seen(unsure, (), b"jpeg"), now=timezone.now())


def test_home_says_the_money_first_and_then_what_is_next(
    alice: Member, signed_in: SignedIn, programme: Programme
) -> None:
    agree(alice, granted=True, at=timezone.now())
    for _ in range(3):
        rewards.earn(
            member=alice, subject=UUID(int=uuid4().int), kind=Kind.RECEIPT, done_at=timezone.now(),
            programme=programme, now=timezone.now(),
        )  # fmt: skip

    page = home_of(alice, signed_in)

    assert "0,30 €" in page
    assert "<strong>3 of 50</strong> receipts this month, 0,10 € each" in page
    assert "Add a receipt" in page


@pytest.mark.parametrize(
    ("region", "language", "nothing"),
    [("DE", "de", "0,00 €"), ("GB", "en", "£0.00"), ("US", "en", "$0.00")],
)
def test_money_is_written_as_its_reader_writes_it(
    region: str, language: str, nothing: str, alice: Member, signed_in: SignedIn
) -> None:
    alice.region, alice.language = region, language
    alice.save()

    page = home_of(alice, signed_in)

    assert nothing in page


def test_an_empty_home_says_what_will_stand_there(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=True, at=timezone.now())

    page = home_of(alice, signed_in)

    assert "Your receipts will stand here" in page


def allow_a_look(member: Member) -> None:
    version = current_version(Purpose.HUMAN_REVIEW)
    answer(member=member, purpose=Purpose.HUMAN_REVIEW, version=version, granted=True, now=timezone.now())


def test_home_asks_where_a_look_is_needed_and_not_agreed_to(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=True, at=timezone.now())
    send(alice, doubtful=True)

    page = home_of(alice, signed_in)

    assert "We are not sure about 1 receipt. May a person look?" in page
    assert "A person looks at" not in page


def test_a_pause_is_one_tap_and_home_says_so_and_goes_on_with_another(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=True, at=timezone.now())
    browser = signed_in(alice)
    assert 'action="/consent/pause/"' in home_of(alice, signed_in)

    browser.post("/consent/pause/", {"length": "open"})

    paused = home_of(alice, signed_in)
    assert "You have paused everything." in paused
    assert "Add a receipt" not in paused.split("<main")[1].split("</main>")[0]
    browser.post("/consent/go-on/")
    assert "You have paused everything." not in home_of(alice, signed_in)


def test_home_says_what_waits(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=True, at=timezone.now())
    allow_a_look(alice)
    send(alice, doubtful=False)
    send(alice, doubtful=True)

    page = home_of(alice, signed_in)

    assert "1 receipt is being read." in page
    assert "A person looks at 1 receipt. There is nothing for you to do." in page


def test_who_was_not_asked_yet_is_asked_before_anything_is_sent(alice: Member, signed_in: SignedIn) -> None:
    page = home_of(alice, signed_in)

    assert "One question first" in page
    assert 'class="button large" href="/receipts/add/"' not in page


def test_who_said_no_is_left_in_peace(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=False, at=timezone.now() - timedelta(days=3))

    page = home_of(alice, signed_in)

    assert "You send us no receipts" in page
    assert "One question first" not in page


def test_a_threshold_counts_what_is_missing() -> None:
    month = Month(
        first=date(2026, 11, 1), earned=Money.zero(EUR), receipts=6, cap=None,
        next=(Threshold(done=6, needed=10, amount=Money(1000, EUR)),),
    )  # fmt: skip

    (step,) = _progress(month)

    assert (step.done, step.whole, step.missing, step.is_each) == (6, 10, 4, False)


def test_a_months_cap_is_told_as_so_many_receipts() -> None:
    month = Month(
        first=date(2026, 11, 1), earned=Money(480, EUR), receipts=48, cap=Money(500, EUR),
        next=(PerReceipt(amount=Money(10, EUR), left_until_cap=Money(20, EUR)),),
    )  # fmt: skip

    (step,) = _progress(month)

    assert (step.done, step.whole, step.missing) == (48, 50, 2)


@pytest.mark.parametrize(
    ("granted", "words"), [(True, "You said yes on"), (False, "You said no on"), (None, "You have not been asked yet")]
)
def test_the_page_of_consent_says_what_you_agreed_to(
    *, granted: bool | None, words: str, alice: Member, signed_in: SignedIn
) -> None:
    if granted is not None:
        agree(alice, granted=granted, at=timezone.now())

    page = signed_in(alice).get("/consent/").content.decode()

    assert words in page


def test_the_page_of_consent_says_what_you_took_back(alice: Member, signed_in: SignedIn) -> None:
    agree(alice, granted=True, at=timezone.now())
    withdraw(member=alice, purpose=Purpose.RECEIPTS, collector=None, now=timezone.now())

    page = signed_in(alice).get("/consent/").content.decode()

    assert "You took it back on" in page


def test_everybody_is_led_to_the_home_of_their_role(olivia: Member, carl: Member, signed_in: SignedIn) -> None:
    assert [signed_in(member).get("/")["Location"] for member in (olivia, carl)] == ["/console/", "/portal/"]
