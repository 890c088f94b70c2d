"""What the fake provider has paid, and how it is told to go wrong."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import deque
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from fairpanel.kit.money import Money
from fairpanel.payouts.values import State


class Fault(StrEnum):
    """How one request goes wrong."""

    ERROR = "error"  # a 500, and nothing was taken
    ERROR_AFTER = "error after"  # taken, and then a 500
    SILENT = "silent"  # nothing was taken, and the line goes dead
    SILENT_AFTER = "silent after"  # taken, and then the line goes dead
    THROTTLED = "throttled"
    NO_FUNDS = "no funds"
    REFUSED = "refused"
    MORE = "more"  # paid, a cent too much
    LESS = "less"  # paid, a cent too little
    GARBAGE = "garbage"  # taken, and then an answer that nobody can read
    KEYS = "keys"
    SLOW = "slow"


@dataclass
class Payment:
    """One thing that was paid. `number` is our own for it; `told` counts how often somebody was told of it."""

    dialect: str
    id: str
    minor: int
    currency: str
    address: str
    number: str
    at: float
    state: State = State.ACCEPTED
    requests: int = 1

    @property
    def amount(self) -> Money:
        """The money."""
        return Money(self.minor, self.currency)


@dataclass
class Book:
    """All that was paid, by dialect and id; kept in `file` if there is one, so that it outlives the program.

    After `arrives_seconds` what was accepted is delivered, and what goes to an address that begins with "bounce" is
    cancelled. An address that begins with "refuse" is refused. None: only on demand.
    """

    file: Path | None = None
    arrives_seconds: float | None = None
    slow_seconds: float = 0.5
    payments: dict[tuple[str, str], Payment] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    lock: threading.RLock = field(default_factory=threading.RLock)
    lose_calls: bool = False
    double_calls: bool = False

    def __post_init__(self) -> None:
        if self.file is not None and self.file.exists():
            rows = [Payment(**row | {"state": State(row["state"])}) for row in json.loads(self.file.read_text())]
            self.payments = {(row.dialect, row.id): row for row in rows}

    def next_fault(self) -> Fault | None:
        """How this request goes wrong."""
        with self.lock:
            return self.faults.popleft() if self.faults else None

    def pay(self, dialect: str, id_: str, amount: Money, address: str, *, fault: Fault | None) -> Payment:
        """Pay, unless that id was paid already: then it is the same payment."""
        with self.lock:
            payment = self.payments.get((dialect, id_))
            if payment is not None:
                payment.requests += 1
                return payment
            minor = amount.minor + {Fault.MORE: 1, Fault.LESS: -1}.get(fault or Fault.SLOW, 0)
            payment = Payment(dialect, id_, minor, amount.currency, address, uuid.uuid4().hex[:16].upper(), time.time())
            self.payments[dialect, id_] = payment
            self.keep()
            return payment

    def refuses(self, address: str) -> bool:
        """Whether that address is one that nobody delivers to."""
        return address.startswith("refuse")

    def find(self, dialect: str, id_: str) -> Payment | None:
        """By its id or by our number."""
        with self.lock:
            for payment in self.of(dialect):
                if id_ in {payment.id, payment.number}:
                    return payment
        return None

    def of(self, dialect: str, *, since: float = 0, until: float = float("inf")) -> list[Payment]:
        """What was paid in that dialect and time, the oldest first."""
        with self.lock:
            found = [p for p in self.payments.values() if p.dialect == dialect and since <= p.at <= until]
            return sorted(found, key=lambda payment: payment.at)

    def move_on(self) -> list[Payment]:
        """Let arrive what has been on its way for long enough. Gives what changed."""
        if self.arrives_seconds is None:
            return []
        with self.lock:
            due = time.time() - self.arrives_seconds
            moved = [p for p in self.payments.values() if p.state is State.ACCEPTED and p.at <= due]
            for payment in moved:
                payment.state = State.CANCELLED if payment.address.startswith("bounce") else State.DELIVERED
            if moved:
                self.keep()
            return moved

    def keep(self) -> None:
        """Write it down."""
        if self.file is not None:
            draft = self.file.with_suffix(".draft")
            draft.write_text(json.dumps([asdict(payment) for payment in self.payments.values()]))
            draft.replace(self.file)
