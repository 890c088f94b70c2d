"""Known names in one printed row, and what the words beside each say for it or against it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.directory.brands import Brand, directory
from fairpanel.reading.directory.names import key_of, tokens_of
from fairpanel.reading.print_rows import Row

_WORDS_MAX: Final = 6
_LETTERS_MIN: Final = 3
_EXACT_TO: Final = 4
_APART_FROM: Final = 4
_NAME_FROM: Final = 3

# How much a name is worth, from 0 to 1, by how many letters it has: alone in its row, and as the row's beginning.
_ALONE: Final = {3: 0.7, 4: 0.85, 5: 0.9}
_ALONE_LONG: Final = 0.93
_BEGINS: Final = {4: 0.5, 5: 0.5}
_BEGINS_LONG: Final = 0.75
_BEGINS_FROM: Final = 4
_HELD: Final = 0.55
_HELD_FROM: Final = 8
# Names that are words of a dictionary: TARGET, or BLUE BEAR, which may go on as BLUE BEAR TAVERN.
_ONE_PLAIN_WORD: Final = 0.7
_PLAIN_WORDS: Final = 0.95
_ANOTHER_SPELLING: Final = 0.9
_PER_MISREAD: Final = 0.9


@dataclass(frozen=True, slots=True)
class Token:
    """One run of letters and digits, and where in the row's text the word that holds it begins and ends."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Naming:
    """A spelling of known brands, by its `key`, in the words of `tokens[first:last]`, with `misread` letters amiss."""

    tokens: tuple[Token, ...]
    first: int
    last: int
    key: str
    misread: int

    @property
    def start(self) -> int:
        """Where in the row's text it begins."""
        return self.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where in the row's text it ends."""
        return self.tokens[self.last - 1].end

    @property
    def brands(self) -> list[Brand]:
        """Whom it may name. A name that is ordinary words is not looked for in misread ones."""
        return [brand for brand in directory().by_key[self.key] if not (self.misread and brand.is_plain)]

    def worth(self, brand: Brand) -> float:
        """How much this says that the shop is `brand`, from 0 to 1."""
        score = self._by_what_stands_beside(brand)
        if _is_no_name(tokens_of(brand.name)) or (len(self.key) < _EXACT_TO and not self._is_spelled_as(brand)):
            return 0.0
        if brand.is_plain:
            # The space between two words is often lost.
            words = len(tokens_of(brand.name)) if brand.key == self.key else self.last - self.first
            score *= _ONE_PLAIN_WORD if words == 1 else _PLAIN_WORDS
        others = {other.name for other in directory().by_key[self.key] if other.key == self.key} - {brand.name}
        if others or brand.key != self.key:
            score *= _ANOTHER_SPELLING
        return score * _PER_MISREAD**self.misread

    def _by_what_stands_beside(self, brand: Brand) -> float:
        before = self._says_more(self.tokens[: self.first])
        behind = self._says_more(self.tokens[self.last :])
        if not before and not behind:
            return _ALONE.get(len(self.key), _ALONE_LONG)
        if brand.is_plain and self.last - self.first < _NAME_FROM:
            return 0.0
        if not before and len(self.key) >= _BEGINS_FROM:
            # A short name that is at home in no country begins many a name.
            at_home = brand.countries or len(self.key) not in _BEGINS
            return _BEGINS.get(len(self.key), _BEGINS_LONG) if at_home else 0.0
        return _HELD if len(self.key) >= _HELD_FROM else 0.0

    def _is_spelled_as(self, brand: Brand) -> bool:
        """Whether no sign was taken for another: HIA is not HLA."""
        said = "".join(token.text for token in self.tokens[self.first : self.last])
        return brand.key != self.key or said == "".join(tokens_of(brand.name))

    def _says_more(self, tokens: Sequence[Token]) -> bool:
        named = {token.text for token in self.tokens[self.first : self.last]}
        return any(token.text not in named and not _says_nothing(token.text) for token in tokens)


def namings_in(row: Row) -> list[Naming]:
    """The known names in the row: the longest runs of words that are one, or else what may be one misread."""
    if _is_label(row):
        return []
    tokens = tuple(
        Token(token, match.start(), match.end())
        for match in re.finditer(r"\S+", row.text)
        for token in tokens_of(match.group())
    )
    return list(_exact(tokens)) or list(_exact(_joined(tokens))) or list(_misread(tokens))


def _exact(tokens: tuple[Token, ...]) -> Iterator[Naming]:
    keys = [key_of(token.text) for token in tokens]
    taken: set[int] = set()
    for length in range(min(_WORDS_MAX, len(keys)), 0, -1):
        for first in range(len(keys) - length + 1):
            key = "".join(keys[first : first + length])
            span = range(first, first + length)
            if len(key) < _LETTERS_MIN or key not in directory().by_key or taken.intersection(span):
                continue
            if not _is_no_name([token.text for token in tokens[first : first + length]]):
                taken.update(span)
                yield Naming(tokens, first, first + length, key, misread=0)


def _misread(tokens: tuple[Token, ...]) -> Iterator[Naming]:
    """Names that the whole row may be, or the row without the words at its ends that say nothing."""
    said = [number for number, token in enumerate(tokens) if not _says_nothing(token.text)]
    spans = {(0, len(tokens)), (0, said[-1] + 1), (said[0], said[-1] + 1)} if said else set()
    for first, last in sorted(spans):
        key = key_of("".join(token.text for token in tokens[first:last]))
        for known, misread in directory().alike(key):
            yield Naming(tokens, first, last, known, misread)


def _joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The same, with letters that stand apart put together: `P E N N Y`."""
    joined: list[Token] = []
    for is_letter, run in groupby(tokens, key=lambda token: len(token.text) == 1 and token.text.isalpha()):
        letters = list(run)
        if is_letter and len(letters) >= _APART_FROM:
            letters = [Token("".join(token.text for token in letters), letters[0].start, letters[-1].end)]
        joined += letters
    return tuple(joined)


def _is_no_name(tokens: Sequence[str]) -> bool:
    """Whether `CARRY OUT` or `THE MARKET` is said; what three such words say together is a name: `IN N OUT`."""
    return len(tokens) < _NAME_FROM and all(token in _beside() for token in tokens)


def _says_nothing(token: str) -> bool:
    return token in _beside() or 2 * sum(map(str.isdigit, token)) >= len(token) or len(token) == 1


def _is_label(row: Row) -> bool:
    """Whether the row is one of the phrases of a receipt: TOTAL is a sum before it is a filling station."""
    labels = vocabulary.labels_in(row.folded)
    return any(label.start == 0 for label in labels) or vocabulary.is_listed("not_merchant", row.folded)


@cache
def _beside() -> frozenset[str]:
    """Words that stand beside names and say nothing against them."""
    table = tomllib.loads(files("fairpanel.reading.directory").joinpath("beside.toml").read_text(encoding="utf-8"))
    return frozenset(word for section in table.values() for words in section.values() for word in words)
