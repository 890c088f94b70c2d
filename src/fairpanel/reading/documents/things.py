"""Finds what was bought in an order's rows: by the heads of its table, by the word for a price, or as on a receipt.

Of several ways to read the lines, the one is taken whose lines add up to what was paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount, amounts_in
from fairpanel.reading.documents import words
from fairpanel.reading.documents.cells import Cell, cells_in, nearest
from fairpanel.reading.print_rows import Row, fold
from fairpanel.reading.values import Line

_COLUMNS: Final = ("column_one", "column_sum", "column_count", "column_text")
_HEAD_CELLS_MAX: Final = 8
_LETTERS_MIN: Final = 2
_COUNT: Final = re.compile(r"(?:X\s?)?(\d{1,4})(?:[.,]0{1,3})?(?:\s?(?:X|ST|STK|PCS?|UDS?|PZ))?\.?")
_COUNT_BEHIND: Final = re.compile(r"\s[xX×*]\s?(\d{1,3})$")  # noqa: RUF001 - the sign for times
_DETAIL: Final = re.compile(r"^\W*[^\d:]{2,40}:\s")
_BESIDE_WORDS_MAX: Final = 6
_ROWS_ABOVE_MAX: Final = 6
_PAYMENTS: Final = frozenset({"tendered", "change"})
_PAYMENT_SHARE_MIN: Final = 0.9
_SUM_SHARE_MIN: Final = 0.5
_SUMS: Final = frozenset({"total", "subtotal", "tax", "tendered", "change"})


def things_bought(
    rows: Sequence[Row], as_on_receipt: Sequence[Line], *, total: Decimal | None, sums: Sequence[Decimal]
) -> tuple[Line, ...]:
    """The lines of the order in `rows`.

    `as_on_receipt` is how a receipt's rules read them; `total` what was paid, `sums` what else the lines may add up to.
    """
    at_total = _by_word_for_price(rows, "total")
    heads = {row.text for row in rows if _heads_of(row)}
    found: tuple[Sequence[Line], ...] = (
        _by_heads(rows),
        _by_word_for_price(rows, "price"),
        # One thing may be said to cost the total; that is believed where it does.
        at_total if _sum(at_total) == total else (),
        [_counted(line) for line in as_on_receipt if _is_thing(line) and line.text not in heads],
    )
    ways = [way for way in found if way]
    beside = list(_beside(rows))
    if not ways:
        return ()
    for way in ways:
        missing = [line for line in beside if not _is_among(line, way)]
        for lines in ([*way, *missing], way):
            if total is not None and _sum(lines) == total:
                return tuple(lines)
        if _sum(way) in sums:
            return (*way, *missing)
    best = ways[0]
    return (*best, *(line for line in beside if not _is_among(line, best)))


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.price for line in lines), Decimal(0))


def _is_among(line: Line, lines: Sequence[Line]) -> bool:
    return any(other.box.top < line.box.bottom and line.box.top < other.box.bottom for other in lines)


def _is_thing(line: Line) -> bool:
    """Whether a receipt's rules found a thing here, and no label with an amount in it, nor postage that is free."""
    named = sum(map(str.isalpha, line.text)) >= _LETTERS_MIN and not line.text.rstrip().endswith(":")
    return named and (bool(line.price) or not _is_beside(line.text))


def _counted(line: Line) -> Line:
    """The line with the count taken out of `Lamp x 3`, which shops write behind a name."""
    behind = _COUNT_BEHIND.search(line.text)
    if behind is None or line.quantity is not None:
        return line
    return replace(line, text=line.text[: behind.start()].rstrip(), quantity=Decimal(behind[1]))


@dataclass(frozen=True, slots=True)
class _Heads:
    """The head of an order's table: its columns' meanings and boxes, from left to right."""

    meanings: tuple[str, ...]
    boxes: tuple[Box, ...]

    def meaning_at(self, box: Box) -> str:
        """What the column above `box` holds."""
        return self.meanings[nearest(box, self.boxes)]

    @property
    def figures_from(self) -> int:
        """Where the first column begins that stands right of the text."""
        text = self.meanings.index("column_text") if "column_text" in self.meanings else -1
        return self.boxes[text + 1].left if text + 1 < len(self.boxes) else self.boxes[-1].left


def _by_heads(rows: Sequence[Row]) -> list[Line]:
    """The lines of tables whose columns have heads."""
    lines: list[Line] = []
    heads: _Heads | None = None
    waiting: Row | None = None
    for row in rows:
        if found := _heads_of(row):
            heads, waiting = found, None
        elif heads is None:
            continue
        elif _is_sum(row):
            heads = None
        elif not amounts_in(row):
            waiting = row if _is_text(row) else None
        elif line := _line_under(heads, row, waiting):
            lines.append(line)
            waiting = None
    return lines


