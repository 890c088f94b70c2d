"""What tests of erasing stand on: two panelists who have lived through everything that leaves a row."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.payouts import ports as payouts
from fairpanel.receipts import ports as receipts
from tests.payouts.in_memory import InMemory
from tests.privacy.a_life import be_taken_for_one, live, recruit
from tests.receipts.made_by_hand import FakeVault


@pytest.fixture
def vault() -> Iterator[FakeVault]:
    """The vault for the length of a test."""
    before = receipts.filled()
    fake = FakeVault()
    receipts.fill(replace(before, vault=fake))
    yield fake
    receipts.fill(before)


@pytest.fixture
def provider() -> Iterator[InMemory]:
    """A provider of payouts that can be read."""
    before = payouts.filled()
    fake = InMemory()
    payouts.fill(replace(before, providers={fake.name: fake}))
    yield fake
    payouts.fill(before)


Lives = Callable[..., tuple[Member, Member]]


@pytest.fixture
def lives(  # noqa: PLR0917 - fixtures
    alice: Member, bob: Member, olivia: Member, vault: FakeVault, provider: InMemory, now: datetime,
    signed_in: Callable[[Member], Client], django_capture_on_commit_callbacks: Callable[..., object],
) -> Lives:  # fmt: skip
    """Let Alice and Bob live, so that each has a row in every table that can be about somebody."""

    def lived(*, reads: bool) -> tuple[Member, Member]:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
            for seed, member in ((3, bob), (5, alice)):
                live(member, staff=olivia, seed=seed, reads=reads, now=now)
                signed_in(member).get("/")
            be_taken_for_one([alice, bob], now=now)
            recruit(staff=olivia, now=now)
        return alice, bob

    return lived


@pytest.fixture
def both_lived(lives: Lives) -> tuple[Member, Member]:
    """Alice and Bob, whose receipts were read by hand."""
    return lives(reads=False)
