"""The kinds of things that go wrong for a reason that can be told to a person.

An error's docstring is its sentence: what is wrong, and what to do. Facts go into braces and are given as keywords.
Which status code a kind becomes stands in one table, `website/problems.py`.
"""

from __future__ import annotations


class Problem(Exception):
    """Something is wrong, and we can say what."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence().format(**facts))

    @classmethod
    def sentence(cls) -> str:
        """The sentence before its facts are filled in: what translations are keyed by."""
        return " ".join((cls.__doc__ or "").split())


class Invalid(Problem):
    """What was given cannot be right."""


class NotAllowed(Problem):
    """This is not yours to do."""


class NotFound(Problem):
    """There is nothing here, or it is not yours."""


class Conflict(Problem):
    """This does not fit what is already there."""


class TooLarge(Problem):
    """This is larger than we take."""


class NotSupported(Problem):
    """We cannot read this kind of file."""


class Unavailable(Problem):
    """Something that we need is not there at the moment."""
