"""Masking: the words of a page with placeholders where something has been taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction.finding import find
from fairpanel.redaction.marks import Kind, Mark, Span

_NOWHERE = Box(0, 0, 1, 1)


def mask(page: Page, marks: Iterable[Mark]) -> Page:
    """The page with `[card number]` and the like in place of each marked part of a word; nothing else is changed."""
    parts: dict[tuple[int, int], list[tuple[Span, Kind]]] = defaultdict(list)
    for mark in marks:
        for span in mark.spans:
            parts[mark.row, span.word].append((span, mark.kind))
    rows = tuple(
        tuple(_masked(word, parts.get((row, place), [])) for place, word in enumerate(words))
        for row, words in enumerate(page.rows)
    )
    return replace(page, rows=rows)


def mask_text(text: str, regions: Sequence[str]) -> str:
    """Running text, masked as if each of its lines were a row of a page."""
    rows = tuple((Word(line, _NOWHERE, 1.0),) if line else () for line in text.split("\n"))
    page = Page(1, 1, rows)
    masked = mask(page, find(page, regions=regions))
    return "\n".join("".join(word.text for word in row) for row in masked.rows)


def _masked(word: Word, parts: Iterable[tuple[Span, Kind]]) -> Word:
    text = word.text
    for span, kind in sorted(parts, key=lambda part: part[0].start, reverse=True):
        text = text[: span.start] + kind.placeholder + text[span.end :]
    return replace(word, text=text)
