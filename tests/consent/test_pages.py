"""The page that asks: the text in the member's language, two answers of one size, and a way back in two taps."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.consent import actions
from fairpanel.consent.models import Showing
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]
VERSION = str(current_version(Purpose.RECEIPTS))
ASK, TAKE_BACK = "/consent/receipts/", "/consent/receipts/take-back/"


def is_live(member: Member) -> bool:
    return actions.is_live(member=member, purpose=Purpose.RECEIPTS, now=timezone.now())


@pytest.fixture
def agreed(alice: Member, now: datetime) -> Member:
    actions.answer(member=alice, purpose=Purpose.RECEIPTS, version=int(VERSION), granted=True, now=now)
    return alice


def test_the_text_is_shown_in_the_members_language_and_that_is_written_down(alice: Member, signed_in: SignedIn) -> None:
    alice.language = "fr"
    alice.save()

    page = signed_in(alice).get(ASK).content.decode()

    assert "Example Market organise ce panel" in page
    assert Showing.objects.get().language == "fr"


def test_yes_and_no_are_buttons_of_one_kind(alice: Member, signed_in: SignedIn) -> None:
    page = signed_in(alice).get(ASK).content.decode()

    assert 'class="large plain" name="answer" value="yes"' in page
    assert 'class="large plain" name="answer" value="no"' in page


def test_yes_is_a_yes(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    browser.get(ASK)

    answer = browser.post(ASK, {"version": VERSION, "answer": "yes"})

    assert answer["Location"] == "/consent/next/"
    assert is_live(alice)


def test_no_is_a_no_and_says_that_nothing_is_collected(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    browser.get(ASK)

    answer = browser.post(ASK, {"version": VERSION, "answer": "no"}, follow=True)

    assert "We have noted your no and collect nothing." in answer.content.decode()
    assert not is_live(alice)


def test_a_yes_to_words_that_were_never_shown_is_none(alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post(ASK, {"version": VERSION, "answer": "yes"})

    assert answer.status_code == 200
    assert "Yes, read my receipts" in answer.content.decode()
    assert not is_live(alice)


@pytest.mark.parametrize("said", [{}, {"answer": "perhaps", "version": VERSION}, {"answer": "yes"}])
def test_what_is_neither_yes_nor_no_is_asked_again(said: dict[str, str], alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post(ASK, said)

    assert answer.status_code == 200
    assert not is_live(alice)


def test_an_answer_to_an_older_text_does_not_count(alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post(ASK, {"version": "999", "answer": "yes"})

    assert answer.status_code == 403
    assert "The text has changed since you opened this page." in answer.content.decode()
    assert not is_live(alice)


def test_taking_back_says_what_stops_and_what_stays_and_then_stops(agreed: Member, signed_in: SignedIn) -> None:
    browser = signed_in(agreed)
    asked = browser.get(TAKE_BACK).content.decode()
    still = is_live(agreed)

    answer = browser.post(TAKE_BACK)

    assert "What you have earned stays yours." in asked
    assert still
    assert answer["Location"] == "/consent/"
    assert not is_live(agreed)


def test_there_is_nothing_to_take_back_where_nothing_was_given(alice: Member, signed_in: SignedIn) -> None:
    assert signed_in(alice).get(TAKE_BACK)["Location"] == "/consent/"


def test_a_purpose_that_we_do_not_have_is_no_page(alice: Member, signed_in: SignedIn) -> None:
    assert signed_in(alice).get("/consent/world-domination/").status_code == 404
