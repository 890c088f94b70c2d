"""What is written into the books: postings from one account to another, and the entry they make up."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from fairpanel.kit.money import Money

ACCOUNT_NAME_PATTERN = r"^[a-z][a-z0-9-]*(:[A-Za-z0-9._-]+)+$"
ACCOUNT_NAME_LENGTH_MAX = 120
KEY_PATTERN = r"^[!-~]+$"
KEY_LENGTH_MAX = 200
MEMO_PATTERN = r"^[a-z][a-z0-9-]*$"
MEMO_LENGTH_MAX = 40
# Far above any payment, far below where 64 bits end: an amount beyond it is a mistake in units.
AMOUNT_MINOR_MAX = 10**15


class State(StrEnum):
    """How far an entry has come. Only `pending` ever changes, and only once."""

    PENDING = "pending"
    POSTED = "posted"
    VOID = "void"


def check_account_name(name: str) -> None:
    """Raise `ValueError` unless `name` is a kind and one or more parts: `budget:fair`, `panelist:0192...`.

    There is no room for an @, a blank or a plus sign: no mail address, full name or phone number passes by accident.
    """
    _check("an account name", name, ACCOUNT_NAME_PATTERN, ACCOUNT_NAME_LENGTH_MAX)


@dataclass(frozen=True, slots=True)
class Posting:
    """Money that moves from the account `source` to the account `target`. `amount` is above zero.

    Raises `ValueError` where a name or the amount cannot be right.
    """

    source: str
    target: str
    amount: Money

    def __post_init__(self) -> None:
        check_account_name(self.source)
        check_account_name(self.target)
        if self.source == self.target:
            raise ValueError(f"Money cannot move from {self.source} to itself.")
        if not 0 < self.amount.minor <= AMOUNT_MINOR_MAX:
            raise ValueError(f"A posting moves between 1 and {AMOUNT_MINOR_MAX} minor units, not {self.amount.minor}.")


@dataclass(frozen=True, slots=True)
class LegLine:
    """One side of a posting: `minor` units of `currency` that `account` gains, or loses where it is below zero."""

    account: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is written: all of its postings, or none.

    `key` names what is paid for (`receipt:0192...`), so that it is paid once. `memo` is a short machine word for the
    kind of entry. `corrects` is the key of the posted entry that this one puts right.
    Raises `ValueError` where a word cannot be right or there is no posting.
    """

    key: str
    memo: str
    postings: tuple[Posting, ...]
    pending: bool = False
    corrects: str | None = None

    def __post_init__(self) -> None:
        _check("a key", self.key, KEY_PATTERN, KEY_LENGTH_MAX)
        _check("a memo", self.memo, MEMO_PATTERN, MEMO_LENGTH_MAX)
        if not self.postings:
            raise ValueError("An entry moves something: it needs a posting.")

    @property
    def opened_as(self) -> State:
        """The state that the entry begins in."""
        return State.PENDING if self.pending else State.POSTED

    def legs(self) -> tuple[LegLine, ...]:
        """Both sides of every posting, in an order that does not depend on how the postings were given."""
        ordered = sorted(self.postings, key=lambda p: (p.source, p.target, p.amount.currency, p.amount.minor))
        return tuple(
            leg
            for p in ordered
            for leg in (
                LegLine(p.source, -p.amount.minor, p.amount.currency),
                LegLine(p.target, p.amount.minor, p.amount.currency),
            )
        )

    def digest(self) -> str:
        """64 hexadecimal digits for the whole content: the same for a true retry, others for anything else."""
        return digest_of(self.key, self.memo, self.opened_as, self.corrects, self.legs())


def digest_of(key: str, memo: str, opened_as: str, corrects: str | None, legs: tuple[LegLine, ...]) -> str:
    """SHA-256, in hexadecimal, over the content of an entry, a line for each fact.

    `migrations/0004_proof_in_one_look.sql` says the same in SQL.
    """
    lines = ["entry 1", key, memo, opened_as, corrects or "", *(f"{e.account} {e.minor} {e.currency}" for e in legs)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account's statement. `amount` is what the account gained, or lost where it is below zero.

    `at` is when the entry was made, `closed_at` when it was posted or made void.
    """

    at: datetime
    closed_at: datetime | None
    key: str
    memo: str
    state: State
    amount: Money


@dataclass(frozen=True, slots=True)
class Head:
    """A link of the audit chain by its number and its hash; the last one is the chain's head. Written `12:ab34...`."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The head that was written so. Raises `ValueError`."""
        if not re.fullmatch(r"[0-9]{1,18}:[0-9a-f]{64}", text):
            raise ValueError(f"{text!r} is not a head: write its number, a colon and 64 hexadecimal digits.")
        number, digest = text.split(":")
        return cls(int(number), digest)


# What the first link stands on.
NO_LINK = Head(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a link stands for: that the entry was opened or closed as `state` at that moment.

    `entry_digest` stands for the whole content of the entry, as `digest_of` reckons it.
    """

    entry_id: UUID
    entry_digest: str
    state: str
    at: datetime

    def linked_to(self, head: Head) -> str:
        """SHA-256, in hexadecimal, of the link that puts this fact after `head`."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        lines = ["link 1", head.digest, str(head.number + 1), str(self.entry_id), self.entry_digest, self.state, at]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _check(what: str, given: str, pattern: str, length_max: int) -> None:
    if len(given) > length_max or not re.fullmatch(pattern, given):
        raise ValueError(f"{given!r} is not {what}.")
