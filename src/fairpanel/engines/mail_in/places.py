"""Where mail comes in: a place to listen at, and a mailbox to look into."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairpanel.receipts.mail.values import Way


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen, and which protocol to speak there."""

    way: Way
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where to look, and as whom. What is there is deleted when it is taken: it is a mailbox for this alone."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    with_tls: bool = True

    @property
    def name(self) -> str:
        """What tells it from every other one."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"
