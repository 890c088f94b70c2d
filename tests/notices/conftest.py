"""What tests of notices stand on: something to tell Alice, and a moment at which nobody sleeps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from fairpanel.members.models import Member
from fairpanel.notices.actions import tell
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Kind

Tell = Callable[..., Notice]


@pytest.fixture
def told(alice: Member, now: datetime) -> Tell:
    """Tell Alice of a change of the terms, or of something else."""

    def tell_alice(key: str = "terms:2", **other: Any) -> Notice:
        known: dict[str, Any] = {
            "kind": Kind.TERMS, "member_id": alice.id, "address": alice.email, "language": "en",
            "zone": "Europe/Berlin", "now": now,
            "facts": {"starts": "2027-03-01", "changes": "We pay <more> & sooner."},
        }  # fmt: skip
        tell(**known | {"key": key} | other)
        return Notice.objects.get(key=key)

    return tell_alice


@pytest.fixture
def result(told: Tell) -> Tell:
    """Tell Alice what became of a receipt, by its number."""

    def tell_alice(number: int = 1, *, state: str = "accepted", **other: Any) -> Notice:
        receipt_id = f"00000000-0000-7000-8000-{number:012}"
        facts = {"receipt_id": receipt_id, "state": state, "sentence": f"Receipt {number} counts."}
        return told(key=f"result:{receipt_id}:{state}", kind=Kind.RESULT, facts=facts, **other)

    return tell_alice
