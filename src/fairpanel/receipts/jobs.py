"""What a worker does for this room: read a receipt, take up again what was left, tidy up."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from fairpanel.kit.faults import place_of
from fairpanel.kit.problems import Problem
from fairpanel.reading import DoNotJoin, fence
from fairpanel.receipts import actions, alike, overdue, tasks, upkeep
from fairpanel.receipts.content_keys import give_keys_to_old_ones
from fairpanel.receipts.looking import look
from fairpanel.receipts.mail import jobs as mail_jobs
from fairpanel.receipts.values import Apart, Seen, ToRead
from fairpanel.vault import sweeps

# Found by the queue with these.
__all__ = ["mail_jobs"]

log = structlog.get_logger(__name__)

UPKEEP_QUEUE = "upkeep"
# Receipts in one transaction, and how many of those in one go.
KEYS_AT_ONCE, KEYS_BATCHES = 200, 50
# 2, 4, 8, ... seconds; what is still not done then is taken up by `tidy`.
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=2)


class ReadingFailed(Exception):
    """A worker could not finish a receipt. Tells the kind of the fault and where it arose, never what it said.

    The words of an exception may be words of a receipt, and those belong into no log (law 5).
    """


@app.task(name=tasks.READ, queue=tasks.READING_QUEUE, retry=_AGAIN)
def read(*, receipt_id: str) -> None:
    """Read a receipt and settle it. Killed anywhere and run again it ends, and pays once."""
    failure = _fault(UUID(receipt_id), _read)
    # Out here no other exception hangs on this one.
    if failure is not None:
        raise ReadingFailed(failure)


@app.task(name=tasks.READ_APPEAL, queue=tasks.READING_QUEUE, retry=_AGAIN)
def read_appeal(*, receipt_id: str) -> None:
    """Read the new picture that came with an appeal, like `read`."""
    failure = _fault(UUID(receipt_id), _read_appeal)
    if failure is not None:
        raise ReadingFailed(failure)


def _fault(receipt_id: UUID, work: Callable[[UUID], None]) -> str | None:
    try:
        work(receipt_id)
    except ReadingFailed as failure:
        return str(failure)
    except Exception as failure:  # noqa: BLE001 - whatever it is, its words stay here
        return place_of(failure)
    return None


def _read(receipt_id: UUID) -> None:
    now = timezone.now()
    to_read = actions.begin_reading(receipt_id=receipt_id, now=now)
    if to_read is not None:
        actions.settle(receipt_id=receipt_id, seen=_look(receipt_id, to_read), now=now)


def _read_appeal(receipt_id: UUID) -> None:
    now = timezone.now()
    to_read = actions.begin_rereading(receipt_id=receipt_id, now=now)
    if to_read is not None:
        actions.settle_rereading(receipt_id=receipt_id, seen=_look(receipt_id, to_read), now=now)


def _look(receipt_id: UUID, to_read: ToRead) -> Seen | Apart | None:
    """What is on the pictures; None where nobody will find out. Outside any transaction: it takes seconds."""
    try:
        with fence():
            return look(to_read.pictures, region=to_read.region, currency=to_read.currency, left_on=to_read.left_on)
    except DoNotJoin as problem:
        return Apart(**cast("dict[str, int]", problem.facts))
    except Problem as problem:
        # No picture after all: looking again shows nothing else.
        fault = place_of(problem)
    except Exception as failure:  # noqa: BLE001 - a reader that stumbles over a picture must not stumble for ever
        fault = place_of(failure)
        if not to_read.is_last_try:
            raise ReadingFailed(fault) from None
    log.warning("a receipt could not be read", receipt=str(receipt_id), fault=fault)
    return None


@app.periodic(cron="* * * * *")
@app.task(name="receipts.take_up", queue=UPKEEP_QUEUE, queueing_lock="receipts.take_up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    """Take up again what a worker was at when it died: its heart has not beaten for half a minute."""
    del timestamp
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="receipts.tidy", queue=UPKEEP_QUEUE, queueing_lock="receipts.tidy")
def tidy(timestamp: int) -> None:
    """See that nothing waits for ever, and that what was to go has gone."""
    del timestamp
    upkeep.drop_what_is_left_over()
    upkeep.take_up_what_was_left_behind(now=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(name="receipts.answer_appeals", queue=UPKEEP_QUEUE, queueing_lock="receipts.answer_appeals")
def answer_appeals(timestamp: int) -> None:
    """Every hour: tell the operators of what has to be decided soon, and end what nobody has decided in time."""
    del timestamp
    now = timezone.now()
    due = overdue.warn(now=now)
    overdue.warn_of_looks(now=now)
    ended = actions.end_unanswered(now=now)
    unlooked = actions.end_unlooked(now=now)
    overdue.leave_second_looks(now=now)
    if due or ended or unlooked:
        log.warning("people wait too long", appeals_nearly_over=due, appeals_ended=ended, looks_ended=unlooked)


@app.periodic(cron="23 3 * * *")
@app.task(name="receipts.sweep", queue=UPKEEP_QUEUE, queueing_lock="receipts.sweep")
def sweep(timestamp: int) -> None:
    """Every night: drop files that nothing names. What has had its time goes with every room's: `privacy.jobs`."""
    del timestamp
    now = timezone.now()
    found = sweeps.noted("vault", lambda: upkeep.sweep_the_vault(now=now), now=now)
    if found.without_row:
        log.warning("files in the vault that no receipt named were dropped", files=len(found.without_row))
    if found.without_file:
        log.error("pictures are missing from the vault: see `fairpanel vault check`", files=len(found.without_file))


@app.periodic(cron="3 4 * * *")
@app.task(name="receipts.compare", queue=UPKEEP_QUEUE, queueing_lock="receipts.compare")
def compare(timestamp: int) -> None:
    """Every night: have a person look where two accounts sent the same purchases."""
    del timestamp
    alike.question_the_same_purchases(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="receipts.give_keys", queue=UPKEEP_QUEUE, queueing_lock="receipts.give_keys")
def give_keys(timestamp: int) -> None:
    """Give keys to receipts from before there were any, some hundreds at a time; killed, it goes on where it was."""
    del timestamp
    for _ in range(KEYS_BATCHES):
        if not give_keys_to_old_ones(now=timezone.now(), most=KEYS_AT_ONCE):
            return


@app.periodic(cron="43 3 * * *")
@app.task(name="receipts.forget_jobs", queue=UPKEEP_QUEUE, queueing_lock="receipts.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Every night: forget work that ended the day before, with the ids that it names."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=24, include_failed=True, include_cancelled=True, include_aborted=True
    )
