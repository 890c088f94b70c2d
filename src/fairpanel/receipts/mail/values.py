"""What is known of a mail: how it came, what proves its sender, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

# What common servers pass on, with what encoding adds.
MAIL_BYTES_MAX: Final = 30 * 1024 * 1024


class Way(StrEnum):
    """How a mail came in."""

    SMTP = "smtp"
    LMTP = "lmtp"
    IMAP = "imap"


class Verdict(StrEnum):
    """What a check of a sender found. `UNSURE` is what a name server did not answer in time."""

    PASS = "pass"  # noqa: S105 - what a check gives, and no password
    FAIL = "fail"
    NONE = "none"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    TAKEN = "taken"
    SHOWN = "shown"
    NOT_TAKEN = "not-taken"


class Why(StrEnum):
    """Why nothing was taken from a mail."""

    NO_CONSENT = "no-consent"
    NO_MEMBER = "no-member"
    UNKNOWN_RECIPIENT = "unknown-recipient"
    NOT_PROVEN = "not-proven"
    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    NO_ORDER = "no-order"
    SENT_BEFORE = "sent-before"
    TOO_MANY = "too-many"
    NOT_TAKEN_HERE = "not-taken-here"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Around a mail: who handed it over. What is not known is empty.

    `ip` is the address of the server that sent it to ours, or to the mail server before ours if that told us.
    """

    way: Way
    sender: str = ""
    ip: str = ""
    helo: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a mailbox a mail lies (RFC 9051): a number is a mail's for ever, within one validity."""

    mailbox: str
    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What DKIM (RFC 6376), SPF (RFC 7208) and ARC (RFC 8617) say of a mail.

    `signers` are the domains whose DKIM signature holds; `spf_domain` is the one that SPF was asked about; `sealer`
    sealed the chain last, and found that the signatures of `sealer_saw` held.
    """

    dkim: Verdict = Verdict.NONE
    spf: Verdict = Verdict.NONE
    arc: Verdict = Verdict.NONE
    signers: tuple[str, ...] = ()
    spf_domain: str = ""
    sealer: str = ""
    sealer_saw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What of a mail's headers is needed to know it again and to know whose it is. Addresses are in small letters."""

    key: bytes
    sender: str
    subject: str = field(repr=False)
    recipients: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The domain of its sender."""
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a forwarding service asks for: a code to type there, or a link to open, or both."""

    service: str
    code: str = field(default="", repr=False)
    link: str = field(default="", repr=False)

    def facts(self) -> Mapping[str, str]:
        """To be sealed."""
        return {"service": self.service, "code": self.code, "link": self.link}


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A mail that a worker has begun to open. It stays in memory.

    `must_be_proven` where it came to the address of everybody: then only a proof says that it is its sender's.
    """

    data: bytes = field(repr=False)
    envelope: Envelope = field(repr=False)
    must_be_proven: bool
    is_last_try: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a worker found in a mail. `papers` are the originals of receipts; `why` says why there are none."""

    proof: Proof
    papers: tuple[bytes, ...] = field(default=(), repr=False)
    verification: Verification | None = None
    why: Why | None = None
