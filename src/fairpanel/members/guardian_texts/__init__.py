"""What a guardian reads before they answer: data, in every language, each version in a file of its own.

A file that somebody has answered is never edited: changed words are a file with the next number.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# What each text says, in this order.
PARTS = ("who", "what", "never", "money", "stops", "you")


@dataclass(frozen=True, slots=True)
class Text:
    """One version in one language; its `parts` have {sponsor} in its place."""

    version: int
    language: str
    title: str
    parts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of exactly what is shown, in hexadecimal."""
        return hashlib.sha256("\n".join([self.title, *self.parts.values()]).encode()).hexdigest()


@cache
def current_version() -> int:
    """The version that is asked now."""
    return max(int(file.name.split(".")[1]) for file in files(__package__).iterdir() if file.name.endswith(".toml"))


@cache
def text_of(version: int, language: str, *, sponsor: str) -> Text:
    """A version in that language, or in English where it has none."""
    told = tomllib.loads(files(__package__).joinpath(f"guardian.{version}.toml").read_text("utf-8"))
    spoken = language if language in told else "en"
    parts = {name: told[spoken][name].replace("{sponsor}", sponsor) for name in PARTS}
    return Text(version, spoken, told[spoken]["title"], parts)
