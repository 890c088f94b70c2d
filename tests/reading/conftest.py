"""Pages made of text: each character stands in a box 10 pixels wide and 20 high, each row 30 pixels below the last."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Box, Page, Word

CHARACTER_PX, HEIGHT_PX, ROW_PX = 10, 20, 30

PageOf = Callable[[str], Page]


@pytest.fixture
def page_of() -> PageOf:
    """Give a function from printed rows to the page that the recogniser would see."""
    return _page_of


def _page_of(text: str) -> Page:
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    rows = tuple(_words(line[indent:], number * ROW_PX) for number, line in enumerate(lines))
    return Page(width=600, height=len(rows) * ROW_PX, rows=rows)


def _words(line: str, top: int) -> tuple[Word, ...]:
    words, at = [], 0
    for text in line.split():
        start = line.index(text, at)
        at = start + len(text)
        box = Box(start * CHARACTER_PX, top, at * CHARACTER_PX, top + HEIGHT_PX)
        words.append(Word(text, box, 0.99))
    return tuple(words)
