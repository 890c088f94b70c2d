"""Labels: the words that stand before a number and say what it is, in every language of the panel."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

# What OCR makes of a letter in a word. A short word written in digits would be a number, so there only letters count.
_MISREAD = {
    "a": "[ao4]", "b": "[b8]", "e": "[ec]", "g": "[g96]", "i": "[i1l|!fj]", "l": "[l1i|]", "n": "[nm]", "o": "[o0c]",
    "r": "[rn]", "s": "[s5]", "t": "[t7]", "z": "[z2]",
}  # fmt: skip
_MISREAD_SHORT = {"e": "[ec]", "i": "[il1]", "l": "[li1]"}
_SHORT = 5
_GAP = r"[ .:\-_/]*"


@cache
def labels(kind: str, certainty: str) -> re.Pattern[str]:
    """Finds the words of `words.toml` under `kind` and `certainty`, parted or not, in a line's plain text."""
    return re.compile(rf"(?<![a-z0-9])(?:{_any_of(kind, certainty)})(?![a-z])")


@cache
def between() -> re.Pattern[str]:
    """What may stand between a label and its number: signs, and words such as "no." or "ending in"."""
    return re.compile(rf"(?:[^\w\x00]|(?:{_any_of('between', 'words')})(?![a-z]))*")


def endings() -> str:
    """A pattern for how mail addresses end, without the point."""
    return f"(?:{_any_of('mail', 'endings')})"


@cache
def listed(kind: str, certainty: str) -> frozenset[str]:
    """The words of `words.toml` under `kind` and `certainty`, as they stand there."""
    return frozenset(_words()[kind][certainty])


def is_kept(text: str, start: int) -> bool:
    """Whether what stands just before `start` says that the number there is the shop's or the sale's own."""
    return _kept().search(text, max(0, start - 30), start) is not None


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z])(?:{_any_of('kept', 'words')})(?:[^\w\x00]|(?:{_any_of('between', 'words')})(?![a-z]))*\Z"
    )


def _any_of(kind: str, certainty: str) -> str:
    words = _words()[kind][certainty]
    # The longest first, so that "card number" is not taken for "card".
    return "|".join(_pattern(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _pattern(word: str) -> str:
    misread = _MISREAD if len(word) >= _SHORT else _MISREAD_SHORT
    return _GAP.join("".join(misread.get(letter, re.escape(letter)) for letter in part) for part in word.split())


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files("fairpanel.redaction") / "words.toml").read_text("utf-8"))
