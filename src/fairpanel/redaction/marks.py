"""Marks: what on a page must go, of which kind, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairpanel.kit.page import Box


class Kind(StrEnum):
    """What is taken out; the value is what a person reads in its place."""

    CARD = "card number"
    ACCOUNT = "account number"
    PHONE = "phone number"
    MAIL = "mail address"
    LOYALTY = "loyalty number"

    @property
    def placeholder(self) -> str:
        """What stands in the words instead: `[card number]`."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to `end` of the word at that place of its row."""

    word: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that must go: `spans` are its characters in row number `row` of the page, from left to right.

    `box` is where they stand, in pixels of the page.
    """

    kind: Kind
    box: Box
    row: int
    spans: tuple[Span, ...]
