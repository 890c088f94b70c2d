"""Lays a page's elements out in rows and columns, well enough that a label and its amount stand on one row.

No style sheet is read and no picture fetched. Tables are laid out as tables, and so is what stands side by side in
other ways: floats, inline blocks, flex boxes, and the tables set to the left that mails are built from. Cells are set
at the top, so that a price stands beside the first row of what it is the price of. Text breaks nowhere but where it is
told to, or where it gets too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fairpanel.reading.documents.markup import Element
from fairpanel.reading.documents.typesetting import Run

_LINE_CHARACTERS_MAX: Final = 200
_GAP: Final = 2
_SPAN_MAX: Final = 20
# Mails are made for this width, in pixels; floats wider than it together stand below each other.
_MAIL_WIDTH_PX: Final = 600
_FULL: Final = 1.1
_WIDTH_UNKNOWN: Final = 0.3

_BLOCKS: Final = frozenset(
    "#root address article aside blockquote body caption dd details div dl dt fieldset figure footer form h1 h2 h3 h4"
    " h5 h6 header html legend li main nav ol p pre section summary tr ul table tbody thead tfoot td th hr".split()
)
# What was struck out is the old price.
_UNSEEN: Final = frozenset(
    "head script style title template del s strike noscript select datalist object audio video".split()
)
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
_BESIDE: Final = re.compile(r"float\s*:\s*(?:left|right)|display\s*:\s*(?:inline-block|inline-table|table-cell)")
_FLEX: Final = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid|table-row)")
_STACKED: Final = re.compile(r"flex-direction\s*:\s*column|display\s*:\s*(?:inline-)?grid")
_WIDTH: Final = re.compile(r"(?<![-\w])width\s*:\s*(\d{1,4}(?:\.\d{1,4})?)(%|px)")
_WIDTH_ATTRIBUTE: Final = re.compile(r"\s*(\d{1,4})\s*(%?)")


def lay_out(root: Element) -> Iterator[Run]:
    """The text below `root` that a reader sees, run by run, each at its row and column."""
    return _runs(_block(root), 0, 0)


@dataclass(slots=True)
class _Block:
    """Laid out text: its size in characters, its own lines, and other blocks at a row and column of it."""

    width: int = 0
    height: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[tuple[int, int, _Block]] = field(default_factory=list)

    def add_line(self, text: str) -> None:
        start = 0
        while start < len(text):
            end = min(start + _LINE_CHARACTERS_MAX, len(text))
            if end < len(text):
                end = text.rfind(" ", start + 1, end) + 1 or end
            self.lines.append((self.height, text[start:end]))
            self.height += 1
            self.width = max(self.width, end - start)
            start = end

    def add_block(self, block: _Block) -> None:
        if block.height:
            self.blocks.append((self.height, 0, block))
            self.height += block.height
            self.width = max(self.width, block.width)

    def add_beside(self, cells: Sequence[_Block]) -> None:
        column = height = 0
        for cell in cells:
            if cell.height:
                self.blocks.append((self.height, column, cell))
                column += cell.width + _GAP
                height = max(height, cell.height)
        self.width = max(self.width, column)
        self.height += height


def _runs(block: _Block, row: int, column: int) -> Iterator[Run]:
    waiting = [(row, column, block)]
    while waiting:
        top, left, current = waiting.pop()
        yield from (Run(top + line, left, text) for line, text in current.lines)
        waiting.extend((top + down, left + right, inner) for down, right, inner in current.blocks)


def _block(element: Element) -> _Block:
    flow = _Flow(keeps_lines=element.tag == "pre")
    _pour(element, flow, beside=_lies_in_row(element))
    flow.end_line()
    return flow.block


class _Flow:
    """Text and blocks in the order in which they come, broken into lines."""

    def __init__(self, *, keeps_lines: bool) -> None:
        self.block = _Block()
        self._keeps_lines = keeps_lines
        self._text: list[str] = []
        self._cells: list[_Block] = []
        self._room = 0.0

    def add_text(self, text: str) -> None:
        if self._cells and text.strip():
            self._end_cells()
        if not self._keeps_lines:
            self._text.append(text)
            return
        first, *rest = text.split("\n")
        self._text.append(first)
        for line in rest:
            self.end_line()
            self._text.append(line)

    def add_block(self, block: _Block) -> None:
        self.end_line()
        self.block.add_block(block)

    def add_beside(self, block: _Block, share: float) -> None:
        self._end_text()
        if self._room + share > _FULL:
            self._end_cells()
        self._room += share
        self._cells.append(block)

    def end_line(self) -> None:
        self._end_cells()
        self._end_text()

    def _end_text(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        text = text.rstrip() if self._keeps_lines else " ".join(text.split())
        if text.strip():
            self._end_cells()
            self.block.add_line(text)

    def _end_cells(self) -> None:
        cells, self._cells, self._room = self._cells, [], 0.0
        self.block.add_beside(cells)


def _pour(element: Element, flow: _Flow, *, beside: bool) -> None:
    for child in element.children:
        if isinstance(child, str):
            flow.add_text(child)
            continue
        style = child.attributes.get("style", "").lower()
        if child.tag == "br":
            flow.end_line()
        elif child.tag in _UNSEEN or "hidden" in child.attributes or _HIDDEN.search(style):
            continue
        elif child.tag == "table":
            block = _table(child)
            if beside or child.attributes.get("align", "").lower() in {"left", "right"} or _BESIDE.search(style):
                flow.add_beside(block, _share(child, style))
            else:
                flow.add_block(block)
        elif beside or _BESIDE.search(style):
            flow.add_beside(_block(child), _share(child, style))
        elif child.tag in _BLOCKS:
            flow.add_block(_block(child))
        else:
            _pour(child, flow, beside=False)


def _lies_in_row(element: Element) -> bool:
    style = element.attributes.get("style", "").lower()
    return bool(_FLEX.search(style)) and not _STACKED.search(style)


def _share(element: Element, style: str) -> float:
    """How much of its container's width the element asks for, from 0 to 1."""
    found = _WIDTH.search(style) or _WIDTH_ATTRIBUTE.fullmatch(element.attributes.get("width", ""))
    if found is None:
        return _WIDTH_UNKNOWN
    width = float(found[1])
    return width / 100 if found[2] == "%" else width / _MAIL_WIDTH_PX


