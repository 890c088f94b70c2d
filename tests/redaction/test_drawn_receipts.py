"""On drawn receipts of every country: what must go is gone, what the receipt is about is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading.drawing import Truth, countries, draw
from fairpanel.redaction import find, mask

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KINDS = {"card-number", "masked-card-number", "account-number", "phone-number", "mail-address", "loyalty-number"}


def drawn(country: str, seed: int) -> Truth:
    include = KINDS - ({"account-number"} if country == "US" else set())
    return draw(seed=seed, now=NOW, country=country, include=include).truth


def left(truth: Truth) -> list[str]:
    """The rows of a receipt, perfectly read, after masking."""
    rows = tuple(tuple(Word(word, Box(0, 0, 10, 10), 1.0) for word in row.text.split()) for row in truth.rows)
    page = Page(1000, 1000, rows)
    masked = mask(page, find(page, regions=[truth.country]))
    return [" ".join(word.text for word in row) for row in masked.rows]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("country", countries())
def test_nothing_that_must_go_is_left(country: str, seed: int) -> None:
    truth = drawn(country, seed)

    after = left(truth)

    there = [item for item in truth.sensitive if item.kind in KINDS]
    rows = [masked for row, masked in zip(truth.rows, after, strict=True) if any(i.text in row.text for i in there)]
    assert {item.kind for item in there} >= KINDS - {"account-number"}
    assert len(rows) >= len(KINDS) - 1
    assert [item.text for item in there if any(item.text[-4:] in row for row in rows)] == []


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("country", countries())
def test_rows_without_anything_sensitive_stay_letter_by_letter(country: str, seed: int) -> None:
    truth = drawn(country, seed)

    after = left(truth)

    plain = [
        (row.text, masked)
        for row, masked in zip(truth.rows, after, strict=True)
        if not any(item.text in row.text for item in truth.sensitive)
        and not any(line.pharmacy_only and row.text[:8] in line.text for line in truth.lines)
    ]
    assert [before for before, masked in plain if before.split() != masked.split()] == []
