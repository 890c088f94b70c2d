"""What the books refuse, and what to do about it."""

from __future__ import annotations

from fairpanel.kit.problems import Conflict, NotFound, Unavailable


class AccountUnknown(NotFound):
    """There is no account {account} in the books. Open it before money moves."""


class AccountDiffers(Conflict):
    """The account {account} is already open on other terms: {terms}. Use those, or another name."""


class WrongCurrency(Conflict):
    """The account {account} is kept in {kept} and cannot hold {given}."""


class NotEnough(Conflict):
    """The account {account} does not hold enough for this. Nothing was moved."""


class KeyTaken(Conflict):
    """The key {key} already stands for another entry. A retry must say the same; something new needs a new key."""


class EntryUnknown(NotFound):
    """There is no entry {key} in the books."""


class EntryClosed(Conflict):
    """The entry {key} is already {state} and stays so. What was posted is put right by a new entry that corrects it."""


class NotPosted(Conflict):
    """The entry {key} is {state}: only what was posted can be corrected."""


class HeadDiffers(Conflict):
    """The audit chain has no link {head}: something up to it was altered, or it is the head of other books."""


class BooksBusy(Unavailable):
    """The books are busy. Nothing was moved: try again in a moment."""
