"""What a worker does for this room: tell who was let in, pass places on, forget who never joined."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fairpanel.members import changed_terms, devices, ports, tasks
from fairpanel.members.actions import addresses, admitting, guarding, inviting

log = structlog.get_logger(__name__)

UPKEEP_QUEUE = "upkeep"
_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(name=tasks.TELL_ADMITTED, queue=tasks.QUEUE, retry=_AGAIN)
def tell_admitted(*, draw_id: str) -> None:
    """Write to everybody whom that draw let in. Killed anywhere and run again, each is told once."""
    admitting.tell_admitted(draw_id=UUID(draw_id), now=timezone.now())


@app.periodic(cron="13 2 * * *")
@app.task(name="members.pass_on", queue=UPKEEP_QUEUE, queueing_lock="members.pass_on")
def pass_on(timestamp: int) -> None:
    """Every night: give places that nobody took in time to the next in line."""
    del timestamp
    with transaction.atomic():
        admitting.pass_on(now=timezone.now())


@app.periodic(cron="33 2 * * *")
@app.task(name="members.forget", queue=UPKEEP_QUEUE, queueing_lock="members.forget")
def forget(timestamp: int) -> None:
    """Every night: forget invited addresses that are not needed any more, and who never joined."""
    del timestamp
    with transaction.atomic():
        inviting.forget_what_is_over(now=timezone.now())
        admitting.forget_who_left_it(now=timezone.now())
        guarding.forget_what_is_over(now=timezone.now())
        addresses.forget_old_changes(now=timezone.now())
        devices.forget_old(now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(name="members.change_addresses", queue=UPKEEP_QUEUE, queueing_lock="members.change_addresses")
def change_addresses(timestamp: int) -> None:
    """Every hour: change the addresses whose old one has said nothing for a week."""
    del timestamp
    with transaction.atomic():
        addresses.change_what_has_waited(now=timezone.now())


@app.periodic(cron="27 * * * *")
@app.task(name="members.announce", queue=UPKEEP_QUEUE, queueing_lock="members.announce")
def announce(timestamp: int) -> None:
    """Every hour, since a day begins at another one in each region: tell who was not told of terms that are to come."""
    del timestamp
    count = changed_terms.announce(programme=ports.filled().programme, now=timezone.now())
    if count.late:
        log.error("panelists were told of new terms later than was promised to them", panelists=count.late)
