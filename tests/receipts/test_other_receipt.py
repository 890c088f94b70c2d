"""Where a purchase may have been sent before, who decides sees both receipts beside each other, if they may."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Look, Member
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Doubt, Seen, Sign
from tests.receipts.made_by_hand import FakeVault, a_box, a_field, a_picture, a_reading
from tests.receipts.test_sent_before import a_basket

SignedIn = Callable[[Member], Client]
OTHER = "The other receipt, with what nobody needs to see blacked out"


@pytest.fixture
def alice_and_bob(alice: Member, bob: Member, vault: FakeVault, now: datetime) -> tuple[Member, Member]:
    """Both have agreed that receipts are read, and looked at by a person."""
    for member in (alice, bob):
        for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
            answer(member=member, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    return alice, bob


def sends(member: Member, now: datetime, **changes: object) -> Receipt:
    sent = receipts.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)
    seen = Seen(a_basket(**changes), (), f"the picture of {member.email}".encode())
    settled = receipts.settle(receipt_id=sent.id, seen=seen, now=now)
    assert settled is not None
    return settled


def page_of(browser: Client, receipt: Receipt) -> str:
    return " ".join(browser.get(f"/console/look/{receipt.id}/").content.decode().split())


EDITED = {"total": a_field(Decimal("21.40"), 4)}


def test_ones_own_earlier_one_stands_beside_with_shop_day_and_total(
    alice_and_bob: tuple[Member, Member], rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, _bob = alice_and_bob
    first, second = sends(alice, now), sends(alice, now, **EDITED)

    page = page_of(signed_in(rosa), second)

    assert second.doubts == ["sent-before"]
    assert f'src="/console/look/{first.id}/picture/"' in page
    assert "The same panelist sent this one" in page
    assert "€11.40" in page
    assert 'value="own-duplicate" data-key="1"' in page


def test_a_strangers_one_is_shown_without_saying_whose_it_is_and_that_look_is_noted(
    alice_and_bob: tuple[Member, Member], rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, bob = alice_and_bob
    first, second = sends(alice, now), sends(bob, now, **EDITED)
    browser = signed_in(rosa)

    page = page_of(browser, second)
    picture = browser.get(f"/console/look/{first.id}/picture/")

    assert (second.state, OTHER in page, "Somebody else sent this one" in page) == ("needs-look", True, True)
    assert alice.email not in page
    assert picture.content == b"the picture of alice@example.org"
    assert Look.objects.filter(member=alice, staff=rosa).exists()


def test_of_who_allows_no_look_nothing_is_shown_but_that_there_is_one(
    alice_and_bob: tuple[Member, Member], rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, bob = alice_and_bob
    first, second = sends(alice, now), sends(bob, now, **EDITED)
    consent.pause(member=alice, purpose=Purpose.HUMAN_REVIEW, until=None, now=now)
    browser = signed_in(rosa)

    page = page_of(browser, second)

    assert "You may not see it" in page
    assert str(first.id) not in page
    assert browser.get(f"/console/look/{first.id}/picture/").status_code == 404


def test_who_has_paused_cannot_have_another_account_paid_for_the_same(
    alice_and_bob: tuple[Member, Member], rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, bob = alice_and_bob
    sends(alice, now)
    consent.pause(member=alice, purpose=None, until=None, now=now)

    second = sends(bob, now)

    assert (second.state, second.doubts) == ("needs-look", ["sent-before"])
    assert "You may not see it" in page_of(signed_in(rosa), second)


def test_two_purchases_of_one_sum_and_day_are_none_of_a_paused_strangers_business(
    alice_and_bob: tuple[Member, Member], now: datetime
) -> None:
    alice, bob = alice_and_bob
    sends(alice, now)
    consent.pause(member=alice, purpose=None, until=None, now=now)

    second = sends(bob, now, number=a_field("9922-17", 5), time=None, merchant=a_field("Baker Miller", 0))

    assert second.state == "accepted"


def test_no_other_stands_beside_a_receipt_that_is_doubted_for_something_else(
    alice_and_bob: tuple[Member, Member], rosa: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, _bob = alice_and_bob
    sends(alice, now)
    unsure = sends(alice, now, date=a_field(now.date(), 5, confidence=0.1), number=a_field("9922-17", 5), time=None)

    page = page_of(signed_in(rosa), unsure)

    assert Doubt.SENT_BEFORE.value not in unsure.doubts
    assert OTHER not in page


def test_the_new_picture_of_an_appeal_shows_its_signs(
    alice_and_bob: tuple[Member, Member], olivia: Member, signed_in: SignedIn, now: datetime
) -> None:
    alice, _bob = alice_and_bob
    sent = receipts.submit(member=alice, data=a_picture(), channel=Channel.PAGE, now=now)
    receipts.settle(receipt_id=sent.id, seen=Seen(a_reading(shop="Example Market"), (), b"a picture"), now=now)
    receipts.appeal(member=alice, receipt_id=sent.id, now=now, picture=a_picture())
    later = now + timedelta(minutes=1)
    receipts.begin_rereading(receipt_id=sent.id, now=later)
    signs = (Sign(Doubt.PAINTED_OVER, a_box(4), 1.0),)
    receipts.settle_rereading(
        receipt_id=sent.id, seen=Seen(a_reading(shop="Corner Shop"), (), b"the new picture", signs), now=later
    )

    page = page_of(signed_in(olivia), sent)

    assert "The paper here has no grain" in page
    assert 'data-box="sign-0"' in page
