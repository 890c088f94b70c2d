"""The reference page names every field and every kind that a file may have."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from fairpanel.programme import Offer, Programme, ReceiptRules, Recipient, Region, Retention, Version

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "programme.md").read_text("utf-8")


def test_the_page_names_every_field_and_kind() -> None:
    kinds = get_args(get_args(Offer)[0])
    tables = (Programme, Version, Recipient, Region, ReceiptRules, Retention, *kinds)
    words = {field.alias or name for table in tables for name, field in table.model_fields.items()}
    words |= {get_args(kind.model_fields["kind"].annotation)[0] for kind in kinds}

    missing = {word for word in words - {"code", "version"} if f"`{word}`" not in PAGE}

    assert missing == set()
