"""Finds what was paid: total, subtotal, taxes and tip, weighed by label, by place and by whether the sums add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount, amounts_in
from fairpanel.reading.print_rows import Row
from fairpanel.reading.values import Field

Money = Field[Decimal]
_CENT: Final = Decimal("0.01")
_TABLE_FROM_AMOUNTS: Final = 3

# How much a label speaks for an amount being the total. Chosen by us, in the order of what people would bet.
_BY_LABEL: Final = {
    "total": 3.0,
    "tendered": 0.4,
    "": 0.0,
    "subtotal": -0.8,
    "other": -3.0,
    "tax": -4.0,
    "tip": -4.0,
    "charge": -4.0,
    "rounding": -4.0,
    "change": -4.0,
    "discount": -4.0,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row's label and the sums it speaks of; `meaning` is empty where there is none."""

    row: Row
    meaning: str
    phrase: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What stands below the lines."""

    subtotal: Money | None
    taxes: tuple[Money, ...]
    tip: Money | None
    total: Money | None
    adds_up: bool


def label_rows(rows: Sequence[Row]) -> list[Labelled]:
    """Each row with its label; a label whose sums stand in the row below lends it to that row."""
    labelled: list[Labelled] = []
    lent = ("", "")
    for row in rows:
        amounts = tuple(amounts_in(row))
        meaning, phrase = _label(row, amounts)
        if meaning:
            lent = ("", "") if amounts or meaning == "other" else (meaning, phrase)
        elif amounts:
            only = len(row.words) <= len(amounts) * 2
            meaning, phrase = lent if only else ("", "")
            lent = ("", "")
        elif sum(map(str.isalpha, row.text)) > 3:  # noqa: PLR2004 - a row of other words ends the loan
            lent = ("", "")
        labelled.append(Labelled(row, meaning, phrase, amounts))
    return labelled


def find_sums(labelled: Sequence[Labelled]) -> Sums:
    """Total, subtotal, taxes and tip among `labelled` rows."""
    subtotal = _last(labelled, "subtotal")
    tip = _last(labelled, "tip")
    taxes = _taxes(labelled)
    candidates = [(amount, entry) for entry in labelled for amount in _of_interest(entry) if amount.value > 0]
    if not candidates:
        return Sums(subtotal, taxes, tip, None, adds_up=False)
    proofs = _proofs(labelled, subtotal, taxes, tip)
    seen = Counter(amount.value for amount, _ in candidates)
    heights = sorted(entry.row.height for entry in labelled)
    middle = heights[len(heights) // 2]
    largest = max((a.value for a, e in candidates if e.meaning not in {"tendered", "other"}), default=Decimal(0))
    last = max(entry.row.index for entry in labelled) or 1

    def likelihood(candidate: tuple[Amount, Labelled]) -> float:
        amount, entry = candidate
        score = _BY_LABEL[entry.meaning]
        if entry.meaning == "total":
            score += vocabulary.is_listed("stronger_total", entry.phrase)
            score -= 1.5 * vocabulary.is_listed("weaker_total", entry.phrase)
        score += 0.4 * min(seen[amount.value] - 1, 3)
        score += proofs.get(amount.value, 0.0)
        score += 0.8 * (amount.value == largest)
        score += min(max(entry.row.height / middle - 1, 0), 0.7)
        score += 0.5 * entry.row.index / last
        score -= 1.5 * (len(entry.amounts) >= _TABLE_FROM_AMOUNTS)
        return score

    best = max(candidates, key=likelihood)
    strength = likelihood(best)
    certainty = min(1.0, max(0.2, 0.45 + strength / 12))
    value = best[0]
    total = Field(value.value, value.text, value.box, value.confidence * certainty)
    return Sums(subtotal, taxes, tip, total, adds_up=proofs.get(value.value, 0) > 0)


def _label(row: Row, amounts: Sequence[Amount]) -> tuple[str, str]:
    labels = vocabulary.labels_in(row.folded)
    if not labels:
        return "", ""
    first = labels[0]
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


def _of_interest(entry: Labelled) -> Sequence[Amount]:
    return entry.amounts


def _proofs(
    labelled: Sequence[Labelled], subtotal: Money | None, taxes: Sequence[Money], tip: Money | None
) -> dict[Decimal, float]:
    """How much arithmetic on the page speaks for each value being the total."""
    proofs: dict[Decimal, float] = {}

    def prove(value: Decimal, weight: float) -> None:
        proofs[value] = max(proofs.get(value, 0.0), weight)

    tendered = [amount.value for entry in labelled if entry.meaning == "tendered" for amount in entry.amounts[-1:]]
    change = [abs(amount.value) for entry in labelled if entry.meaning == "change" for amount in entry.amounts[-1:]]
    for paid in tendered:
        for back in change:
            if back > 0 or paid > 0:
                prove(paid - back, 3.0 if back else 1.5)
    if subtotal is not None:
        more = [abs(a.value) for e in labelled if e.meaning in {"charge", "tip"} for a in e.amounts[-1:]]
        rounding = [a.value for e in labelled if e.meaning == "rounding" for a in e.amounts[-1:]]
        tax = sum((field.value for field in taxes), Decimal(0))
        for added in {Decimal(0), sum(more, Decimal(0)), tip.value if tip else Decimal(0)}:
            for rounded in {Decimal(0), *rounding, *(-value for value in rounding)}:
                if tax or added or rounded:
                    prove(subtotal.value + tax + added + rounded, 2.5)
    items: list[Decimal] = []
    for entry in labelled:
        if entry.meaning in {"total", "subtotal", "tax", "tendered", "change"}:
            if len(items) > 1:
                prove(sum(items, Decimal(0)), 1.5)
        elif entry.meaning in {"", "discount", "charge"} and entry.amounts:
            items.append(entry.amounts[-1].value)
    return proofs


def _taxes(labelled: Sequence[Labelled]) -> tuple[Money, ...]:
    """Tax amounts: of a row with several sums the one that is a part of another, or else the last."""
    found: dict[str, Money] = {}
    for entry in labelled:
        if entry.meaning != "tax" or not entry.amounts:
            continue
        amount = entry.amounts[-1]
        if len(entry.amounts) > 1:
            amount = min(entry.amounts, key=lambda a: abs(a.value))
        found.setdefault(f"{entry.phrase} {amount.value}", _field(amount))
    return tuple(found.values())


def _last(labelled: Sequence[Labelled], meaning: str) -> Money | None:
    for entry in reversed(labelled):
        if entry.meaning == meaning and entry.amounts and entry.amounts[-1].value > 0:
            return _field(entry.amounts[-1])
    return None


def _field(amount: Amount) -> Money:
    return Field(amount.value, amount.text, amount.box, amount.confidence)