def _heads_of(row: Row) -> _Heads | None:
    cells = cells_in(row)
    if len(cells) > _HEAD_CELLS_MAX or amounts_in(row):
        return None
    named = [(_meaning(cell), cell.box) for cell in cells]
    known = [meaning for meaning, _ in named if meaning]
    priced = {"column_sum", "column_one"} & set(known)
    if len(known) < 2 or not priced or not {"column_text", "column_count"} & set(known):  # noqa: PLR2004 - a table
        return None
    return _Heads(tuple(meaning or "" for meaning, _ in named), tuple(box for _, box in named))


def _meaning(cell: Cell) -> str | None:
    folded = Row(cell.words, 0).folded
    bare = re.sub(r"\((?:[^()]*)\)|\b(?:EUR|GBP|USD|CHF)\b|[€£$]", "", folded)
    return next((name for name in _COLUMNS if words.is_listed(name, bare)), None)


def _is_sum(row: Row) -> bool:
    labels = vocabulary.labels_in(row.folded)
    if not labels or labels[0].meaning not in _SUMS or not amounts_in(row):
        return False
    # A thing may be called `Gift card holder`: such a label is all that stands before the amount.
    letters = sum(map(str.isalpha, row.folded[: amounts_in(row)[0].start]))
    share = _PAYMENT_SHARE_MIN if labels[0].meaning in _PAYMENTS else _SUM_SHARE_MIN
    return sum(map(str.isalpha, labels[0].phrase)) >= share * letters


def _is_text(row: Row) -> bool:
    return sum(map(str.isalpha, row.text)) >= _LETTERS_MIN and not _DETAIL.match(row.text)


def _line_under(heads: _Heads, row: Row, above: Row | None) -> Line | None:
    amounts = amounts_in(row)
    priced = [(heads.meaning_at(amount.box), amount) for amount in amounts]
    price = next((a for meaning, a in reversed(priced) if meaning == "column_sum"), amounts[-1])
    one = next((a for meaning, a in priced if meaning == "column_one" and a is not price), None)
    count = None
    for cell in cells_in(row):
        found = _COUNT.fullmatch(cell.text.upper())
        if found and heads.meaning_at(cell.box) == "column_count":
            count = Decimal(found[1])
    text_words = [
        word
        for word in row.words
        if word.box.left < min(heads.figures_from, *(amount.box.left for amount in amounts))
        and not (count is not None and word.box.right <= heads.boxes[0].right and heads.meanings[0] == "column_count")
    ]
    rows = [row]
    text = " ".join(word.text for word in text_words)
    if sum(map(str.isalpha, text)) < _LETTERS_MIN:
        if above is None:
            return None
        rows, text = [above, row], above.text
    if count is not None and one is not None and price is one:
        one = None
    return Line(
        text=text.strip(" -.:*"),
        quantity=count,
        unit_price=one.value if one is not None else None,
        price=price.value,
        box=Box.around(each.box for each in rows),
        confidence=min(word.confidence for each in rows for word in each.words),
    )


def _by_word_for_price(rows: Sequence[Row], word: str) -> list[Line]:
    """Lines whose price stands below their name as `Item price: 3.96`, with other details between."""
    lines: list[Line] = []
    for place, row in enumerate(rows):
        amounts = amounts_in(row)
        if len(amounts) != 1 or not words.is_listed(word, row.folded[: amounts[0].start].rstrip("£€$ ")):
            continue
        name = _name_above(rows, place)
        if name is not None:
            lines.append(_named(name, row, amounts[0]))
    return lines


def _name_above(rows: Sequence[Row], place: int) -> Row | None:
    for above in reversed(rows[max(place - _ROWS_ABOVE_MAX, 0) : place]):
        ends = above.text.rstrip().endswith(":") and bool(vocabulary.labels_in(above.folded))
        if ends or amounts_in(above) or _heads_of(above):
            return None
        if _is_text(above):
            return above
    return None


def _named(name: Row, row: Row, amount: Amount) -> Line:
    both = (name, row)
    return Line(
        text=name.text.strip(),
        quantity=None,
        unit_price=None,
        price=amount.value,
        box=Box.around(each.box for each in both),
        confidence=min(word.confidence for each in both for word in each.words),
    )


def _is_beside(text: str) -> bool:
    return words.find("beside_things", fold(text)) is not None


def _beside(rows: Sequence[Row]) -> Iterator[Line]:
    """What is paid beside the things, or taken off: postage, packing, vouchers."""
    for row in rows:
        amounts = amounts_in(row)
        if len(amounts) != 1 or not amounts[0].value or len(row.text.split()) > _BESIDE_WORDS_MAX:
            continue
        text = row.text[: amounts[0].start].strip(" :£€$-")
        labels = vocabulary.labels_in(row.folded)
        meaning = labels[0].meaning if labels else ""
        if not _is_beside(text) or meaning in _SUMS:
            continue
        value = amounts[0].value
        price = -abs(value) if meaning == "discount" else value
        yield Line(text, None, None, price, row.box, min(word.confidence for word in row.words))
