"""Work for later: sending one notice, at its time. `jobs.py` gives it its body."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

SEND = "notices.send"
QUEUE = "notices"
_UNDONE = ("todo", "doing")


def send_later(*, notice_id: UUID, at: datetime) -> None:
    """Have a worker send this notice, not before `at`. What was planned for it until now is planned no more."""
    ProcrastinateJob.objects.filter(lock=_lock(notice_id), status="todo").delete()
    app.configure_task(SEND, queue=QUEUE, lock=_lock(notice_id), schedule_at=at).defer(notice_id=str(notice_id))


def is_to_be_sent(*, notice_id: UUID) -> bool:
    """Whether a worker will send this notice, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(notice_id), status__in=_UNDONE).exists()


def forget(*, notice_ids: list[UUID]) -> int:
    """Take back the work on these notices. Gives how many jobs went."""
    locks = [_lock(notice_id) for notice_id in notice_ids]
    _rows, gone = ProcrastinateJob.objects.filter(lock__in=locks).exclude(status="doing").delete()
    return gone.get(ProcrastinateJob._meta.label, 0)  # noqa: SLF001 - Django's public name for a table


def _lock(notice_id: UUID) -> str:
    return f"notice:{notice_id}"
