"""Finding: every recogniser over every row, again and again until nothing is left to find."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import SPECIAL, Kind, Mark, Span
from fairpanel.redaction.recognisers import RECOGNISERS
from fairpanel.redaction.room import with_room

# Print is not all of one width, so a part of a word may stand this much beside where its characters count it to be.
_BESIDE_CHARACTERS = 1.5


def find(page: Page, *, regions: Sequence[str], left_on: Collection[Kind] = ()) -> tuple[Mark, ...]:
    """What must go from this page, from top to bottom and from left to right.

    `regions` are the ISO 3166 codes of the countries whose telephone numbers are known by their form; `left_on` are
    kinds out of `marks.SPECIAL` that need not go. What is taken
    out can lay bare something else (the rest of a number of which a part was known), so that finding goes on until
    the page without its marks has none.
    """
    if not frozenset(SPECIAL).issuperset(left_on):
        raise ValueError(f"Only {', '.join(SPECIAL)} can be left on.")
    marks: list[tuple[int, Mark]] = []
    gone: dict[int, list[Span]] = {}
    while True:
        lines = [Line.of(row, words, gone.get(row, ())) for row, words in enumerate(page.rows)]
        found = [
            (match.row, _mark(match, lines[match.row], page.rows[match.row]))
            for match in _matches(lines, regions, left_on)
        ]
        if not found:
            return with_room((mark for _row, mark in sorted(marks, key=_place)), page)
        marks += found
        for row, mark in found:
            gone.setdefault(row, []).extend(mark.spans)


def _place(found: tuple[int, Mark]) -> tuple[int, int, int]:
    row, mark = found
    return row, mark.spans[0].word, mark.spans[0].start


def _matches(lines: Sequence[Line], regions: Sequence[str], left_on: Collection[Kind]) -> Iterator[Match]:
    """What all recognisers find; what overlaps becomes one, of the kind of the earlier recogniser."""
    joined: dict[int, list[Match]] = {}
    for recognise in RECOGNISERS:
        for match in recognise(lines, regions):
            if match.kind in left_on:
                continue
            joined[match.row] = list(_joined(match, joined.get(match.row, [])))
    for matches in joined.values():
        yield from matches


def _joined(new: Match, earlier: Iterable[Match]) -> Iterator[Match]:
    kind, start, end = new.kind, new.start, new.end
    for match in earlier:
        if match.end <= start or end <= match.start:
            yield match
        else:
            kind, start, end = match.kind, min(start, match.start), max(end, match.end)
    yield Match(kind, new.row, start, end)


def _mark(match: Match, line: Line, words: Sequence[Word]) -> Mark:
    spans = line.spans(match.start, match.end)
    return Mark(match.kind, Box.around(_box(words[span.word], span) for span in spans), match.row, spans)


def _box(word: Word, span: Span) -> Box:
    """Where a part of a word stands, reckoned from its characters, generously."""
    wide = word.box.width / len(word.text)
    left = word.box.left + max(0, span.start - _BESIDE_CHARACTERS) * wide
    right = word.box.left + min(len(word.text), span.end + _BESIDE_CHARACTERS) * wide
    return Box(int(left), word.box.top, min(word.box.right, -int(-right // 1)), word.box.bottom)
