"""The texts that ask: all that they must say, in every language, in words that a fourteen-year-old reads with ease."""

import re
from itertools import pairwise, product

import pytest

from fairpanel.consent import rules
from fairpanel.consent.values import FOLDER, PARTS, Purpose, text_of, versions_of, wording_of
from fairpanel.kit.personal import RETENTIONS, Category
from fairpanel.programme import Programme, preset

LANGUAGES = ("en", "fr", "de", "es")
VERSIONS = [(purpose, version) for purpose in Purpose for version in versions_of(purpose)]
SPOKEN = list(product(VERSIONS, LANGUAGES))
# Flesch and Kincaid's grade, from the mean length of sentences in words and of words in syllables.
GRADE_MAX = 8.0
# The formula is made for English; elsewhere short sentences must do.
MEAN_WORDS_MAX, SENTENCE_WORDS_MAX = 15, 32


def sentences_of(purpose: Purpose, version: int, language: str) -> list[list[str]]:
    """The words of each sentence, with the facts of the default programme in their places."""
    text = text_of(purpose, version, language)
    facts = rules.facts_of(preset("fair").versions[-1], language)
    said = " ".join([text.title, *text.telling(facts).values()])
    return [words for words in map(str.split, re.split(r"(?<=[.?:!])\s+", said)) if words]


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().rstrip(".,?:").endswith("e") and len(groups) > 1
    return max(1, len(groups) - silent)


def test_every_purpose_has_a_text() -> None:
    assert {purpose for purpose, _version in VERSIONS} == set(Purpose)
    assert len(list(FOLDER.iterdir())) == len(VERSIONS)


@pytest.mark.parametrize(("version", "language"), SPOKEN)
def test_a_text_says_all_of_it_and_names_the_sponsor_first(version: tuple[Purpose, int], language: str) -> None:
    text = text_of(*version, language)

    assert text.language == language
    assert "{sponsor}" in text.parts["who"].partition(".")[0]
    assert list(text.parts) == list(PARTS)
    assert all(len(words) > 15 for words in text.parts.values())
    assert text.title.endswith("?")


@pytest.mark.parametrize(("version", "language"), SPOKEN)
def test_every_place_in_a_text_is_filled(version: tuple[Purpose, int], language: str, programme: Programme) -> None:
    text = text_of(*version, language)

    shown = text.telling(rules.facts_of(programme.versions[-1], language))

    assert not any("{" in words for words in [text.title, text.yes, *shown.values()])


@pytest.mark.parametrize("version", VERSIONS)
def test_the_english_text_reads_at_grade_eight_or_below(version: tuple[Purpose, int]) -> None:
    sentences = sentences_of(*version, "en")

    words = [word for sentence in sentences for word in sentence]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= GRADE_MAX


@pytest.mark.parametrize(("version", "language"), SPOKEN)
def test_sentences_are_short_in_every_language(version: tuple[Purpose, int], language: str) -> None:
    sentences = sentences_of(*version, language)

    assert sum(map(len, sentences)) / len(sentences) <= MEAN_WORDS_MAX
    assert max(map(len, sentences)) <= SENTENCE_WORDS_MAX


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_text_asks_for_is_told_in_the_words_of_the_register(version: tuple[Purpose, int]) -> None:
    wording = wording_of(*version)

    assert set(wording.takes) <= {category.value for category in Category}
    assert wording.retention in RETENTIONS
    assert wording.recipients


def test_only_a_change_of_words_goes_without_asking_again() -> None:
    after = [
        (wording_of(purpose, before), wording_of(purpose, after))
        for purpose in Purpose
        for before, after in pairwise(versions_of(purpose))
    ]

    assert all(rules.is_wording_only(*pair) for pair in after if pair[1].replaces_without_asking)
    assert not any(wording_of(purpose, versions_of(purpose)[0]).replaces_without_asking for purpose in Purpose)
