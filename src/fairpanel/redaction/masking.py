"""Masking: the words of a page with placeholders where something has been taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction.finding import find
from fairpanel.redaction.marks import Mark, Span

_NOWHERE = Box(0, 0, 1, 1)


def mask(page: Page, marks: Iterable[Mark]) -> Page:
    """The page with one `[card number]` or the like in place of each mark; nothing else is changed.

    A placeholder stands where the mark's first word does, and its box holds all of the mark's words that are gone.
    """
    parts: dict[tuple[int, int], list[tuple[Span, str]]] = defaultdict(list)
    boxes: dict[tuple[int, int], Box] = {}
    for mark in marks:
        if mark.row is None:
            continue
        for number, span in enumerate(mark.spans):
            parts[mark.row, span.word].append((span, "" if number else mark.kind.placeholder))
        if mark.spans:
            boxes[mark.row, mark.spans[0].word] = mark.box
    rows = tuple(
        tuple(
            masked
            for place, word in enumerate(words)
            if (masked := _masked(word, parts.get((row, place), []), boxes.get((row, place)))).text
        )
        for row, words in enumerate(page.rows)
    )
    return replace(page, rows=rows)


def mask_text(text: str, regions: Sequence[str]) -> str:
    """Running text, masked as if each of its lines were a row of a page."""
    rows = tuple((Word(line, _NOWHERE, 1.0),) if line else () for line in text.split("\n"))
    page = Page(1, 1, rows)
    masked = mask(page, find(page, regions=regions))
    return "\n".join("".join(word.text for word in row) for row in masked.rows)


def _masked(word: Word, parts: Sequence[tuple[Span, str]], box: Box | None) -> Word:
    if not parts:
        return word
    text = word.text
    for span, placeholder in sorted(parts, key=lambda part: part[0].start, reverse=True):
        text = text[: span.start] + placeholder + text[span.end :]
    return replace(word, text=text, box=word.box if box is None else Box.around([word.box, box]))
