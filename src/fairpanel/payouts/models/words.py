"""How words of this room are kept in a column."""

from enum import StrEnum

WORD_LENGTH_MAX = 20


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words that the column may hold."""
    return [(word.value, word.value) for word in words]
