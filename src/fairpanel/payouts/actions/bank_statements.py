"""What a bank's statement says of our transfers: carried out, or come back; once, however often it is read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.payouts import ports
from fairpanel.payouts.actions import finding
from fairpanel.payouts.actions.banking import NoPayer
from fairpanel.payouts.actions.stepping import locked, step
from fairpanel.payouts.camt import Movement, Statement
from fairpanel.payouts.models import Batch, Payout
from fairpanel.payouts.rules import OUT, total
from fairpanel.payouts.values import By, FindingKind, State, Trouble, Way

CARRIED_OUT, CAME_BACK, KNOWN, DIFFERS, NOT_OURS = "carried-out", "came-back", "known", "differs", "not-ours"


class AnotherAccount(Conflict):
    """This statement is of another account than the one that transfers are made from. Nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How many transfers were carried out, came back, were known before, differ; and movements that are not ours."""

    carried_out: int = 0
    came_back: int = 0
    known: int = 0
    differ: int = 0
    not_ours: int = 0


@transaction.atomic
def hear_the_bank(*, statements: Iterable[Statement], now: datetime) -> Heard:
    """Take what the bank says. Raises `NoPayer` and `AnotherAccount`, and then nothing of it is taken."""
    payer = ports.filled().payer
    if payer is None:
        raise NoPayer
    told = list(statements)
    if any(statement.iban != payer.iban.replace(" ", "") for statement in told):
        raise AnotherAccount
    movements = [movement for statement in told for movement in statement.movements]
    # What went out first: a return in the same file answers a transfer in it, in whatever order they stand.
    counts = Counter(
        what for movement in sorted(movements, key=lambda one: one.is_back) for what in _hear(movement, now=now)
    )
    return Heard(counts[CARRIED_OUT], counts[CAME_BACK], counts[KNOWN], counts[DIFFERS], counts[NOT_OURS])


def _hear(movement: Movement, *, now: datetime) -> list[str]:
    if movement.is_file:
        return _hear_of_file(movement, now=now)
    transfers = Payout.objects.filter(way=Way.BANK, external_id=movement.about, batch__isnull=False)
    payout_id = transfers.values_list("id", flat=True).first()
    payout = None if payout_id is None else locked(payout_id)
    if payout is None:
        return [NOT_OURS]
    return [_came_back(payout, now=now) if movement.is_back else _went_out(payout, movement.amount, now=now)]


def _hear_of_file(movement: Movement, *, now: datetime) -> list[str]:
    """A whole file in one sum: all of its transfers, where the sum is theirs; else a person has to look."""
    id_ = _uuid(movement.about)
    batch = None if id_ is None else Batch.objects.filter(pk=id_).first()
    if batch is None:
        return [NOT_OURS]
    payouts = [payout for each in batch.payouts.order_by("id") if (payout := locked(each.pk)) is not None]
    if movement.is_back or total((payout.amount for payout in payouts), batch.currency) != movement.amount:
        return [DIFFERS]
    return [_went_out(payout, payout.amount, now=now) for payout in payouts]


def _went_out(payout: Payout, amount: Money, *, now: datetime) -> str:
    if payout.state in {State.FAILED, State.CANCELLED}:
        finding.found(FindingKind.PAID_AFTER_END, payout=payout, theirs=amount, now=now)
        return DIFFERS
    is_new = payout.state in {State.SUBMITTED, State.ACCEPTED}
    if is_new:
        step(payout, State.DELIVERED, by=By.OPERATOR, now=now)
    if payout.state in OUT and amount != payout.stands_at:
        finding.found(FindingKind.WRONG_AMOUNT, payout=payout, theirs=amount, now=now)
        return DIFFERS
    return CARRIED_OUT if is_new else KNOWN


def _came_back(payout: Payout, *, now: datetime) -> str:
    if payout.state == State.SUBMITTED:
        # It went out first, in a statement that we have not seen yet.
        step(payout, State.DELIVERED, by=By.OPERATOR, now=now)
    if payout.state not in {State.ACCEPTED, State.DELIVERED}:
        return KNOWN
    step(payout, State.RETURNED, by=By.OPERATOR, trouble=Trouble.ADDRESS, now=now)
    return CAME_BACK


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
