"""What a worker does for this room: make copies, and see that none lies about."""

from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fairpanel.privacy.take_along import actions as copies
from fairpanel.privacy.take_along import keeping, tasks

log = structlog.get_logger(__name__)

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
    dropped = keeping.sweep(now=timezone.now())
    if dropped:
        log.warning("sealed copies that no row named were dropped", files=dropped)
