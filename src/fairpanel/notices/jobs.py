"""What a worker does for this room: send, and take up again what was left."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.notices import sending, tasks
from fairpanel.notices.models import Notice
from fairpanel.notices.values import KEPT_DAYS, State

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
    due = Notice.objects.filter(state__in=[State.WAITING.value, State.SENDING.value], send_after__lte=now)
    due = due.exclude(lease_until__gt=now)
    left = [id_ for id_ in due.values_list("id", flat=True) if not tasks.is_to_be_sent(notice_id=id_)]
    for notice_id in left:
        tasks.send_later(notice_id=notice_id, at=now)
    return len(left)


@app.periodic(cron="53 3 * * *")
@app.task(name="notices.forget_old", queue=UPKEEP_QUEUE, queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """Every night: forget what we told more than ninety days ago."""
    del timestamp
    forget_old_ones(now=timezone.now())


def forget_old_ones(*, now: datetime) -> int:
    """Forget what is older than that, and was sent or given up. Gives how many."""
    done = Notice.objects.exclude(state__in=[State.WAITING.value, State.SENDING.value])
    gone, _ = done.filter(made_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return gone
