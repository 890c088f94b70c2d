"""The page on which somebody sees all that they agreed to, reads it again and pauses; one question at a time."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.consent import actions
from fairpanel.consent.models import Pause
from fairpanel.consent.values import Purpose, Standing, current_version
from fairpanel.members.models import Member

SignedIn = Callable[[Member], Client]
RECEIPTS = Purpose.RECEIPTS


def words_of(browser: Client, address: str = "/consent/") -> str:
    return " ".join(browser.get(address, follow=True).content.decode().split())


def say(browser: Client, purpose: str, answer: str) -> str:
    """Read the question and answer it, as a page would. Gives where it leads."""
    browser.get(f"/consent/{purpose}/")
    version = current_version(Purpose(purpose))
    return str(browser.post(f"/consent/{purpose}/", {"version": version, "answer": answer})["Location"])


def test_each_purpose_that_is_collected_here_stands_on_it_and_no_other(alice: Member, signed_in: SignedIn) -> None:
    page = words_of(signed_in(alice))

    assert page.count("You have not been asked yet. We collect nothing.") == 3
    assert "May we send you surveys?" not in page


def test_what_nobody_collects_cannot_be_agreed_to(alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).get("/consent/surveys/")

    assert answer.status_code == 404
    assert "This panel does not ask for that" in answer.content.decode()


def test_questions_come_one_at_a_time_and_then_comes_home(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    assert browser.get("/consent/next/")["Location"] == "/consent/receipts/"
    assert say(browser, "receipts", "yes") == "/consent/next/"
    assert browser.get("/consent/next/")["Location"] == "/consent/human-review/"
    say(browser, "human-review", "no")
    assert browser.get("/consent/next/")["Location"] == "/consent/research/"
    say(browser, "research", "no")
    assert browser.get("/consent/next/")["Location"] == "/"


def test_who_says_no_to_receipts_is_asked_nothing_that_needs_them(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    say(browser, "receipts", "no")

    assert browser.get("/consent/next/")["Location"] == "/"


def test_an_answer_leads_back_to_where_the_question_came_from_and_to_no_other_site(
    alice: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    said = {"version": current_version(RECEIPTS), "answer": "yes"}
    browser.get("/consent/receipts/")

    ours = browser.post("/consent/receipts/", said | {"next": "/receipts/"})
    another = browser.post("/consent/receipts/", said | {"next": "https://example.org/"})

    assert (ours["Location"], another["Location"]) == ("/receipts/", "/consent/next/")


def test_the_very_words_can_be_read_again_in_the_language_of_that_day(alice: Member, signed_in: SignedIn) -> None:
    alice.language = "fr"
    alice.save()
    browser = signed_in(alice)
    say(browser, "receipts", "yes")
    alice.language = "de"
    alice.save()

    page = words_of(browser, "/consent/receipts/agreed/")

    assert "Example Market organise ce panel" in page
    assert "Les images partent après 90 jours." in page


@pytest.mark.parametrize("purpose", [None, RECEIPTS])
def test_a_pause_until_a_day_ends_as_that_day_begins_there(
    purpose: Purpose | None, alice: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    say(browser, "receipts", "yes")
    address = f"/consent/{purpose}/pause/" if purpose else "/consent/pause/"
    day = timezone.localdate() + timedelta(days=10)

    browser.post(address, {"length": "day", "day": day.isoformat()})

    pause = Pause.objects.get()
    assert pause.purpose == (purpose or "")
    assert pause.until == datetime.combine(day, time(), ZoneInfo("Europe/Berlin"))
    assert actions.standing(member=alice, purpose=RECEIPTS, now=timezone.now()) is Standing.PAUSED


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"length": "day"}, "Choose the day on which it goes on."),
        ({"length": "day", "day": "2020-01-01"}, "A pause ends on a day that is still to come."),
        ({"length": "day", "day": "tomorrow"}, "Write the day like 2027-01-31."),
        ({}, "Choose how long."),
    ],
)
def test_a_pause_without_a_good_end_is_told_what_is_missing(
    said: dict[str, str], words: str, alice: Member, signed_in: SignedIn
) -> None:
    answer = signed_in(alice).post("/consent/pause/", said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Pause.objects.exists()


def test_the_page_says_what_is_paused_and_goes_on_with_one_button(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    say(browser, "receipts", "yes")

    browser.post("/consent/receipts/pause/", {"length": "week"})

    page = words_of(browser)
    assert "Paused. It goes on by itself:" in page
    assert 'action="/consent/receipts/go-on/"' in page
    browser.post("/consent/receipts/go-on/")
    assert actions.is_live(member=alice, purpose=RECEIPTS, now=timezone.now())


def test_the_history_has_what_was_shown_and_what_was_chosen(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    say(browser, "receipts", "yes")
    browser.post("/consent/receipts/take-back/")

    page = words_of(browser)

    told = [
        page.index(words)
        for words in (
            "You took your yes back.",
            f"You said yes to version {current_version(RECEIPTS)}.",
            "You were shown",
        )
    ]
    assert told == sorted(told)


def test_a_paused_question_shows_no_buttons_to_answer(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    say(browser, "receipts", "yes")
    browser.post("/consent/pause/", {"length": "open"})

    page = words_of(browser, "/receipts/add/")

    assert "You have said yes to this, and paused it." in page
    assert 'name="answer"' not in page
