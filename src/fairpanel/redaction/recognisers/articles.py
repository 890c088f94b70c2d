"""What a line sells and nobody should know: medicines, and things that tell of health, sex, faith or party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction import medicines
from fairpanel.redaction.figures import has_money, spare
from fairpanel.redaction.labels import labels
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, SPECIAL, Kind

# Stays: how many, in front; the letter of a tax and signs of currencies, behind.
_COUNT = re.compile(r"\W*(?:\d{1,2} ?(?:[x*@]|stk?|st|pcs|ud)?(?= ))?\W*")
_BEHIND = re.compile(r"[\s*]*(?:[a-e]{1,2}|eur|usd|gbp|[tnfx])?[\s*€$£]*\Z")
_ARTICLE = re.compile(r"\W*\d{7,14}\W*\Z")
_HEAD_ROWS_MAX = 12
_LETTERS_MIN = 3


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """The words of lines that sell such things; the price, the count and the tax stay."""
    priced = [has_money(line.text) for line in lines]
    body = max(0, next((place for place, is_priced in enumerate(priced) if is_priced), len(lines)) - 1)
    enough = medicines.ENOUGH
    if any(medicines.names_pharmacy(line.text) for line in lines[: max(body, min(len(lines), _HEAD_ROWS_MAX))]):
        enough = medicines.ENOUGH_AT_A_PHARMACY
    for place, line in enumerate(lines):
        kind = _kind(line.text, enough if place >= body else 2 * medicines.ENOUGH, is_priced=priced[place])
        if kind is not None:
            yield from _words(kind, lines, priced, place)


def _kind(text: str, enough: float, *, is_priced: bool) -> Kind | None:
    if sum(character.isalpha() for character in text) < _LETTERS_MIN:
        return None
    if not is_priced and labels("plate", "sure").search(text):
        # "OQ542IU" holds no units of anything.
        return None
    if medicines.evidence(text, is_priced=is_priced) >= enough:
        return Kind.MEDICINE
    return next((kind for kind in SPECIAL if labels(kind.name.lower(), "sure").search(text)), None)


def _words(kind: Kind, lines: Sequence[Line], priced: Sequence[bool], place: int) -> Iterator[Match]:
    """The words of the row, of the number of the article above it, and of what goes on below it up to the price."""
    yield from _description(kind, lines[place], is_priced=priced[place])
    if place and _ARTICLE.fullmatch(lines[place - 1].text):
        yield Match(kind, lines[place - 1].row, 0, len(lines[place - 1].text))
    if not priced[place] and place + 1 < len(lines) and priced[place + 1]:
        yield from _description(kind, lines[place + 1], is_priced=True, is_rest=True)
    elif place + 1 < len(lines) and _ARTICLE.fullmatch(lines[place + 1].text):
        yield Match(kind, lines[place + 1].row, 0, len(lines[place + 1].text))


def _description(kind: Kind, line: Line, *, is_priced: bool, is_rest: bool = False) -> Iterator[Match]:
    kept = spare(line.text)
    counted = None if is_rest else _COUNT.match(kept)
    start = counted.end() if counted else 0
    for part in re.finditer(rf"[^{GONE}]+", kept[start:]):
        words = _BEHIND.sub("", part[0]) if is_priced and part.end() == len(kept) - start else part[0]
        shown = words.strip()
        if sum(character.isalnum() for character in shown) < (_LETTERS_MIN if not is_rest else 1):
            continue
        at = start + part.start() + words.index(shown)
        yield Match(kind, line.row, at, at + len(shown))
