"""Which paper it is, where it says of no purchase what was bought: a card slip, a refund, an ATM slip, a gift card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from fairpanel.kit.page import Box
from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import amounts_in
from fairpanel.reading.print_rows import Row, around, fold
from fairpanel.reading.values import Field, Line

# What several different phrases of one list are worth together; one alone says nothing.
_BY_PHRASES: Final = (0.0, 0.0, 0.4, 0.75, 0.9)
_PROVEN: Final = 0.9
_SAID: Final = 0.4
_LETTERS_OF_MONEY: Final = 3
_HEAD_ROWS: Final = 10
_WORDS_OF_HEADING_MAX: Final = 3


def find_paper(
    rows: Sequence[Row], lines: Sequence[Line], total: Field[Decimal] | None, *, is_taxed: bool
) -> Field[str] | None:
    """What the paper is, or None where it may be an ordinary receipt: a word of `programme.PaperKind`.

    Lines that were bought, or a tax, speak for a receipt, whatever else is printed on it: a till prints the card's slip
    below.
    """
    bought = [line for line in lines if not _is_sum_of_slip(line)]
    found = [_returned(rows, bought, total), _gift_card(bought) if bought else _cards_of(total, rows)]
    if not bought and not is_taxed:
        found += [_slip("atm-slip", "papers.atm_slip", rows), _slip("card-slip", "papers.card_slip", rows)]
        found.append(_form(rows))
    return max((one for one in found if one), key=lambda one: one.confidence, default=None)


def _returned(rows: Sequence[Row], bought: Sequence[Line], total: Field[Decimal] | None) -> Field[str] | None:
    """Money went back: a negative total, or nothing but negative lines. The word alone may be a shop's terms."""
    said = next(((row, match) for row in rows for match in vocabulary.find_all("papers.returned", row.folded)), None)
    given_back = [line for line in bought if line.price < 0]
    is_negative = total is not None and total.value < 0
    if is_negative or (given_back and len(given_back) == len(bought) and (total is None or not _is_above(total))):
        boxes = [total.box] if is_negative and total else [line.box for line in given_back]
        sure = _PROVEN if said else _SAID
        return Field("return-only", said[1].group() if said else "", Box.around(boxes), sure)
    if said and not bought and said[0].index < _HEAD_ROWS and len(said[0].words) <= _WORDS_OF_HEADING_MAX:
        return Field("return-only", said[0].text, said[0].box, _SAID)
    return None


def _is_above(total: Field[Decimal]) -> bool:
    """Whether more was paid than was given back: an exchange."""
    return total.value > 0 and not total.text.strip().startswith("-")


def _gift_card(bought: Sequence[Line]) -> Field[str] | None:
    """Nothing was bought but money on a card."""
    paid = [line for line in bought if line.price > 0]
    cards = [line for line in paid if vocabulary.find("papers.gift_card", line.text.upper())]
    if not cards or len(cards) < len(paid):
        return None
    return Field("gift-card", cards[0].text, Box.around(line.box for line in cards), _PROVEN)


def _cards_of(total: Field[Decimal] | None, rows: Sequence[Row]) -> Field[str] | None:
    """The rows above the total are gift cards that make it. Below it, a card is what was paid with."""
    above = [row for row in rows if total is not None and row.box.bottom <= total.box.top]
    cards = [row for row in above if vocabulary.find("papers.gift_card", row.folded) and amounts_in(row)]
    if total is None or sum(amounts_in(row)[-1].value for row in cards) != total.value or not cards:
        return None
    return Field("gift-card", cards[0].text, around(cards), _PROVEN)


def _slip(kind: str, name: str, rows: Sequence[Row]) -> Field[str] | None:
    """Several different phrases that such a slip prints, and no line of anything bought."""
    seen = {match.group(): (row, match.span()) for row, match in _phrases(rows, name)}
    worth = _BY_PHRASES[min(len(seen), len(_BY_PHRASES) - 1)]
    if not worth:
        return None
    boxes = [row.box_between(*span) for row, span in seen.values()]
    return Field(kind, ", ".join(seen), Box.around(boxes), worth)


def _form(rows: Sequence[Row]) -> Field[str] | None:
    """A pad that somebody fills in by hand. What is printed on it makes that likely, never sure."""
    form = _slip("handwritten", "papers.form", rows)
    return form and Field(form.value, form.text, form.box, _SAID)


def _phrases(rows: Iterable[Row], name: str) -> Iterator[tuple[Row, re.Match[str]]]:
    for row in rows:
        for match in vocabulary.find_all(name, row.folded):
            yield row, match


def _is_sum_of_slip(line: Line) -> bool:
    """Whether nothing but the name of a sum, and of its money, stands before the price."""
    text = rest = fold(line.text)
    for name in ("papers.slip_sum", "papers.atm_slip", "papers.card_slip"):
        rest = vocabulary.without(name, rest)
    return rest != text and sum(map(str.isalpha, rest)) <= _LETTERS_OF_MONEY
