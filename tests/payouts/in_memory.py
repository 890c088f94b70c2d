"""A provider that one can read: it pays once for each id, and does what a test tells it to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fairpanel.kit.money import Money
from fairpanel.payouts.values import NotFromThem, Nudge, Order, Sent, State, Told, Trouble, Unsure, Way


@dataclass
class InMemory:
    """`paid` is what left, by id. The first of `faults` decides how the next sending goes: see `send`."""

    name: str = "memory"
    way: Way = Way.GIFT_CARD
    codes: bool = False
    fields: tuple[str, ...] = ("mail",)
    paid: dict[str, Told] = field(default_factory=dict)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    accepts_as: State = State.ACCEPTED

    def external_id(self, payout: UUID) -> str:
        return payout.hex

    def compose(self, order: Order) -> bytes:
        said = {"id": order.external_id, "minor": order.amount.minor, "currency": order.amount.currency}
        return json.dumps(said | dict(order.address)).encode()

    def send(self, body: bytes) -> Told:
        fault = self.faults.pop(0) if self.faults else ""
        said = json.loads(body)
        id_, amount = str(said["id"]), Money(said["minor"], said["currency"])
        self.bodies.setdefault(id_, set()).add(body)
        if fault == "error":
            raise Unsure(Trouble.BUSY)
        if fault == "refused" and id_ not in self.paid:
            self.paid[id_] = Told(id_, State.FAILED, trouble=Trouble.ADDRESS)
        if fault == "wrong amount":
            amount = Money(amount.minor + 7, amount.currency)
        if fault == "less":
            amount = Money(amount.minor - 1, amount.currency)
        self.paid.setdefault(id_, Told(id_, self.accepts_as, f"ref-{id_[:8]}", amount))
        if fault == "silent":
            raise Unsure(Trouble.SILENT)
        return self.paid[id_]

    def look(self, sent: Sent) -> Told | None:
        if self.faults and self.faults[0] == "blind":
            self.faults.pop(0)
            raise Unsure(Trouble.SILENT)
        return self.paid.get(sent.external_id)

    def statement(self, *, since: datetime, until: datetime) -> Iterable[Told] | None:
        del since, until
        return list(self.paid.values())

    def hear(self, *, headers: Mapping[str, str], body: bytes) -> Nudge:
        if headers.get("signature") != "right":
            raise NotFromThem
        return Nudge(str(json.loads(body)["event"]), (str(json.loads(body)["id"]),))

    def reveal(self, body: bytes) -> str:
        return f"CODE-{json.loads(body)['id'][:4]}"

    def says(self, id_: str, state: State, *, amount: Money | None = None) -> None:
        """What became of it, and perhaps that it was another sum than was said before."""
        before = self.paid[id_]
        self.paid[id_] = Told(id_, state, before.reference, amount or before.amount)

    def out(self) -> int:
        """Minor units that left for good."""
        from fairpanel.payouts.rules import OUT

        return sum(told.amount.minor for told in self.paid.values() if told.state in OUT and told.amount is not None)
