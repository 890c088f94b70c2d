"""What receipts by mail need from outside, beside what the room needs."""

from dataclasses import dataclass
from typing import Protocol

from fairpanel.receipts.mail.values import Envelope, Proof


class Prover(Protocol):
    """Asks the senders' name servers what proves a mail. It takes some seconds at most, and raises nothing."""

    def prove(self, data: bytes, envelope: Envelope) -> Proof:
        """What was found."""


class Seal(Protocol):
    """Seals short texts so that a copy of the database does not read them. `about` binds them to their row."""

    def seal(self, data: bytes, *, about: str) -> bytes:
        """`data`, sealed."""

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """What was sealed."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `domain` is what stands behind the at sign; empty where no mail comes in."""

    domain: str
    seal: Seal
    prover: Prover


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
