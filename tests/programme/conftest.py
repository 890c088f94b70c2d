"""A small programme as text, what happens when one thing in it is changed, and what is then wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairpanel.programme import BrokenProgramme, Fault, load

_SMALL = (Path(__file__).parent / "small.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def small() -> str:
    """A programme of one version that has no fault."""
    return _SMALL


@pytest.fixture(scope="session")
def changed() -> Callable[[str, str], str]:
    """The small programme with one passage, which is there exactly once, written otherwise."""

    def change(before: str, after: str) -> str:
        assert _SMALL.count(before) == 1
        return _SMALL.replace(before, after)

    return change


@pytest.fixture(scope="session")
def faults_of() -> Callable[[str], tuple[Fault, ...]]:
    """Everything that is wrong in a text, which must be something."""

    def find(text: str) -> tuple[Fault, ...]:
        with pytest.raises(BrokenProgramme) as broken:
            load(text)
        return broken.value.found

    return find
