"""Every kind of notice has a topic and its words, and every topic a name and a way."""

from importlib import resources

import pytest

from fairpanel.notices import sentences
from fairpanel.notices.values import ALWAYS, DEFAULT_WAYS, TOPIC_OF, Kind, State, Topic, Way


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_a_topic_and_its_words(kind: Kind) -> None:
    templates = resources.files("fairpanel.notices") / "templates" / "notices"

    assert kind in TOPIC_OF
    assert (templates / f"{kind}.subject.txt").is_file()
    assert (templates / f"{kind}.txt").is_file()


def test_a_topic_is_always_sent_or_a_choice_and_never_both() -> None:
    assert set(ALWAYS) | set(DEFAULT_WAYS) == set(Topic)
    assert not set(ALWAYS) & set(DEFAULT_WAYS)


def test_topics_ways_and_states_have_words() -> None:
    assert set(sentences.OF_TOPIC) == set(sentences.ABOUT_TOPIC) == set(Topic)
    assert set(sentences.OF_WAY) == set(Way)
    assert set(sentences.OF_STATE) == set(State)
