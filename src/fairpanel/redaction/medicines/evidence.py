"""How much on a line speaks for a medicine, from 0 up: names, forms, strengths, packs, makers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from fairpanel.redaction.medicines.keys import key_of
from fairpanel.redaction.medicines.lexicon import Name, lexicon

ENOUGH: Final = 0.9
ENOUGH_AT_A_PHARMACY: Final = 0.5
"""From how much on a line is taken for a medicine."""

_SURE, _SHORT_SURE, _MIDDLE, _WEAK, _CUT, _STEM, _REMEDY, _MAKER = 1.0, 0.85, 0.45, 0.4, 0.45, 0.6, 1.0, 0.4
# Of a name that is no more than likely: where the row tells nothing else but a price.
_ALONE: Final = 0.15
_FORM, _PLAIN_FORM, _DOSE, _SHARE, _PACK = 0.5, 0.35, 0.5, 0.15, 0.15
_WORDS_MAX: Final = 3
_LETTERS_MIN: Final = 4
_RUN_LETTERS_MIN: Final = 9
_SHORT: Final = 5
_STEM_LETTERS_MIN: Final = 7
_CURRENCIES: Final = frozenset({"eur", "usd", "gbp"})

_TOKEN = re.compile(r"[a-z0-9|!']+")
# A strength; grams and millilitres are those of groceries too.
_DOSES = re.compile(
    r"(?<![\d.,])\d[\d.,]* ?(?:m ?g|mcg|[uµμ]g|mi[ck]rogram\w*|i ?\.?e|iu|ui|u\.i|miu)\b(?!/?l\b)|\d ?mg ?/ ?m?l"
)
_SHARES = re.compile(
    r"\d ?(?:%|pour cent|por ciento|per cent)|\d ?mg/g|\b[cdx] ?\d{1,3}\b(?![.,]\d)|\b\d{1,3} ?(?:ch|dh)\b"
)
# How many there are: 20 St, x 30, 24ct, N2, bte 16.
_PACKS = re.compile(
    r"\b\d{1,3} ?(?:st|stk|stuck|ct|pk|pcs|un|uds?|tab|cap)\b|\bx ?\d{1,3}\b(?![.,]\d)|\bn[123]\b"
    r"|\bb(?:te|/) ?\d{1,3}\b"
)


def evidence(text: str, *, is_priced: bool) -> float:
    """What a line's plain text (see `lines.plain`) says in all for a medicine.

    Without a price a short name says less: then it may be anybody's. Vitamins and care of the body, which every shop
    sells, are none unless a name or a strength says so.
    """
    # A mark of exclamation behind a word is one; within a word it is a letter misread.
    tokens = [token[0].rstrip("!") for token in _TOKEN.finditer(text)]
    words = sum(_is_word(token) for token in tokens)
    name = max((_said_by(*one, of=words, is_priced=is_priced) for one in _spans(tokens)), default=0.0)
    if _pattern("remedies", "words").search(text) or (is_priced and _pattern("charges", "words").search(text)):
        name = max(name, _REMEDY)
    dose = _DOSE * bool(_DOSES.search(text))
    if name < _STEM and not dose and _pattern("care", "words").search(text):
        return 0.0
    beside = dose + _PACK * bool(_PACKS.search(text)) + _SHARE * bool(_SHARES.search(text))
    beside += _MAKER * bool(_pattern("makers", "words").search(text))
    if _pattern("forms", "sure").search(text):
        beside += _FORM
    elif _pattern("forms", "plain").search(text):
        beside += _PLAIN_FORM
    return name + beside


def names_pharmacy(text: str) -> bool:
    """Whether a line speaks of a pharmacy."""
    return _pattern("pharmacies", "words").search(text) is not None


def _spans(tokens: list[str]) -> Iterator[tuple[str, int]]:
    """Runs of one to three words, each as its key, with how many letters it has."""
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _WORDS_MAX, len(tokens)) + 1):
            run = "".join(tokens[first:last])
            letters = sum(character.isalpha() for character in run)
            # What only several words together say must be long: short runs of letters meet by chance.
            if letters >= (_LETTERS_MIN if last - first == 1 else _RUN_LETTERS_MIN) and letters * 2 > len(run):
                yield key_of(run), last - first


def _is_word(token: str) -> bool:
    """Whether it is more than the letter of a tax, a currency or a number."""
    return sum(character.isalpha() for character in token) > 1 and token not in _CURRENCIES


def _said_by(key: str, words: int, *, of: int, is_priced: bool) -> float:
    known = lexicon().named(key) if words == 1 else lexicon().by_key.get(key)
    if known is Name.SURE:
        return _SURE if is_priced or len(key) > _SHORT else _SHORT_SURE
    if known is Name.MIDDLE:
        return _MIDDLE + _ALONE * (words == of and is_priced)
    if known is Name.WEAK:
        return _WEAK
    if words == 1:
        if len(key) >= _STEM_LETTERS_MIN and key.endswith(_stems()):
            return _STEM
        if lexicon().begins(key):
            return _CUT
    return 0.0


@cache
def _stems() -> tuple[str, ...]:
    return tuple(key_of(stem) for stem in _table()["stems"]["words"])


@cache
def _pattern(section: str, certainty: str) -> re.Pattern[str]:
    words = sorted(set(_table()[section][certainty]), key=lambda word: (-len(word), word))
    any_of = "|".join("[ .-]?".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![a-z])(?:{any_of})(?![a-z])")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("fairpanel.redaction.medicines").joinpath("words.toml").read_text("utf-8"))
