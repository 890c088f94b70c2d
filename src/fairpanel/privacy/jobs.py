"""What a worker does for this room: make copies, carry out erasures, and let go of what has had its time."""

import traceback
from pathlib import Path
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fairpanel.privacy import ports, retention
from fairpanel.privacy.erasures import actions as erasures
from fairpanel.privacy.erasures import tasks as erasing
from fairpanel.privacy.erasures.mailing import letter_of
from fairpanel.privacy.take_along import actions as copies
from fairpanel.privacy.take_along import keeping, tasks
from fairpanel.vault import sweeps

log = structlog.get_logger(__name__)

UPKEEP_QUEUE = "upkeep"
# 4, 16, 64, ... seconds; what is still not done then is taken up by `tidy_copies`.
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=tasks.MAKE, queue=tasks.QUEUE, retry=_AGAIN)
def make_copy(*, copy_id: str) -> None:
    """Make a copy. Killed anywhere and run again it ends, and tells once."""
    copies.make(copy_id=UUID(copy_id), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="privacy.tidy_copies", queue=tasks.QUEUE, queueing_lock="privacy.tidy_copies")
def tidy_copies(timestamp: int) -> None:
    """See that no copy waits for ever, and that what was to go has gone."""
    del timestamp
    keeping.drop_leftovers()
    keeping.take_up_what_was_left_behind(now=timezone.now())


@app.periodic(cron="33 3 * * *")
@app.task(name="privacy.sweep_copies", queue=tasks.QUEUE, queueing_lock="privacy.sweep_copies")
def sweep_copies(timestamp: int) -> None:
    """Every night: let go of files that no copy names."""
    del timestamp
    now = timezone.now()
    found = sweeps.noted("copies", lambda: keeping.sweep(now=now), now=now)
    if found.without_row:
        log.warning("sealed copies that no row named were dropped", files=len(found.without_row))
    if found.without_file:
        log.error("copies are missing from the vault: see `fairpanel vault check`", files=len(found.without_file))


class ErasingFailed(Exception):
    """A worker could not finish an erasure. Tells the kind of the fault and where it arose, never what it said."""


@app.task(name=erasing.ERASE, queue=erasing.QUEUE, retry=_AGAIN)
def erase(*, erasure_id: str) -> None:
    """Erase room by room, sign, and mail the receipt. Killed anywhere and run again it ends with all gone."""
    failure = _fault(UUID(erasure_id))
    # Out here no other exception hangs on this one.
    if failure is not None:
        raise ErasingFailed(failure)


def _fault(erasure_id: UUID) -> str | None:
    try:
        carry_out(erasure_id)
    except Exception as failure:  # noqa: BLE001 - whatever it is, its words stay here
        last = traceback.extract_tb(failure.__traceback__)[-1]
        return f"{type(failure).__name__} at {Path(last.filename).name}:{last.lineno}"
    return None


def carry_out(erasure_id: UUID) -> None:
    """Each step in its own transaction; then the mail, outside of any."""
    while erasures.take_step(erasure_id=erasure_id, now=timezone.now()):
        pass
    finished = erasures.to_be_mailed(erasure_id=erasure_id)
    if finished is not None:
        letter_of(finished).send()
        erasures.mailed(erasure_id=erasure_id, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="privacy.take_up", queue=UPKEEP_QUEUE, queueing_lock="privacy.take_up")
def take_up(timestamp: int) -> None:
    """See that no erasure waits without anybody being about to carry it out."""
    del timestamp
    erasures.take_up_what_was_left(now=timezone.now())


@app.periodic(cron="33 3 * * *")
@app.task(name="privacy.let_go", queue=UPKEEP_QUEUE, queueing_lock="privacy.let_go")
def let_go(timestamp: int) -> None:
    """Every night: let go of what has had its time, in every room. What one stumbles over holds up no other."""
    del timestamp
    for keeper in ports.filled().keepers:
        try:
            gone = retention.let_go(keeper, now=timezone.now())
        except Exception:
            log.exception("a room could not let go of what had its time", room=keeper.room)
            continue
        for each in gone:
            log.info("let go of what had its time", room=each.room, store=each.store, count=each.count)
