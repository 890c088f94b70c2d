"""Purposes, and the texts that ask for them."""

import hashlib
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Purpose(StrEnum):
    """What something is collected for. One answer a purpose; none is bundled with another."""

    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Text:
    """The words that ask for one purpose, in one language. `paragraphs` may name the {sponsor}."""

    purpose: Purpose
    version: int
    language: str
    title: str
    paragraphs: tuple[str, ...]

    def naming(self, sponsor: str) -> tuple[str, ...]:
        """The paragraphs as they are shown, with the sponsor named."""
        return tuple(paragraph.replace("{sponsor}", sponsor) for paragraph in self.paragraphs)

    def digest(self, sponsor: str) -> str:
        """SHA-256 of exactly what was shown, in hexadecimal: proves later which words somebody saw."""
        return hashlib.sha256("\n".join([self.title, *self.naming(sponsor)]).encode()).hexdigest()


@cache
def versions_of(purpose: Purpose) -> tuple[int, ...]:
    """The numbers of all versions of a purpose's text, oldest first."""
    names = [file.name for file in files(__package__).joinpath("texts").iterdir()]
    return tuple(sorted(int(name.split(".")[1]) for name in names if name.startswith(f"{purpose}.")))


def current_version(purpose: Purpose) -> int:
    """The version that is asked for now."""
    return versions_of(purpose)[-1]


@cache
def text_of(purpose: Purpose, version: int, language: str) -> Text:
    """A version's text in that language, or in English where it has none."""
    told = tomllib.loads(files(__package__).joinpath("texts", f"{purpose}.{version}.toml").read_text("utf-8"))
    spoken = language if language in told else "en"
    said = told[spoken]
    return Text(purpose, version, spoken, said["title"], tuple(said["paragraphs"]))
