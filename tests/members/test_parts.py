"""Each offer says to whom it is made, and whoever may not take it is told why."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members import households
from fairpanel.members.actions.inviting import person_of
from fairpanel.members.models import Member
from fairpanel.members.rules import No, Person, WhyNot, Yes, may_be_offered
from fairpanel.members.views.parts import why_not
from fairpanel.programme import Offer, preset, presets

OFFERS = [offer for name in presets() for offer in preset(name).versions[-1].offers.values()]
PEOPLE = st.builds(
    Person,
    region=st.sampled_from(["DE", "FR", "US", "GB", "AT"]),
    language=st.sampled_from(["de", "en"]),
    is_adult=st.booleans(),
    is_joiner=st.booleans(),
)
SURVEY = preset("fair").versions[0].offers["survey"]
GERMAN = Person(region="DE", language="de", is_adult=True)


@given(offer=st.sampled_from(OFFERS), person=PEOPLE)
def test_a_part_is_offered_where_its_region_language_household_and_age_fit_and_nowhere_else(
    offer: Offer, person: Person
) -> None:
    answer = may_be_offered(offer, person)

    fits = (
        person.is_adult,
        person.region in offer.regions,
        not offer.languages or person.language in offer.languages,
        offer.household == "everybody" or person.is_joiner,
    )
    assert isinstance(answer, Yes) == all(fits)


@pytest.mark.parametrize(
    ("offer", "person", "why", "words"),
    [
        (SURVEY, Person("DE", "de", is_adult=False), WhyNot.AGE, "This is for adults"),
        (SURVEY, Person("AT", "de", is_adult=True), WhyNot.REGION, "It is offered in: United States, United Kingdom"),
        (SURVEY.model_copy(update={"languages": ("fr",)}), GERMAN, WhyNot.LANGUAGE, "these languages only: French"),
        (
            SURVEY.model_copy(update={"household": "joiner"}),
            Person("DE", "de", is_adult=True, is_joiner=False),
            WhyNot.HOUSEHOLD,
            "the person of your household who joined first has it",
        ),
    ],
)
def test_a_no_names_its_reason_in_a_sentence(offer: Offer, person: Person, why: WhyNot, words: str) -> None:
    answer = may_be_offered(offer, person)

    assert isinstance(answer, No)
    assert answer.why == why
    assert words in why_not(answer, Member(region=person.region))


def test_who_opened_the_household_takes_what_is_there_once_and_who_came_in_later_does_not(
    alice: Member, bob: Member, now: datetime
) -> None:
    households.open_household(member=alice, label="Alice", now=now)
    households.come_in(member=bob, code=households.ask_in(member=alice, now=now), label="Bob", now=now)

    assert person_of(alice).is_joiner
    assert not person_of(bob).is_joiner
