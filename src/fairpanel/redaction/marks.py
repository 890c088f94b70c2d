"""Marks: what on a page must go, of which kind, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fairpanel.kit.page import Box

GONE: Final = "\x00"
"""Stands for what has been taken out. No number and no label goes across it."""


class Kind(StrEnum):
    """What is taken out; the value is what a person reads in its place."""

    CARD = "card number"
    ACCOUNT = "account number"
    PHONE = "phone number"
    MAIL = "mail address"
    LOYALTY = "loyalty number"
    NAME = "name"
    ADDRESS = "address"
    PLATE = "number plate"
    PRESCRIPTION = "prescription"
    IDENTITY = "identity number"
    MEDICINE = "medicine"
    HEALTH = "health product"
    INTIMATE = "intimate product"
    RELIGION = "religious article"
    POLITICS = "political contribution"
    # Not in the words: bars and squares that machines read.
    CODE = "code"
    # What the panelist blacked out by hand, whatever stood there.
    OWN = "hidden"

    @property
    def placeholder(self) -> str:
        """What stands in the words instead: `[card number]`."""
        return f"[{self.value}]"


SPECIAL: Final = (Kind.HEALTH, Kind.INTIMATE, Kind.RELIGION, Kind.POLITICS)
"""Of what lines sell, the kinds that a programme may leave on. Medicines are never left."""


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to `end` of the word at that place of its row."""

    word: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that must go: `spans` are its characters in row number `row` of the page, from left to right.

    `box` is where they stand, in pixels of the page. What is no words, a code, has no row and no spans. `room` is how
    far the black may go without touching what stands around and stays, None where nothing is near.
    """

    kind: Kind
    box: Box
    row: int | None
    spans: tuple[Span, ...]
    room: Box | None = None
