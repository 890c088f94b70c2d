"""Finds the word that says what the sums in a row are: total, tax, what was handed over, a mere count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount, amounts_in
from fairpanel.reading.print_rows import Row

RATE: Final = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
"""A rate of tax, as `19 %`."""

_PART_OF_NAMES: Final = frozenset({"tendered", "change", "tip", "charge", "other", "discount"})
_LABEL_SHARE_MIN: Final = 0.6
_MAY_BE_WHOLE: Final = frozenset({"total", "subtotal", "tax", "tendered", "change"})
_SIGN: Final = "|".join(map(re.escape, sorted(vocabulary.currency_signs(), key=len, reverse=True)))
_WHOLE: Final = re.compile(
    rf"[\s.:=*-]*(?P<sign>{_SIGN})?[\s.:]*"
    rf"(?P<number>\d{{1,3}}(?:[.,' ]\d{{3}})+|\d{{2,7}})\s?(?P<behind>{_SIGN})?[\s.:=*-]*"
)
_SIDE_BY_SIDE: Final = frozenset(
    {"total", "subtotal", "tax", "tip", "charge", "rounding", "tendered", "change", "discount"}
)
# Words that stand over a table of taxes, and before the tax itself where its rate stands between:
# `Tax rate (9%): 2.28`.
_RATES: Final = frozenset({"TAXRATE", "GSTRATE", "TAXAIVA", "TAUXTVA", "TIPOIVA"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row's label and the sums it speaks of; `meaning` is empty where there is none.

    `in_table` marks the rows of the small table of taxes by rate, which has sums of its own.
    """

    row: Row
    meaning: str
    phrase: str
    amounts: tuple[Amount, ...]
    in_table: bool


def label_rows(rows: Sequence[Row]) -> list[Labelled]:
    """Each row with its label; a label that stands alone lends itself to the sums in the row below."""
    labelled: list[Labelled] = []
    lent = ("", "")
    in_table = False
    for row in rows:
        amounts = tuple(amounts_in(row))
        meaning, phrase = _label(row, amounts)
        if not amounts and meaning in _MAY_BE_WHOLE and not vocabulary.is_listed("weaker_total", phrase):
            amounts = tuple(_whole_amount(row))
        if parts := _side_by_side(row, amounts):
            lent = ("", "")
            labelled += parts
            continue
        if not amounts:
            in_table = bool(vocabulary.find("tax_table", row.folded)) or (in_table and meaning != "")
            alone = not any(map(str.isdigit, row.text)) and sum(map(str.isalpha, row.text)) <= len(phrase) + 4
            lent = (meaning, phrase) if alone else ("", "")
        else:
            if not meaning and len(row.words) <= len(amounts) * 2:
                meaning, phrase = lent
            lent = ("", "")
        labelled.append(Labelled(row, meaning, phrase, amounts, in_table and len(amounts) > 1))
    return _with_last_sums(_without_false_labels(labelled))


def _whole_amount(row: Row) -> Iterator[Amount]:
    """The sum without cents behind a word for it, where nothing else stands there: `Total 20000`, `TOTAL 48,000`."""
    label = vocabulary.labels_in(row.folded)[-1]
    if match := _WHOLE.fullmatch(row.folded, label.end):
        value = Decimal(re.sub(r"\D", "", match["number"]))
        sign = vocabulary.currency_signs().get(re.sub(r"[\s.:]", "", match["sign"] or match["behind"] or ""))
        yield Amount(value, sign, row, *match.span("number"))


def _side_by_side(row: Row, amounts: Sequence[Amount]) -> list[Labelled]:
    """The sums of a row that has several words for sums, each with its own behind it: `TAX .26 BAL 2.24`."""
    labels = vocabulary.labels_in(row.folded) if len(amounts) > 1 else []
    if len({label.meaning for label in labels} & _SIDE_BY_SIDE) != len(labels) or len(labels) < 2:  # noqa: PLR2004
        return []
    ends = [label.start for label in labels[1:]] + [len(row.folded)]
    behind = [
        tuple(amount for amount in amounts if label.end <= amount.start < end)
        for label, end in zip(labels, ends, strict=True)
    ]
    if not all(behind) or sum(map(len, behind)) != len(amounts):
        return []
    return [
        Labelled(row, label.meaning, label.phrase, some, in_table=False)
        for label, some in zip(labels, behind, strict=True)
    ]


def _with_last_sums(labelled: list[Labelled]) -> list[Labelled]:
    """What is called a subtotal, and is a sum above it with the tax that stands between them, is the total."""
    return [
        replace(entry, meaning="total")
        if entry.meaning == "subtotal" and entry.amounts and _is_with_tax(entry, labelled[:place])
        else entry
        for place, entry in enumerate(labelled)
    ]


def _is_with_tax(entry: Labelled, above: Sequence[Labelled]) -> bool:
    bases = [place for place, base in enumerate(above) if base.meaning in {"total", "subtotal"} and base.amounts]
    for place in bases:
        taxes = [tax.amounts[-1].value for tax in above[place + 1 :] if tax.meaning == "tax" and tax.amounts]
        if taxes and above[place].amounts[-1].value + sum(taxes, Decimal(0)) == entry.amounts[-1].value:
            return True
    return False


def _without_false_labels(labelled: list[Labelled]) -> list[Labelled]:
    """Above the first sum a word like `bar` or `tip` in a longer text is part of a product's name."""
    sums = (place for place, entry in enumerate(labelled) if entry.meaning in {"total", "subtotal"} and entry.amounts)
    first = next(sums, 0)
    return [
        replace(entry, meaning="", phrase="")
        if place < first and entry.meaning in _PART_OF_NAMES and entry.amounts and _is_of_product(entry)
        else entry
        for place, entry in enumerate(labelled)
    ]


def _is_of_product(entry: Labelled) -> bool:
    letters = sum(map(str.isalpha, entry.row.text[: entry.amounts[0].start]))
    taken_off = entry.meaning == "tendered" and entry.amounts[-1].value < 0
    return taken_off or len(entry.phrase) < _LABEL_SHARE_MIN * letters


def _label(row: Row, amounts: Sequence[Amount]) -> tuple[str, str]:
    labels = vocabulary.labels_in(row.folded)
    if not labels:
        return "", ""
    if len(amounts) == 1 and amounts[0].start > labels[0].end and labels[0].phrase in _RATES and RATE.search(row.text):
        return "tax", labels[0].phrase
    first = next((label for label in labels if label.meaning == "subtotal"), labels[0])
    if first.meaning == "other":
        first = next((label for label in labels if label.meaning in {"total", "subtotal"}), first)
        if first is not labels[0] and first.start < labels[0].end + 2 and amounts:
            first = labels[0]
    rest = row.folded[first.end :]
    if first.meaning == "total" and vocabulary.find("without_tax", rest):
        return "subtotal", "".join(first.phrase)
    if first.meaning == "total" and amounts and any(label.meaning == "discount" for label in labels[1:]):
        return "discount", first.phrase
    return first.meaning, first.phrase
