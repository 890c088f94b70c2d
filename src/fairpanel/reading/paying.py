"""Finds how it was paid: charges on top, what was handed over, what came back, and whether in cash or by card."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fairpanel.reading import vocabulary
from fairpanel.reading.labelled_rows import Labelled
from fairpanel.reading.values import Field


def find_charges(labelled: Sequence[Labelled]) -> tuple[Field[Decimal], ...]:
    """What is charged on top of the lines: for service, for delivery."""
    return tuple(_field(entry) for entry in labelled if entry.meaning == "charge" and entry.amounts)


def find_tendered(labelled: Sequence[Labelled], total: Field[Decimal] | None) -> Field[Decimal] | None:
    """What was handed over, or put on the card: the first such sum that is no less than a total above it."""
    for entry in labelled:
        if entry.meaning == "tendered" and entry.amounts and _is_below(entry, total):
            found = _field(entry)
            if total is None or found.value >= total.value:
                return found
    return None


def find_change(labelled: Sequence[Labelled], total: Field[Decimal] | None) -> Field[Decimal] | None:
    """What was given back."""
    for entry in labelled:
        if entry.meaning == "change" and entry.amounts and _is_below(entry, total):
            found = _field(entry)
            return Field(abs(found.value), found.text, found.box, found.confidence)
    return None


def find_payment(labelled: Sequence[Labelled], total: Field[Decimal] | None) -> Field[str] | None:
    """How it was paid: `cash`, `card`, `transfer` or `voucher`, as the rows below the total say first."""
    for entry in labelled:
        if entry.meaning not in {"tendered", ""} or not entry.amounts or not _is_below(entry, total):
            continue
        for kind, match in vocabulary.find_keys("payments", entry.row.folded):
            row = entry.row
            span = match.span()
            return Field(kind, row.text[slice(*span)], row.box_between(*span), row.confidence_between(*span))
    return None


def _is_below(entry: Labelled, total: Field[Decimal] | None) -> bool:
    return total is None or entry.row.box.bottom > total.box.top


def _field(entry: Labelled) -> Field[Decimal]:
    amount = entry.amounts[-1]
    return Field(amount.value, amount.text, amount.box, amount.confidence)
