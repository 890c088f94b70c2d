"""A code that people type from paper: nothing to mistake, and a slip is noticed before anybody looks it up."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members.rules.codes import ALPHABET, CODE_CHARACTERS, new_code, read, written

CODES = st.integers(0, 2**32).map(lambda seed: new_code(random.Random(seed).randrange))


@given(code=CODES)
def test_a_code_is_read_however_it_is_parted_and_capitalised(code: str) -> None:
    typed = [code, written(code), written(code).lower(), " ".join(written(code).split("-")), f" {code}\n"]

    assert {read(one) for one in typed} == {code}


@pytest.mark.parametrize("alike", ["0OQ", "1IL", "2Z", "5S", "6G", "8B", "UVW"])
def test_of_characters_that_are_mistaken_for_each_other_at_most_none_is_used(alike: str) -> None:
    assert not set(alike) & set(ALPHABET)


@given(code=CODES, place=st.integers(0, CODE_CHARACTERS - 1), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]

    assert read(wrong) == (code if wrong == code else None)


@given(code=CODES, places=st.tuples(st.integers(0, CODE_CHARACTERS - 1), st.integers(0, CODE_CHARACTERS - 1)))
def test_two_characters_that_changed_places_are_always_noticed(code: str, places: tuple[int, int]) -> None:
    characters = list(code)
    one, other = places
    characters[one], characters[other] = characters[other], characters[one]
    swapped = "".join(characters)

    assert read(swapped) == (code if swapped == code else None)


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_code_of_ours_or_none(typed: str) -> None:
    code = read(typed)

    assert code is None or (len(code) == CODE_CHARACTERS and set(code) <= set(ALPHABET))
