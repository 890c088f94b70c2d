"""Sets text that never was on paper as a page: each character has its place, as on a typewriter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.documents.markup import ROWS_MAX
from fairpanel.reading.documents.problems import TooMuchText

# A character's width, its height, and from one row to the next.
CHARACTER_PX: Final = 10
HEIGHT_PX: Final = 20
ROW_PX: Final = 30

_WORD: Final = re.compile(r"\S+")
_TAB: Final = 8
_COLUMNS_MAX: Final = 2_000
# Marks that take no room: soft hyphens, joiners, and what mails fill their preview with.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Text without a break that begins at `column` of `row`, both counted from 0."""

    row: int
    column: int
    text: str


def page_of(runs: Iterable[Run]) -> Page:
    """The page on which `runs` stand; rows that hold nothing are left out.

    Raises `TooMuchText` where more than `ROWS_MAX` rows hold something.
    """
    by_row: dict[int, list[tuple[int, str]]] = {}
    for run in runs:
        text = _INVISIBLE.sub("", run.text)
        words = [(run.column + match.start(), match.group()) for match in _WORD.finditer(text)]
        if words:
            by_row.setdefault(run.row, []).extend(words)
    if len(by_row) > ROWS_MAX:
        raise TooMuchText(rows_max=ROWS_MAX)
    rows = tuple(
        tuple(_word(text, place, column) for column, text in sorted(by_row[row]))
        for place, row in enumerate(sorted(by_row))
    )
    width = max((word.box.right for row in rows for word in row), default=CHARACTER_PX)
    return Page(width, max(len(rows), 1) * ROW_PX, rows)


def page_of_text(text: str) -> Page:
    """The page of plain text as a mail holds it: each line a row, each character a column."""
    lines = _INVISIBLE.sub("", text).splitlines()
    if len(lines) > ROWS_MAX * 20:
        raise TooMuchText(rows_max=ROWS_MAX)
    return page_of(Run(row, 0, line[:_COLUMNS_MAX].expandtabs(_TAB)) for row, line in enumerate(lines))


def below(page: Page, lines: Sequence[Sequence[str]]) -> tuple[Page, tuple[tuple[Word, ...], ...]]:
    """`page` with `lines` set below it, each line a list of texts a gap apart; and the words of each line."""
    first = len(page.rows)
    top = max(page.height, 1)
    added: list[tuple[Word, ...]] = []
    for number, texts in enumerate(lines):
        words: list[Word] = []
        column = 0
        for text in texts:
            for match in _WORD.finditer(_INVISIBLE.sub("", text)):
                word = _word(match.group(), 0, column + match.start())
                box = word.box
                shift = top + number * ROW_PX
                words.append(Word(word.text, Box(box.left, box.top + shift, box.right, box.bottom + shift), 1.0))
            column += len(text) + 2
        added.append(tuple(words))
    rows = (*page.rows, *added)
    width = max((word.box.right for row in added for word in row), default=0)
    assert len(rows) == first + len(lines)
    return Page(max(page.width, width), top + len(lines) * ROW_PX, rows), tuple(added)


def _word(text: str, row: int, column: int) -> Word:
    top, left = row * ROW_PX, column * CHARACTER_PX
    return Word(text, Box(left, top, left + len(text) * CHARACTER_PX, top + HEIGHT_PX), 1.0)
