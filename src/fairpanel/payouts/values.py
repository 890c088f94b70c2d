"""What the room speaks of: ways, states, holds, and what a provider tells of a payout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fairpanel.kit.money import Money


class Way(StrEnum):
    """How money reaches a hand. The words are those of a programme's `payouts.ways`."""

    GIFT_CARD = "gift-card"
    AMAZON = "amazon"
    PAYPAL = "paypal"
    BANK = "bank"
    BALANCE = "balance"
    CHARITY = "charity"


class State(StrEnum):
    """How far a payout has come."""

    CREATED = "created"
    HELD = "held"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    UNCLAIMED = "unclaimed"
    DELIVERED = "delivered"
    REDEEMED = "redeemed"
    RETURNED = "returned"
    EXPIRED = "expired"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REVERSED = "reversed"


class By(StrEnum):
    """Who moved a payout on: its panelist, an operator, the provider, or a rule of ours."""

    PANELIST = "panelist"
    OPERATOR = "operator"
    PROVIDER = "provider"
    RULE = "rule"


class Move(StrEnum):
    """What a step does in the books."""

    NONE = "none"
    SETTLE = "settle"
    VOID = "void"
    BACK = "back"


class Hold(StrEnum):
    """Why a payout waits before it is sent."""

    APPROVAL = "approval"
    CASE = "case"
    REST = "rest"
    TAX = "tax"


class Trouble(StrEnum):
    """What went wrong, in a word that we have a sentence for. A provider's own words are never kept."""

    NONE = ""
    ADDRESS = "address"
    AMOUNT = "amount"
    FUNDS = "funds"
    REFUSED = "refused"
    SILENT = "silent"
    BUSY = "busy"
    KEYS = "keys"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid: the one id that makes it unique everywhere, the money, and where it goes."""

    external_id: str
    amount: Money
    address: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A payout as a provider may be asked about it. `body` is what was sent, byte for byte."""

    external_id: str
    reference: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider tells of one payout. `amount` is None where it does not say.

    `SUBMITTED` means that the provider knows of it and has not decided.
    """

    external_id: str
    state: State
    reference: str = ""
    amount: Money | None = None
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Nudge:
    """A call from a provider, proven to be from it: something happened to the payout of that id or reference."""

    event_id: str
    about: tuple[str, ...]


class Unsure(Exception):
    """Nobody knows whether the provider took it. The same body may be sent again, and nothing else may be done."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


class NotFromThem(Exception):
    """A call that says it is from a provider, and does not prove it."""


@dataclass(frozen=True, slots=True)
class ToSend:
    """What the sending job carries out of the first transaction. `before` is set where it was sent before."""

    provider: str
    body: bytes = field(repr=False)
    before: Sent | None = None


class FindingKind(StrEnum):
    """What reconciliation finds, and what must not be."""

    UNKNOWN_TO_THEM = "unknown-to-them"
    UNKNOWN_TO_US = "unknown-to-us"
    PAID_AFTER_END = "paid-after-end"
    WRONG_AMOUNT = "wrong-amount"
    SILENT = "silent"


class Resolution(StrEnum):
    """How a finding ended. The last two move money, to where it should have been."""

    GONE = "gone"
    NOTED = "noted"
    GIVEN_BACK = "given-back"
    BORNE = "borne"
