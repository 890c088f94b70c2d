"""Work for later: carrying out an erasure. `fairpanel.privacy.jobs` gives it its body."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

ERASE = "privacy.erase"
QUEUE = "privacy"
_UNDONE = ("todo", "doing")


def erase_later(*, erasure_id: UUID) -> None:
    """Have a worker carry this erasure out. Two of them never work on the same one at once."""
    app.configure_task(ERASE, queue=QUEUE, lock=_lock(erasure_id)).defer(erasure_id=str(erasure_id))


def is_to_be_done(*, erasure_id: UUID) -> bool:
    """Whether a worker will carry it out, or is at it."""
    return ProcrastinateJob.objects.filter(lock=_lock(erasure_id), status__in=_UNDONE).exists()


def _lock(erasure_id: UUID) -> str:
    return f"erasure:{erasure_id}"
