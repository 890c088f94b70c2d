"""The privacy page tells everything that is held, and the notice tells anybody who gets what, before they join."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from fairpanel.kit.money import Money
from fairpanel.members import looks
from fairpanel.members.models import Member, Seen, Why
from fairpanel.privacy import ports, register
from fairpanel.privacy.holdings import actions, words
from fairpanel.privacy.ports import Release
from fairpanel.programme import Programme, Recipient
from fairpanel.receipts.models import Receipt
from tests.receipts.conftest import agree, panelist, settled, vault
from tests.receipts.made_by_hand import a_reading

SignedIn = Callable[[Member], Client]
# Fixtures of the receipts' tests.
__all__ = ["agree", "panelist", "settled", "vault"]
PAGE, NOTICE = "/privacy/", "/privacy/notice/"


@pytest.fixture
def filled() -> Iterator[Callable[..., None]]:
    """Change what the room is given, for the length of a test."""
    before = ports.filled()
    yield lambda **changes: ports.fill(replace(before, **changes))
    ports.fill(before)


def words_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


def test_the_page_tells_what_is_held_from_where_and_when_it_goes(
    panelist: Member, settled: Callable[..., Receipt], now: datetime, signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    settled(panelist, a_reading())

    page = words_of(signed_in(panelist), PAGE)

    assert "Pictures of receipts, blacked out" in page
    assert "You sent them." in page
    assert "20 February 2027." in page


def test_every_thing_that_a_room_holds_stands_on_the_page(
    panelist: Member, settled: Callable[..., Receipt], now: datetime
) -> None:
    settled(panelist, a_reading())
    keepers = ports.filled().keepers

    told = actions.held_of(panelist.pk, keepers=keepers, now=now)

    held = [thing for keeper in keepers for thing in keeper.held(panelist.pk, now=now) if thing.count]
    assert sorted(thing.what for purpose in told for thing in purpose.things) == sorted(thing.what for thing in held)
    assert {thing.purpose for purpose in told for thing in purpose.things} == {purpose.purpose for purpose in told}


def test_nothing_of_anybody_else_stands_on_the_page(
    panelist: Member, bob: Member, settled: Callable[..., Receipt], signed_in: SignedIn
) -> None:
    settled(panelist, a_reading())

    assert "Pictures of receipts" not in words_of(signed_in(bob), PAGE)


def test_until_something_is_released_the_page_says_that_nothing_was(alice: Member, signed_in: SignedIn) -> None:
    assert "Nothing was released yet" in words_of(signed_in(alice), PAGE)


def test_a_release_stands_there_with_who_why_and_what_it_earned(
    alice: Member, now: datetime, signed_in: SignedIn, filled: Callable[..., None]
) -> None:
    class Released:
        def of_member(self, member_id: Any) -> list[Release]:
            return [Release(now, "A Brand", "Share of wallet", "to plan a shop", Money(12, "EUR"))] * bool(member_id)

    filled(releases=Released())

    page = words_of(signed_in(alice), PAGE)

    assert "Share of wallet" in page
    assert "A Brand · to plan a shop" in page
    assert "0,12" in page


def test_who_looked_stands_there_with_the_role_and_no_name(
    alice: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    looks.note(staff=olivia, member=alice, what=Seen.RECEIPT, why=Why.REVIEW, now=now)

    for address in (PAGE, "/privacy/looks/"):
        page = words_of(signed_in(alice), address)
        assert "One of your receipts, as it was read" in page
        assert "Operator, " in page
        assert str(olivia.pk) not in page


def test_the_operator_sees_every_look_and_those_at_one_member(
    alice: Member, bob: Member, olivia: Member, now: datetime, signed_in: SignedIn
) -> None:
    for member in (alice, bob):
        looks.note(staff=olivia, member=member, what=Seen.RECEIPT, why=Why.REVIEW, now=now)

    all_of_them = words_of(signed_in(olivia), "/console/looks/")
    of_alice = words_of(signed_in(olivia), f"/console/looks/?member={alice.pk}")

    assert str(bob.pk) in all_of_them
    assert str(bob.pk) not in of_alice
    assert str(alice.pk) in of_alice


def test_anybody_reads_the_notice_and_it_names_the_sponsor(client: Client, db: None) -> None:
    page = words_of(client, NOTICE)

    assert "Example Market runs this panel. You read here who gets what, before you join." in page
    assert "Example University" in page
    assert "single lines of receipts with nothing of a person. Studies how the prices of food change." in page


def test_where_nobody_gets_anything_the_notice_says_so(
    client: Client, db: None, programme: Programme, filled: Callable[..., None]
) -> None:
    version = programme.versions[-1].model_copy(update={"research": None})
    filled(programme=programme.model_copy(update={"versions": (version,)}))

    assert "Nobody besides Example Market gets anything of what you send." in words_of(client, NOTICE)


def test_the_notice_names_every_recipient_and_what_it_gets(
    client: Client, db: None, programme: Programme, filled: Callable[..., None]
) -> None:
    university = Recipient(name="A University", country="NL", gets={"en": "Tables of shares by region."})
    version = programme.versions[-1].model_copy(update={"recipients": (university,)})
    filled(programme=programme.model_copy(update={"versions": (version,)}))

    page = words_of(client, NOTICE)

    assert "A University, Netherlands" in page
    assert "Tables of shares by region." in page


def test_the_notice_is_made_from_the_register(client: Client, db: None) -> None:
    page = words_of(client, NOTICE)

    declared = {entry.column.about for entry in register.personal(ports.filled().keepers)}
    assert len(declared) > 50
    from django.utils.html import escape

    assert {about for about in declared if escape(" ".join(about.split())) not in page} == set()


def test_the_notice_tells_when_each_thing_goes_in_the_terms_own_figures(programme: Programme) -> None:
    version = programme.versions[-1]

    with translation.override("en"):
        assert words.retention("pictures", version) == "goes after 90 days"
        assert words.retention("lines", version) == "goes after 12 months"
        assert words.retention("events", version) == "goes after 365 days"


def test_every_purpose_of_the_register_has_words() -> None:
    purposes = {entry.column.purpose for entry in register.personal(ports.filled().keepers)}

    assert purposes <= set(words.PURPOSES)