def _table(table: Element) -> _Block:
    """A table: columns as wide as their widest cell, cells set at the top of their row."""
    widths: dict[int, int] = {}
    rows: list[list[tuple[int, int, _Block]]] = []
    block = _Block()
    covered: dict[int, int] = {}
    for row in _rows_of(table):
        placed: list[tuple[int, int, _Block]] = []
        column = 0
        cells = [cell for cell in row.children if isinstance(cell, Element) and cell.tag not in _UNSEEN]
        now_covered = {place: left for place, left in covered.items() if left > 0}
        covered = {place: left - 1 for place, left in now_covered.items()}
        for cell in cells:
            if _HIDDEN.search(cell.attributes.get("style", "").lower()):
                continue
            while column in now_covered:
                column += 1
            span = _number(cell, "colspan")
            inner = _block(cell)
            placed.append((column, span, inner))
            if span == 1:
                widths[column] = max(widths.get(column, 0), inner.width)
            if (down := _number(cell, "rowspan")) > 1:
                covered.update(dict.fromkeys(range(column, column + span), down - 1))
            column += span
        rows.append(placed)
    _widen(widths, rows)
    starts = _starts(widths)
    for placed in rows:
        height = 0
        for column, _, inner in placed:
            if inner.height:
                block.blocks.append((block.height, starts[column], inner))
                block.width = max(block.width, starts[column] + inner.width)
                height = max(height, inner.height)
        block.height += height
    return block


def _rows_of(table: Element) -> Iterator[Element]:
    for child in table.children:
        if isinstance(child, str):
            if child.strip():
                yield Element("tr", {}, [Element("td", {}, [child])])
            continue
        if child.tag in _UNSEEN:
            continue
        if _HIDDEN.search(child.attributes.get("style", "").lower()):
            continue
        if child.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows_of(child)
        elif child.tag == "tr":
            yield child
        else:
            # A caption, or what has lost its way into the table: a row of its own.
            yield Element("tr", {}, [Element("td", {}, [child])])


def _widen(widths: dict[int, int], rows: Sequence[Sequence[tuple[int, int, _Block]]]) -> None:
    """Give the last column under a wide cell what the columns under it lack."""
    for placed in rows:
        for column, span, inner in placed:
            for place in range(column, column + span):
                widths.setdefault(place, 0)
            behind = any(right > column and other.height for right, _, other in placed)
            if span > 1 and behind:
                room = sum(widths[place] + _GAP for place in range(column, column + span)) - _GAP
                widths[column + span - 1] += max(inner.width - room, 0)


def _starts(widths: dict[int, int]) -> dict[int, int]:
    starts, at = {}, 0
    for column in range(max(widths, default=-1) + 1):
        starts[column] = at
        width = widths.get(column, 0)
        at += width + _GAP if width else 0
    return starts


def _number(cell: Element, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.attributes.get(name, ""))
    return min(max(int(found[1]), 1), _SPAN_MAX) if found else 1
