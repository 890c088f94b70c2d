"""The profile: answered, not said, changed, cleared; questions as data; nothing that is nobody's business (law 14)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files

import pytest
from django.conf import settings
from django.test import Client

from fairpanel.members import profile, questions
from fairpanel.members.models import Member, ProfileAnswer

SignedIn = Callable[[Member], Client]
LANGUAGES = [code for code, _ in settings.LANGUAGES]
# Words of the special categories of GDPR Article 9, in the four languages, as their beginnings.
SPECIAL = re.compile(
    r"\b(health|sick|ill\b|disab|relig|faith|church|politic|party|vote|union|ethnic|race|origin|national|sexual|"
    r"santé|malad|handicap|parti\b|voter|voté|syndica|ethni|orientation|"
    r"gesund|krank|behinder|partei|wähl|gewerkschaft|herkunft|"
    r"salud|enferm|discapac|iglesia|partido|sindica|etni)",
    re.IGNORECASE,
)


def said(member: Member, question: str, answer: str, now: datetime) -> None:
    version = questions.current_version(question)
    profile.answer(member=member, question=question, version=version, said=answer, now=now)


def test_a_changed_answer_is_a_new_row_with_its_date_and_the_last_counts(alice: Member, now: datetime) -> None:
    said(alice, "work", "employed", now)
    said(alice, "work", "retired", now + timedelta(days=100))

    assert profile.last_answers(alice)["work"].answer == "retired"


def test_the_same_answer_again_writes_nothing(alice: Member, now: datetime) -> None:
    said(alice, "work", "employed", now)
    said(alice, "work", "employed", now + timedelta(days=1))

    assert ProfileAnswer.objects.get().at == now


def test_rather_not_say_is_an_answer(alice: Member, now: datetime) -> None:
    said(alice, "living", questions.NOT_SAID, now)

    assert profile.last_answers(alice)["living"].answer == "-"


def test_a_cleared_answer_is_forgotten_also_what_was_said_before(alice: Member, bob: Member, now: datetime) -> None:
    for member in (alice, bob):
        said(member, "work", "employed", now)
        said(member, "work", "retired", now + timedelta(days=1))
        said(member, "place", "city", now)

    profile.clear(member=alice, question="work")

    assert set(profile.last_answers(alice)) == {"place"}
    assert set(profile.last_answers(bob)) == {"work", "place"}
    assert profile.clear(member=alice) == 1
    assert profile.last_answers(alice) == {}


@pytest.mark.parametrize(
    ("question", "version", "answer", "fault"),
    [
        ("religion", 1, "any", profile.NoSuchQuestion),
        ("work", 1, "pirate", profile.NoSuchAnswer),
        ("work", 99, "employed", profile.OldQuestion),
    ],
)
def test_what_is_not_asked_is_not_kept(
    *, question: str, version: int, answer: str, fault: type[Exception], alice: Member, now: datetime
) -> None:
    with pytest.raises(fault):
        profile.answer(member=alice, question=question, version=version, said=answer, now=now)

    assert not ProfileAnswer.objects.exists()


@pytest.mark.parametrize("name", questions.ASKED)
def test_a_question_is_asked_in_every_language_with_the_same_answers(name: str) -> None:
    for version in questions.versions_of(name):
        asked = [questions.question_of(name, version, language) for language in LANGUAGES]

        assert len({question.asks for question in asked}) == len(LANGUAGES)
        assert len({tuple(code for code, _words in question.answers) for question in asked}) == 1


def test_every_file_of_a_question_is_asked() -> None:
    named = {file.name.split(".")[0] for file in files(questions).iterdir() if file.name.endswith(".toml")}

    assert named == set(questions.ASKED)


@pytest.mark.parametrize("name", questions.ASKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_is_about_a_special_category(name: str, language: str) -> None:
    asked = questions.question_of(name, questions.current_version(name), language)

    words = " ".join([asked.asks, *(words for _code, words in asked.answers)])
    assert SPECIAL.search(words) is None


def test_the_words_of_special_categories_are_found() -> None:
    assert all(SPECIAL.search(words) for words in ("Your religion?", "Êtes-vous malade ?", "Welche Partei?", "¿Salud?"))


def test_one_answers_on_the_page_and_sees_it_with_its_day(alice: Member, signed_in: SignedIn) -> None:
    browser = signed_in(alice)
    asked = browser.get("/you/profile/work/").content.decode()

    answer = browser.post("/you/profile/work/", {"version": "1", "answer": "retired"}, follow=True)

    assert "I would rather not say" in asked
    assert "I am retired ·" in answer.content.decode()


def test_one_takes_an_answer_back_on_the_page(alice: Member, signed_in: SignedIn, now: datetime) -> None:
    said(alice, "work", "retired", now)
    said(alice, "place", "city", now)
    browser = signed_in(alice)

    browser.post("/you/profile/forget/", {"question": "work"})
    one = set(profile.last_answers(alice))
    browser.post("/you/profile/forget/")

    assert one == {"place"}
    assert profile.last_answers(alice) == {}


def test_the_questions_speak_the_members_language(alice: Member, signed_in: SignedIn) -> None:
    Member.objects.filter(pk=alice.pk).update(language="de")

    assert "Was tun Sie hauptsächlich?" in signed_in(alice).get("/you/profile/").content.decode()


@pytest.mark.parametrize(
    "told", [{}, {"version": "1"}, {"version": "1", "answer": "pirate"}, {"version": "7", "answer": "retired"}]
)
def test_what_is_no_answer_is_told_in_place(told: dict[str, str], alice: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post("/you/profile/work/", told)

    assert answer.status_code == 422
    assert not ProfileAnswer.objects.exists()


def test_a_question_that_we_do_not_ask_has_no_page(alice: Member, signed_in: SignedIn) -> None:
    assert signed_in(alice).get("/you/profile/religion/").status_code == 404
