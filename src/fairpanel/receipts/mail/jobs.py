"""What a worker does for mails: open one, and take up again what was left."""

from datetime import datetime
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fairpanel.kit.faults import place_of
from fairpanel.receipts.mail import actions, opening, ports, tasks, upkeep
from fairpanel.receipts.mail.values import Opened, ToOpen
from fairpanel.receipts.tasks import READING_QUEUE

log = structlog.get_logger(__name__)

UPKEEP_QUEUE = "upkeep"
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=2)


class OpeningFailed(Exception):
    """A worker could not finish a mail. Tells the kind of the fault and where it arose, never what it said.

    The words of an exception may be words of a mail, and those belong into no log (law 5).
    """


@app.task(name=tasks.OPEN, queue=READING_QUEUE, retry=_AGAIN)
def open_mail(*, mail_id: str) -> None:
    """Open a mail and settle it. Killed anywhere and run again it ends, and no order becomes two receipts."""
    failure = _fault(UUID(mail_id))
    # Out here no other exception hangs on this one.
    if failure is not None:
        raise OpeningFailed(failure)


def _fault(mail_id: UUID) -> str | None:
    try:
        _open(mail_id, now=timezone.now())
    except OpeningFailed as failure:
        return str(failure)
    except Exception as failure:  # noqa: BLE001 - whatever it is, its words stay here
        return place_of(failure)
    return None


def _open(mail_id: UUID, *, now: datetime) -> None:
    to_open = actions.begin_opening(mail_id=mail_id, now=now)
    if to_open is not None:
        actions.settle_mail(mail_id=mail_id, opened=_opened(mail_id, to_open), now=now)


def _opened(mail_id: UUID, to_open: ToOpen) -> Opened | None:
    """What is in it; None where nobody will find out. Outside any transaction: it asks name servers."""
    try:
        return opening.open_up(to_open, ports.filled().prover)
    except Exception as failure:  # noqa: BLE001 - a reader that stumbles over a mail must not stumble for ever
        fault = place_of(failure)
        if not to_open.is_last_try:
            raise OpeningFailed(fault) from None
    log.warning("a mail could not be opened", mail_id=str(mail_id), fault=fault)
    return None


@app.periodic(cron="*/5 * * * *")
@app.task(name="receipts.tidy_mails", queue=UPKEEP_QUEUE, queueing_lock="receipts.tidy_mails")
def tidy_mails(timestamp: int) -> None:
    """See that no mail waits for ever."""
    del timestamp
    upkeep.take_up_mails_left_behind(now=timezone.now())
