"""Work for later: open a mail. Deferred in the transaction that takes it, so that none is forgotten."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.receipts.tasks import READING_QUEUE

OPEN = "receipts.open_mail"
_UNDONE = ("todo", "doing")


def open_later(*, mail_id: UUID) -> None:
    """Have a worker open this mail. Two of them never open the same one at once."""
    app.configure_task(OPEN, queue=READING_QUEUE, lock=_lock(mail_id)).defer(mail_id=str(mail_id))


def is_to_be_opened(*, mail_id: UUID) -> bool:
    """Whether a worker will open this mail, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(mail_id), status__in=_UNDONE).exists()


def forget(*, mail_id: UUID) -> int:
    """Take back the work, and what is written of work that has ended. Gives how many pieces of work."""
    _rows, by_table = ProcrastinateJob.objects.filter(lock=_lock(mail_id)).exclude(status="doing").delete()
    return by_table.get("procrastinate.ProcrastinateJob", 0)


def _lock(mail_id: UUID) -> str:
    return f"mail:{mail_id}"
