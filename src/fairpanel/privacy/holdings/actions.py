"""Asking every room what it holds, and every register what it may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from fairpanel.kit.personal import Column, Held, Keeper
from fairpanel.privacy import register
from fairpanel.privacy.holdings import words
from fairpanel.programme import Version


@dataclass(frozen=True, slots=True)
class HeldFor:
    """What is held of a member for one purpose. `by_consent` where it rests on the member's own yes."""

    purpose: str
    title: str
    by_consent: bool
    things: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One kind of thing that may be held for a purpose: what, in words, and when it goes."""

    title: str
    things: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeclaredFor:
    """What may be held for one purpose."""

    purpose: str
    title: str
    by_consent: bool
    kinds: tuple[Declared, ...]


def held_of(member_id: Any, *, keepers: Iterable[Keeper], now: datetime) -> list[HeldFor]:
    """Everything that all rooms hold of that member, by purpose. What is none of is left out."""
    things = [held for keeper in keepers for held in keeper.held(member_id, now=now) if held.count]
    things.sort(key=lambda held: (words.order(held.purpose), held.purpose))
    return [
        HeldFor(name, words.purpose(name), name in words.BY_CONSENT, tuple(of_purpose))
        for name, of_purpose in groupby(things, key=lambda held: held.purpose)
    ]


def declared(*, keepers: tuple[Keeper, ...], version: Version) -> list[DeclaredFor]:
    """What the register says may be held of anybody, by purpose and kind, in the language of the moment (law 21)."""
    personal = [entry.column for entry in register.personal(keepers)]
    names = sorted({column.purpose for column in personal}, key=lambda name: (words.order(name), name))
    return [
        DeclaredFor(
            name,
            words.purpose(name),
            name in words.BY_CONSENT,
            tuple(_kinds([column for column in personal if column.purpose == name], version)),
        )
        for name in names
    ]


def _kinds(columns: list[Column], version: Version) -> Iterable[Declared]:
    for category, title in words.CATEGORIES.items():
        these = [column for column in columns if column.category is category]
        if these:
            things = dict.fromkeys(
                (gettext(column.about), words.retention(column.retention, version)) for column in these
            )
            yield Declared(str(title), tuple(things))
