"""What this room needs from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from fairpanel.payouts.values import Nudge, Order, Sent, Told, Way
from fairpanel.programme import Programme


class Provider(Protocol):
    """Somebody who pays for us. One adapter a supplier; none of them decides anything.

    `name` is short and stays; `way` is what it is for. `codes` says that it gives a claim code instead of mailing
    something; `fields` names what an address consists of.
    """

    name: str
    way: Way
    codes: bool
    fields: tuple[str, ...]

    def external_id(self, payout: UUID) -> str:
        """The id under which this provider knows a payout: always the same one for the same payout."""

    def compose(self, order: Order) -> bytes:
        """The body that pays it, without a secret in it. It is kept, and sent as it is however often it is sent."""

    def send(self, body: bytes) -> Told:
        """Send it. Raises `Unsure` wherever it may have been taken without our hearing of it."""

    def look(self, sent: Sent) -> Told | None:
        """What has become of it; None where the provider knows nothing of it. Raises `Unsure`."""

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        """All that it paid in that time; None where it gives no statement. Raises `Unsure`."""

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        """A call from it. Raises `NotFromThem` where its signature does not prove that, and `Unsure`."""

    def reveal(self, body: bytes) -> str:
        """The claim code of what was sent, to be shown and never kept. Raises `Unsure`."""


class Seal(Protocol):
    """Seals short texts so that a copy of the database does not read them. `about` binds them to their row."""

    def seal(self, data: bytes, *, about: str) -> bytes:
        """`data`, sealed."""

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """What was sealed."""

    def fingerprint(self, data: bytes) -> str:
        """64 hexadecimal digits that are the same for the same data and tell nothing of it without the key."""


@dataclass(frozen=True, slots=True)
class Payer:
    """The account that transfers by file are made from."""

    name: str
    iban: str = field(repr=False)
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `payer` is None where no bank account is set up."""

    programme: Programme
    seal: Seal
    providers: Mapping[str, Provider] = field(default_factory=dict)
    payer: Payer | None = None

    def provider_for(self, way: Way) -> Provider | None:
        """Who pays in this way, if anybody."""
        return next((each for each in self.providers.values() if each.way is way), None)

    def ways(self) -> tuple[Way, ...]:
        """The ways that work in this installation."""
        by_provider = {each.way for each in self.providers.values()}
        return tuple(
            way
            for way in Way
            if way in by_provider or way is Way.CHARITY or (way is Way.BANK and self.payer is not None)
        )


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
