"""The cast: Alice, a panelist; Bob, who must see nothing of hers; Olivia, operator; Rosa, reviewer; Carl, client."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import Client
from hypothesis import settings

from fairpanel.members import factors
from fairpanel.members import ports as members_ports
from fairpanel.members.actions import enrol, join
from fairpanel.members.models import Member, Role
from fairpanel.programme import Programme, preset

# Machines are noisy: no example is judged by its time. In CI the same examples run each time; chance belongs elsewhere.
settings.register_profile("ours", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "ours")

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for an installation of its own: not `tmp_path`, which the database's account may not pass through."""
    with tempfile.TemporaryDirectory(prefix="fairpanel-home-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def panels_key_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process opens the panel's own key once; but a test's tables go with the test, and that key with them."""
    monkeypatch.setattr("fairpanel.vault.keys._panel", [])


@pytest.fixture(autouse=True)
def money_for_everybody() -> Iterator[None]:
    """A budget that holds whoever asks for a place; tests of budgets ask the real one."""
    before = members_ports.filled()
    members_ports.fill(
        replace(
            before,
            welcome=lambda _member_id, _region, _now: True,
            hold_places=lambda members, _now: frozenset(id_ for id_, _region in members),
        )
    )
    yield
    members_ports.fill(before)


@pytest.fixture
def now() -> datetime:
    """A Sunday at noon; no test asks the clock."""
    return NOW


@pytest.fixture
def programme() -> Programme:
    """The default programme."""
    return preset("fair")


def _panelist(email: str, programme: Programme) -> Member:
    member = enrol(email=email, role=Role.PANELIST, language="en", now=NOW)
    return join(member=member, programme=programme, region="DE", language="en", born=date(1990, 1, 1), today=NOW.date())


@pytest.fixture
def alice(db: None, programme: Programme) -> Member:
    """A panelist in Germany who reads English and has agreed to nothing yet."""
    return _panelist("alice@example.org", programme)


@pytest.fixture
def bob(db: None, programme: Programme) -> Member:
    """Another panelist, who must see nothing of Alice's."""
    return _panelist("bob@example.org", programme)


@pytest.fixture
def olivia(db: None) -> Member:
    """The operator."""
    return enrol(email="olivia@example.org", role=Role.OPERATOR, language="en", now=NOW)


@pytest.fixture
def rosa(db: None) -> Member:
    """A reviewer of receipts."""
    return enrol(email="rosa@example.org", role=Role.REVIEWER, language="en", now=NOW)


@pytest.fixture
def carl(db: None) -> Member:
    """A client."""
    return enrol(email="carl@example.org", role=Role.CLIENT, language="en", now=NOW)


@pytest.fixture
def signed_in() -> Callable[[Member], Client]:
    """A browser in which a member has signed in, with a second factor where their work needs one."""

    def browser_of(member: Member) -> Client:
        browser = Client()
        browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        if member.sees_others:
            request = HttpRequest()
            request.user, request.session = member, browser.session
            factors.prove(request, kind="test")
            request.session.save()
        return browser

    return browser_of
