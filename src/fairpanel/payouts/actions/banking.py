"""Transfers: a file for the bank, taken by an operator, and what the bank then did, told by an operator."""

import csv
import io
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Unavailable
from fairpanel.members.models import Member
from fairpanel.payouts import bodies, pain001, ports
from fairpanel.payouts.actions.deciding import NotWaiting, holds_of
from fairpanel.payouts.actions.stepping import locked, step
from fairpanel.payouts.models import Batch, Payout
from fairpanel.payouts.rules import as_text, may_step
from fairpanel.payouts.values import By, Order, State, Trouble, Way


class NoPayer(Unavailable):
    """No bank account to pay from is set up. See docs/how-to/pay-people.md."""


class NothingToTransfer(Conflict):
    """No transfer waits to go into a file."""


def files_of() -> QuerySet[Batch]:
    """The files that were made, the newest first."""
    return Batch.objects.order_by("-made_at")


@transaction.atomic
def make_file(*, operator: Member, currency: str, now: datetime) -> Batch:
    """Put all transfers that wait into one file. From here on they cannot be called off, and go into no other file.

    Raises `NoPayer` and `NothingToTransfer`.
    """
    payer = ports.filled().payer
    if payer is None:
        raise NoPayer
    waiting = Payout.objects.select_for_update(no_key=True).filter(
        way=Way.BANK, state=State.CREATED, currency=currency, batch=None
    )
    orders: list[tuple[Payout, Order]] = []
    for payout in waiting.order_by("asked_at", "id"):
        holds = holds_of(payout, now=now)
        if holds:
            step(payout, State.HELD, by=By.RULE, holds=tuple(holds), now=now)
            continue
        orders.append((payout, bodies.order_of(payout)))
    if not orders:
        raise NothingToTransfer
    id_ = new_id(now)
    seal = ports.filled().seal
    xml = pain001.file(payer=payer, orders=[order for _, order in orders], message=id_.hex, now=now)
    batch = Batch.objects.create(
        id=id_, made_at=now, made_by=operator, currency=currency,
        sealed_xml=seal.seal(xml, about=f"bank file {id_}"),
        sealed_csv=seal.seal(_csv([order for _, order in orders]), about=f"bank table {id_}"),
    )  # fmt: skip
    for payout, _ in orders:
        payout.batch, payout.sent_at = batch, now
        step(payout, State.SUBMITTED, by=By.OPERATOR, now=now)
    return batch


def file_of(batch: Batch, *, table: bool) -> bytes:
    """The file as it was made: the XML, or the same as a table."""
    seal = ports.filled().seal
    if table:
        return seal.open(bytes(batch.sealed_csv), about=f"bank table {batch.id}")
    return seal.open(bytes(batch.sealed_xml), about=f"bank file {batch.id}")


@transaction.atomic
def say_what_the_bank_did(*, payout_id: UUID, state: State, now: datetime) -> Payout:
    """The bank carried it out, refused it or sent it back. Raises `NotWaiting`."""
    payout = locked(payout_id)
    if payout is None or payout.batch_id is None or not may_step(State(payout.state), state, by=By.OPERATOR):
        raise NotWaiting
    trouble = Trouble.ADDRESS if state in {State.FAILED, State.RETURNED} else Trouble.NONE
    step(payout, state, by=By.OPERATOR, trouble=trouble, now=now)
    return payout


def _csv(orders: list[Order]) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["end_to_end_id", "name", "iban", "amount", "currency"])
    for order in orders:
        holder, amount = as_text(order.address["holder"]), order.amount
        rows.writerow([order.external_id, holder, order.address["iban"], str(amount.decimal()), amount.currency])
    return written.getvalue().encode()
