"""Alice's secret address, and a way to take and open mails as servers and workers do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from fairpanel.engines.column_seal import ColumnSeal
from fairpanel.members.models import Member
from fairpanel.receipts.mail import actions, jobs, ports
from fairpanel.receipts.mail.values import Envelope, Place, Proof
from fairpanel.receipts.models import Mail
from tests.receipts.mail.made_mails import BY_SMTP, DOMAIN


@dataclass
class FakeProver:
    """Says what a test wants it to say."""

    says: Proof = field(default_factory=Proof)

    def prove(self, data: bytes, envelope: Envelope) -> Proof:  # noqa: ARG002 - the port's signature
        return self.says


@pytest.fixture
def prover() -> Iterator[FakeProver]:
    """Mail comes in at a domain of ours."""
    before = ports.filled()
    fake = FakeProver()
    ports.fill(ports.Ports(domain=DOMAIN, seal=ColumnSeal(lambda: b"s" * 32), prover=fake))
    yield fake
    ports.fill(before)


@pytest.fixture
def address(panelist: Member, prover: FakeProver, now: datetime) -> str:
    """Alice's."""
    return actions.give_address(member=panelist, random=b"0123456789", now=now)


@pytest.fixture
def arrive(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Mail]:
    """Take a mail for an address and open it; gives what is known of it, or of the one that it repeats."""
    monkeypatch.setattr("fairpanel.receipts.mail.jobs.timezone.now", lambda: now)

    def come(
        data: bytes, to: str, *, at: datetime = now, envelope: Envelope = BY_SMTP, place: Place | None = None
    ) -> Mail:
        known = set(Mail.objects.values_list("id", flat=True))
        actions.take(data=data, recipients=[to], envelope=envelope, now=at, place=place)
        last = Mail.objects.exclude(pk__in=known).first() or Mail.objects.get()
        jobs.open_mail(mail_id=str(last.id))
        last.refresh_from_db()
        return last

    return come
