"""Work for later: send a payout, and ask a provider how one fares. Deferred in the caller's transaction."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

SEND, LOOK = "payouts.send", "payouts.look"
QUEUE = "payouts"
_UNDONE = ("todo", "doing")


def send_later(*, payout_id: UUID) -> None:
    """Have a worker send this payout. Two of them never send the same one at once."""
    app.configure_task(SEND, queue=QUEUE, lock=_lock(payout_id)).defer(payout_id=str(payout_id))


def look_later(*, payout_id: UUID) -> None:
    """Have a worker ask the provider about this payout."""
    app.configure_task(LOOK, queue=QUEUE, lock=_lock(payout_id)).defer(payout_id=str(payout_id))


def is_under_way(*, payout_id: UUID) -> bool:
    """Whether a worker will see to this payout, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(payout_id), status__in=_UNDONE).exists()


def _lock(payout_id: UUID) -> str:
    return f"payout:{payout_id}"
