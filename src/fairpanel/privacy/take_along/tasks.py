"""Work for later: making a copy. `privacy/jobs.py` gives it its body."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

MAKE = "privacy.make_copy"
QUEUE = "upkeep"
_UNDONE = ("todo", "doing")


def make_later(*, copy_id: UUID) -> None:
    """Have a worker make this copy; two of them never make the same at once. In the caller's transaction."""
    app.configure_task(MAKE, queue=QUEUE, lock=_lock(copy_id)).defer(copy_id=str(copy_id))


def is_to_be_made(*, copy_id: UUID) -> bool:
    """Whether a worker will make this copy, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(copy_id), status__in=_UNDONE).exists()


def forget(*, copy_id: UUID) -> int:
    """Take back the work, and what is written of work that has ended. Gives how many."""
    return ProcrastinateJob.objects.filter(lock=_lock(copy_id)).exclude(status="doing").delete()[0]


def _lock(copy_id: UUID) -> str:
    return f"copy:{copy_id}"
