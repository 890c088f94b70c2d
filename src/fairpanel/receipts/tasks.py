"""Work for later: the name of each task and its typed arguments. `jobs.py` gives each its body.

Deferred in the caller's transaction: what is rolled back leaves no work behind.
"""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

READ = "receipts.read"
READ_APPEAL = "receipts.read_appeal"
READING_QUEUE = "reading"
_UNDONE = ("todo", "doing")


def read_later(*, receipt_id: UUID) -> None:
    """Have a worker read this receipt. Two of them never read the same receipt at once."""
    app.configure_task(READ, queue=READING_QUEUE, lock=_lock(receipt_id)).defer(receipt_id=str(receipt_id))


def read_appeal_later(*, receipt_id: UUID) -> None:
    """Have a worker read the new picture of an appeal against what became of this receipt."""
    app.configure_task(READ_APPEAL, queue=READING_QUEUE, lock=_lock(receipt_id)).defer(receipt_id=str(receipt_id))


def is_to_be_read(*, receipt_id: UUID) -> bool:
    """Whether a worker will read this receipt, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(receipt_id), status__in=_UNDONE).exists()


def forget(*, receipt_id: UUID) -> int:
    """Take back the work, and what is written of work that has ended. Gives how many pieces of work.

    A worker that is at it right now finds no receipt when it is done, and leaves nothing.
    """
    _rows, by_table = ProcrastinateJob.objects.filter(lock=_lock(receipt_id)).exclude(status="doing").delete()
    return by_table.get("procrastinate.ProcrastinateJob", 0)


def _lock(receipt_id: UUID) -> str:
    return f"receipt:{receipt_id}"
