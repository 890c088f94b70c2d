"""The page on which somebody joins: three answers, the reason beside each, and nothing kept of who may not."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role

SignedIn = Callable[[Member], Client]
ADULT = {"region": "FR", "language": "fr", "day": "27", "month": "3", "year": "1985"}


@pytest.fixture
def newcomer(db: None, now: datetime) -> Member:
    return enrol(email="dora@example.org", role=Role.PANELIST, language="en", now=now)


def test_the_page_says_why_it_asks_for_the_date_of_birth(newcomer: Member, signed_in: SignedIn) -> None:
    page = signed_in(newcomer).get("/join/").content.decode()

    assert "We look at the date once and do not keep it." in page


def test_an_adult_joins_and_is_asked_for_consent_next(newcomer: Member, signed_in: SignedIn) -> None:
    answer = signed_in(newcomer).post("/join/", ADULT)

    newcomer.refresh_from_db()
    assert answer["Location"] == "/consent/next/"
    assert newcomer.has_joined
    assert (newcomer.region, newcomer.language) == ("FR", "fr")


def test_of_a_minor_nothing_is_kept_not_even_the_address(newcomer: Member, signed_in: SignedIn) -> None:
    browser = signed_in(newcomer)

    answer = browser.post("/join/", ADULT | {"year": str(datetime.now().year - 10)})  # noqa: DTZ005 - any zone will do

    assert answer.status_code == 422
    assert "18 and over" in answer.content.decode()
    assert not Member.objects.exists()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "31", "month": "2"}, "Write your date of birth in numbers, like 27 3 1985."),
        ({"year": "85"}, "Write the year of your birth with four digits, like 1985."),
        ({"year": "2999"}, "Write the year of your birth with four digits, like 1985."),
        ({"day": ""}, "Write your date of birth in numbers, like 27 3 1985."),
        ({"region": ""}, "Choose where you live."),
        ({"region": "XX"}, "Choose where you live."),
    ],
)
def test_what_is_wrong_is_told_in_place_and_what_was_right_stays(
    wrong: dict[str, str], words: str, newcomer: Member, signed_in: SignedIn
) -> None:
    answer = signed_in(newcomer).post("/join/", ADULT | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="fr" required checked' in page
    assert not Member.objects.get().has_joined


def test_who_has_joined_does_not_join_again(alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post("/join/", ADULT)

    alice.refresh_from_db()
    assert answer["Location"] == "/"
    assert alice.region == "DE"


def test_a_member_chooses_another_language(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)

    browser.post("/join/language/", {"language": "es"})

    assert '<html lang="es"' in browser.get("/you/").content.decode()


def test_a_language_that_we_do_not_speak_changes_nothing(alice: Member, signed_in: SignedIn) -> None:
    signed_in(alice).post("/join/language/", {"language": "tlh"})

    alice.refresh_from_db()
    assert alice.language == "en"
