"""What tests of pay stand on: a panelist's contributions, and a budget that is filled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import actions
from fairpanel.rewards.values import Kind

Earn = Callable[..., Money]


@pytest.fixture
def earn(programme: Programme) -> Earn:
    """Contribute something: a receipt under the default programme, if nothing else is said."""

    def contribute(
        member: Member, *, done_at: datetime, kind: Kind = Kind.RECEIPT, subject: UUID | None = None,
        under: Programme = programme, now: datetime | None = None, **more: Any,
    ) -> Money:  # fmt: skip
        return actions.earn(
            member=member, subject=subject or uuid4(), kind=kind, done_at=done_at, programme=under, now=now or done_at,
            **more,
        )  # fmt: skip

    return contribute


@pytest.fixture
def funded(db: None, now: datetime) -> Money:
    """A budget of EUR 1,000.00 for the default programme."""
    return actions.fund(programme="fair", amount=Money(100_000, "EUR"), reference="first", now=now).amount
