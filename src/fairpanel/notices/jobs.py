"""What a worker does for this room: send, and take up again what was left."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.notices import sending, tasks
from fairpanel.notices.models import Notice

UPKEEP_QUEUE = "upkeep"


@app.task(name=tasks.SEND, queue=tasks.QUEUE)
def send(*, notice_id: str) -> None:
    """Send a notice. Killed anywhere and run again, it ends."""
    sending.send(notice_id=UUID(notice_id), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.take_up", queue=UPKEEP_QUEUE, queueing_lock="notices.take_up")
def take_up(timestamp: int) -> None:
    """See that no notice waits without anybody being about to send it."""
    del timestamp
    take_up_what_was_left(now=timezone.now())


def take_up_what_was_left(*, now: datetime) -> int:
    """Have those sent whose time has come and whose sender died or never was. Gives how many."""
    due = Notice.objects.due(now).values_list("id", flat=True)
    left = [id_ for id_ in due if not tasks.is_to_be_sent(notice_id=id_)]
    for notice_id in left:
        tasks.send_later(notice_id=notice_id, at=now)
    return len(left)
