"""What tests of receipts stand on: a vault that can be read, consent, and readings made by hand."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from fairpanel.consent.actions import answer
from fairpanel.consent.values import Purpose, current_version
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.reading import Reading
from fairpanel.receipts import actions, ports
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel, Seen
from tests.receipts.made_by_hand import FakeVault, a_picture


@pytest.fixture
def vault(programme: Programme) -> Iterator[FakeVault]:
    """The room's vault for the length of a test."""
    before = ports.filled()
    fake = FakeVault()
    ports.fill(ports.Ports(programme=programme, vault=fake, key=lambda: b"k" * 32))
    yield fake
    ports.fill(before)


def agree(member: Member, now: datetime) -> None:
    """The member says yes to receipts, and to people who look at them where the machine is not sure."""
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        answer(member=member, purpose=purpose, version=current_version(purpose), granted=True, now=now)


@pytest.fixture
def panelist(alice: Member, vault: FakeVault, now: datetime) -> Member:
    """Alice, who has agreed that we read her receipts."""
    agree(alice, now)
    return alice


@pytest.fixture
def bob_agrees(bob: Member, vault: FakeVault, now: datetime) -> Member:
    """Bob, who has agreed as well."""
    agree(bob, now)
    return bob


@pytest.fixture
def settled(now: datetime, django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., Receipt]:
    """Send a picture for a member and settle it with this reading, as the page and a worker would."""

    def settle(member: Member, reading: Reading, *, at: datetime = now) -> Receipt:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
            sent = actions.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=at)
            seen = Seen(reading=reading, black_boxes=(), jpeg=b"a blacked-out picture")
            receipt = actions.settle(receipt_id=sent.id, seen=seen, now=at)
        assert receipt is not None
        return receipt

    return settle
