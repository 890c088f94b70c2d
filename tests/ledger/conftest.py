"""Open books: a sponsor without a floor, a budget, and the accounts of Alice and Bob."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from fairpanel.ledger import actions
from fairpanel.ledger.checks import prove


@pytest.fixture
def books(now: datetime) -> None:
    """Accounts in euro; of these only the sponsor's may be overdrawn. Ask for the database beside it."""
    actions.open_account(name="sponsor:acme", currency="EUR", may_overdraw=True, now=now)
    for name in ("budget:fair", "panelist:alice", "panelist:bob"):
        actions.open_account(name=name, currency="EUR", may_overdraw=False, now=now)


@pytest.fixture
def findings() -> Callable[[], list[str]]:
    """Proves what waits for the commit, then the whole book, and returns the sentences found."""

    def found() -> list[str]:
        connection.check_constraints()
        return [finding for proof in prove() for finding in proof.findings]

    return found
