"""What tests of payouts stand on: a provider that can be read, and money in Alice's balance."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.payouts import actions, ports
from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import Way
from fairpanel.programme import Programme
from tests.payouts.in_memory import InMemory

Ask = Callable[..., Payout]


@pytest.fixture(autouse=True)
def _the_clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers ask the clock, and it stands."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def provider() -> Iterator[InMemory]:
    """The only provider, for the length of a test; transfers by file work as well."""
    before = ports.filled()
    fake = InMemory()
    payer = ports.Payer("Example Panel", "DE89370400440532013000")
    ports.fill(replace(before, providers={fake.name: fake}, payer=payer))
    yield fake
    ports.fill(before)


def earn(member: Member, minor: int, *, now: datetime) -> None:
    """Money in the member's balance, however it came there."""
    ledger.open_account(name="sponsor:fair:EUR", currency="EUR", may_overdraw=True, now=now)
    ledger.open_account(name=member.account, currency="EUR", may_overdraw=False, now=now)
    posting = Posting("sponsor:fair:EUR", member.account, Money(minor, "EUR"))
    ledger.post(posting, key=f"earned:{member.pk}:{now:%s}:{minor}", memo="reward", now=now)


@pytest.fixture
def rich(alice: Member, programme: Programme, provider: InMemory, now: datetime) -> Member:
    """Alice with 80 euro, and a mail address for gift cards."""
    earn(alice, 8000, now=now)
    actions.set_address(
        member=alice, way=Way.GIFT_CARD, told={"mail": "alice@example.org"}, programme=programme, now=now
    )
    return alice


@pytest.fixture
def ask(programme: Programme, now: datetime) -> Ask:
    """Ask for a gift card of so many cents."""

    def asked(member: Member, minor: int = 1000, *, way: Way = Way.GIFT_CARD, at: datetime = now) -> Payout:
        return actions.ask(member=member, way=way, amount=Money(minor, "EUR"), programme=programme, now=at)

    return asked


def send(payout: Payout) -> Payout:
    """What a worker does with it."""
    from fairpanel.payouts import jobs

    jobs.send(payout_id=str(payout.id))
    payout.refresh_from_db()
    return payout


def look(payout: Payout) -> Payout:
    """What a worker does when it is time to ask."""
    from fairpanel.payouts import jobs

    jobs.look(payout_id=str(payout.id))
    payout.refresh_from_db()
    return payout
