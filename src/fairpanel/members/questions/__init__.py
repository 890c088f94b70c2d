"""The questions of the profile: data, in every language, each version in a file of its own (`work.1.toml`).

A question is asked for quotas and weights only. None asks for what is nobody's business: health, religion, origin,
opinions, whom one loves (law 14). A changed question is a new file with the next number; a file that somebody has
answered is never edited.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# In this order they are asked.
ASKED = ("age", "gender", "household-size", "children", "shopping", "work", "education", "living", "place")
NOT_SAID = "-"


@dataclass(frozen=True, slots=True)
class Question:
    """One version of a question in one language. `answers` are codes and words; any may rather not be said."""

    name: str
    version: int
    asks: str
    answers: tuple[tuple[str, str], ...]

    def takes(self, answer: str) -> bool:
        """Whether that is one of its answers, or that somebody would rather not say."""
        return answer == NOT_SAID or answer in dict(self.answers)

    def words(self, answer: str) -> str:
        """The words of an answer; nothing for one that is none of its own."""
        return dict(self.answers).get(answer, "")


@cache
def versions_of(name: str) -> tuple[int, ...]:
    """The numbers of all versions of a question, the oldest first."""
    found = [file.name.split(".") for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(int(version) for named, version, _toml in found if named == name))


def current_version(name: str) -> int:
    """The version that is asked now."""
    return versions_of(name)[-1]


@cache
def question_of(name: str, version: int, language: str) -> Question:
    """A version of a question in that language, or in English where it has none."""
    told = tomllib.loads(files(__package__).joinpath(f"{name}.{version}.toml").read_text("utf-8"))
    said = told.get(language, told["en"])
    return Question(name, version, said["asks"], tuple(said["answers"].items()))
