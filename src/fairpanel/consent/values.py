"""Purposes, the texts that ask for them, what somebody may say, and what that comes to."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

# The texts come with the package, each version in a file of its own: `receipts.1.toml`.
FOLDER = files(__package__).joinpath("texts")
# What each text says, in this order. `who` names the sponsor.
PARTS = ("who", "takes", "why", "sees", "keeps", "stops", "pays")


class Purpose(StrEnum):
    """What something is collected for. One answer a purpose; none is bundled with another."""

    RECEIPTS = "receipts"
    HUMAN_REVIEW = "human-review"
    SURVEYS = "surveys"
    AD_VERIFICATION = "ad-verification"
    ACTIVITY = "activity"
    LABELLING = "labelling"
    RESEARCH = "research"
    RECOMMENDATIONS = "recommendations"
    CONTACT = "contact"


class Answer(StrEnum):
    """What somebody said."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What somebody's last word on a purpose comes to now. Something may be collected while it is `LIVE`."""

    NEVER_ASKED = "never-asked"
    LIVE = "live"
    PAUSED = "paused"
    UNGUARDED = "unguarded"
    EXPIRED = "expired"
    REWORDED = "reworded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_undecided(self) -> bool:
        """Whether nothing speaks against going on later: what is pending is held meanwhile, and not dropped."""
        return self in {Standing.PAUSED, Standing.EXPIRED, Standing.REWORDED, Standing.UNGUARDED}


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's last word on a purpose, to which version of its text, and until when a yes counts."""

    answer: Answer
    version: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What one version of a purpose's text asks for, apart from its words.

    `takes` are categories of `kit.personal`, `recipients` who sees it, `retention` a rule of the programme, `months`
    for how long a yes counts. `replaces_without_asking` where a yes to the version before still counts.
    """

    purpose: Purpose
    version: int
    since: date
    takes: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str
    months: int | None = None
    replaces_without_asking: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The words that ask for one purpose, in one language. The words of its `parts` may have {facts} to fill in."""

    purpose: Purpose
    version: int
    language: str
    title: str
    yes: str
    parts: Mapping[str, str]

    def telling(self, facts: Mapping[str, str]) -> dict[str, str]:
        """The parts as they are shown, by their names, with the facts in their places."""
        return {name: _filled(words, facts) for name, words in self.parts.items()}

    def digest(self, facts: Mapping[str, str]) -> str:
        """SHA-256 of exactly what was shown, in hexadecimal: proves later which words somebody saw."""
        return hashlib.sha256("\n".join([self.title, *self.telling(facts).values()]).encode()).hexdigest()


@cache
def versions_of(purpose: Purpose) -> tuple[int, ...]:
    """The numbers of all versions of a purpose's text, oldest first."""
    names = [file.name for file in FOLDER.iterdir()]
    return tuple(sorted(int(name.split(".")[1]) for name in names if name.startswith(f"{purpose}.")))


def current_version(purpose: Purpose) -> int:
    """The version that is asked for now."""
    return versions_of(purpose)[-1]


def wording_of(purpose: Purpose, version: int) -> Wording:
    """What that version asks for."""
    told = _read(purpose, version)
    return Wording(
        purpose=purpose, version=version, since=told["since"], takes=tuple(told["takes"]),
        recipients=tuple(told["recipients"]), retention=told["retention"], months=told.get("months"),
        replaces_without_asking=told.get("replaces_without_asking", False),
    )  # fmt: skip


def text_of(purpose: Purpose, version: int, language: str) -> Text:
    """A version's text in that language, or in English where it has none."""
    told = _read(purpose, version)
    spoken = language if language in told else "en"
    said = told[spoken]
    return Text(purpose, version, spoken, said["title"], said["yes"], {name: said[name] for name in PARTS})


@cache
def _read(purpose: Purpose, version: int) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(f"{purpose}.{version}.toml").read_text("utf-8"))


def _filled(words: str, facts: Mapping[str, str]) -> str:
    for name, fact in facts.items():
        words = words.replace(f"{{{name}}}", fact)
    return words
