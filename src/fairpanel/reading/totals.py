"""Finds what was paid: total, subtotal, taxes and tip, weighed by label, by place and by whether the sums add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise, permutations
from typing import Final

from fairpanel.reading import vocabulary
from fairpanel.reading.amounts import Amount
from fairpanel.reading.certainty import certainty, surety
from fairpanel.reading.labelled_rows import RATE, Labelled
from fairpanel.reading.values import Field

Money = Field[Decimal]
# No country's smallest coin is more than ten cents.
_ROUNDINGS: Final = frozenset(Decimal(cents) / 100 for cents in range(1, 10))
_TAX_ROUNDING: Final = Decimal("0.02")
_WAYS_MAX: Final = 64
_TAXES_MAX: Final = 7
_MARGIN_MAX: Final = 8.0

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
class Sums:
    """What stands below the lines."""

    subtotal: Money | None
    taxes: tuple[Money, ...]
    tip: Money | None
    total: Money | None
    adds_up: bool


def find_sums(labelled: Sequence[Labelled]) -> Sums:
    """Total, subtotal, taxes and tip among `labelled` rows."""
    subtotal = _last(labelled, "subtotal")
    tip = _last(labelled, "tip")
    candidates = [
        (amount, entry) for entry in labelled for amount in entry.amounts if amount.value or entry.meaning == "total"
    ]
    if not candidates:
        return Sums(subtotal, (), tip, None, adds_up=False)
    proofs = _proofs(labelled)
    seen = Counter(amount.value for amount, _ in candidates)
    heights = sorted(entry.row.height for entry in labelled)
    middle = heights[len(heights) // 2]
    own = [amount.value for amount, entry in candidates if entry.meaning not in {"tendered", "other", "change"}]
    largest = max(own, default=Decimal(0))
    last = max(entry.row.index for entry in labelled) or 1

    def likelihood(candidate: tuple[Amount, Labelled]) -> float:
        amount, entry = candidate
        score = _BY_LABEL[entry.meaning]
        if entry.meaning == "total":
            score += 2 * vocabulary.is_listed("stronger_total", entry.phrase)
            score -= 1.5 * vocabulary.is_listed("weaker_total", entry.phrase)
        score += 0.4 * min(seen[amount.value] - 1, 3)
        score += proofs.get(amount.value, 0.0)
        score += 0.8 * (amount.value == largest)
        score -= 2.0 * (amount.value < largest / 2 and amount.value not in proofs)
        score += min(max(entry.row.height / middle - 1, 0), 0.7)
        score += entry.row.index / last
        score -= 2.5 * entry.in_table
        score -= 1.0 * (amount is not entry.amounts[-1])
        return score - (amount.value <= 0) - ("." not in amount.text and "," not in amount.text)

    best = _as_paid(max(candidates, key=likelihood), candidates, labelled)
    value = best[0]
    others = [likelihood(candidate) for candidate in candidates if candidate[0].value != value.value]
    signals = {
        "likelihood": likelihood(best),
        "margin": min(_MARGIN_MAX, likelihood(best) - max(others, default=-_MARGIN_MAX)),
        "repeated": float(seen[value.value] > 1),
        "proved": float(value.value in proofs),
        "largest": float(value.value == largest),
        "read": surety(value.confidence),
    }
    total = Field(value.value, value.text, value.box, certainty("total", signals))
    return Sums(subtotal, _taxes(labelled, subtotal, total), tip, total, adds_up=proofs.get(value.value, 0) > 0)


def _as_paid(
    best: tuple[Amount, Labelled], candidates: Sequence[tuple[Amount, Labelled]], labelled: Sequence[Labelled]
) -> tuple[Amount, Labelled]:
    """What is paid where a tip is added or cash is rounded: the sum further down that is so much from the total."""
    tips = {entry.amounts[-1].value for entry in labelled if entry.meaning == "tip" and entry.amounts}
    for amount, entry in candidates:
        below = entry.row.index > best[1].row.index and entry.meaning in {"total", "tendered", ""}
        if below and amount.value - best[0].value in tips:
            return amount, entry
    if not any(entry.meaning == "rounding" for entry in labelled):
        return best
    roundings = {abs(a.value) for e in labelled if e.meaning == "rounding" for a in e.amounts} & _ROUNDINGS
    no_change = any(e.meaning == "change" and e.amounts and not e.amounts[-1].value for e in labelled)
    for amount, entry in candidates:
        if entry.row.index <= best[1].row.index or entry.in_table:
            continue
        apart = abs(amount.value - best[0].value)
        if entry.meaning in {"total", "rounding", "tendered"} and apart in roundings:
            return amount, entry
        if entry.meaning == "tendered" and no_change and apart in _ROUNDINGS:
            return amount, entry
    return best


def _proofs(labelled: Sequence[Labelled]) -> dict[Decimal, float]:
    """How much arithmetic on the page speaks for each value being the total."""
    proofs: dict[Decimal, float] = {}
    for value, weight in (*_from_payment(labelled), *_from_sums(labelled), *_from_items(labelled)):
        proofs[value] = max(proofs.get(value, 0.0), weight)
    return proofs


def _from_payment(labelled: Sequence[Labelled]) -> Iterator[tuple[Decimal, float]]:
    """What was handed over, less the change."""
    handed = [entry.amounts[-1].value for entry in labelled if entry.meaning == "tendered" and entry.amounts]
    for above, entry in pairwise(entry for entry in labelled if entry.amounts):
        if entry.meaning == "change" and not above.meaning:
            handed.append(above.amounts[-1].value)
    change = [abs(entry.amounts[-1].value) for entry in labelled if entry.meaning == "change" and entry.amounts]
    for paid in handed:
        for back in change:
            if paid > back:
                yield paid - back, 3.0 if back else 2.0


def _from_sums(labelled: Sequence[Labelled]) -> Iterator[tuple[Decimal, float]]:
    """A subtotal or an earlier total with the taxes, charges, tips and roundings that stand below it."""
    sums = [entry for entry in labelled if entry.meaning in {"subtotal", "total"} and entry.amounts]
    for base in sums:
        reached = {base.amounts[-1].value}
        for entry in labelled:
            if entry.row.index <= base.row.index or not entry.amounts or entry.in_table:
                continue
            value = entry.amounts[-1].value
            if entry.meaning == "discount":
                value = -abs(value)
            elif entry.meaning not in {"tax", "charge", "tip", "rounding"}:
                continue
            if not value or len(reached) > _WAYS_MAX:
                continue
            more = {known + value for known in reached}
            yield from ((known, 2.0) for known in more)
            reached |= more
    for first, second in pairwise(sums):
        yield first.amounts[-1].value + second.amounts[-1].value, 2.0


def _from_items(labelled: Sequence[Labelled]) -> Iterator[tuple[Decimal, float]]:
    """The prices that stand above a sum."""
    items: list[Decimal] = []
    for entry in labelled:
        if entry.meaning in {"total", "subtotal", "tax", "tendered", "change"}:
            if len(items) > 1:
                yield sum(items, Decimal(0)), 1.5
        elif entry.meaning in {"", "discount", "charge"} and entry.amounts:
            items.append(entry.amounts[-1].value)


def _taxes(labelled: Sequence[Labelled], subtotal: Money | None, total: Money) -> tuple[Money, ...]:
    """The taxes: by rate, where the page says the rates; of what it says twice, what leads from subtotal to total."""
    by_rate = [tax for entry in labelled for tax in _taxes_by_rate(entry)]
    if by_rate:
        return tuple(_field(tax) for tax in {(tax.text, tax.row.text): tax for tax in by_rate}.values())
    found: list[Money] = []
    for entry in labelled:
        if entry.meaning != "tax" or not entry.amounts:
            continue
        # Beside what it was taken from, the tax is the smallest.
        amount = min(entry.amounts, key=lambda a: abs(a.value))
        if abs(amount.value) < abs(total.value) or not total.value:
            found.append(_field(amount))
    if subtotal is not None and len(found) in range(2, _TAXES_MAX):
        for count in range(1, len(found) + 1):
            for some in combinations(found, count):
                if subtotal.value + sum((tax.value for tax in some), Decimal(0)) == total.value:
                    return some
    return tuple({tax.value: tax for tax in reversed(found)}.values())[::-1]


def _taxes_by_rate(entry: Labelled) -> Iterator[Amount]:
    """The tax in a row that gives a rate, what it is taken on, and the tax: `19% 8.39 1.60 9.99`."""
    for match in RATE.finditer(entry.row.text):
        rate = Decimal(match[1].replace(",", ".")) / 100
        for base, tax in permutations(entry.amounts, 2):
            on_net, in_gross = base.value * rate, base.value * rate / (1 + rate)
            if rate and tax.value and min(abs(on_net - tax.value), abs(in_gross - tax.value)) <= _TAX_ROUNDING:
                yield tax
                return


def _last(labelled: Sequence[Labelled], meaning: str) -> Money | None:
    for entry in reversed(labelled):
        if entry.meaning == meaning and entry.amounts and entry.amounts[-1].value > 0:
            return _field(entry.amounts[-1])
    return None


def _field(amount: Amount) -> Money:
    return Field(amount.value, amount.text, amount.box, amount.confidence)
