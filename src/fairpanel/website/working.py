"""Doing what was left for later: one worker, one piece of work at a time."""

import asyncio
import signal

import structlog
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.problems import Conflict
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import State
from fairpanel.website import assembly, upkeep

log = structlog.get_logger(__name__)

# A worker that says nothing for this long is taken for dead, and its work is taken up by another.
SILENCE_SECONDS_MAX = 30
HEARTBEAT_SECONDS = 10
RETRY_SECONDS = 2
# What is begun when the signal comes is finished, if it takes no longer than this.
LAST_WORK_SECONDS_MAX = 30


class OtherProgramme(Conflict):
    """{count} receipts wait to be read under the programme {waiting}, and this is {run}.

    Run `fairpanel work --until-idle` once more with FAIRPANEL_PROGRAMME={waiting}, then go on with this one.
    """


def work(*, until_idle: bool = False) -> None:
    """Work until a signal comes or, with `until_idle`, until nothing is left. Raises `OtherProgramme` and `StoreFault`.

    A database that goes away is waited for: nothing that was begun is lost, since it is only done once it is committed.
    """
    _require_same_programme()
    upkeep.require_stores()
    asyncio.run(_work(until_idle=until_idle))


@needs_no_consent("It counts, and names nobody.")
def _require_same_programme() -> None:
    run = assembly.programme_run_here().name
    others = Receipt.objects.filter(state=State.RECEIVED).exclude(programme=run)
    waiting = others.values_list("programme", flat=True).distinct().first()
    if waiting is not None:
        raise OtherProgramme(count=others.count(), waiting=waiting, run=run)


async def _work(*, until_idle: bool) -> None:
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    while not told_to_stop.is_set():
        worker = asyncio.create_task(_one_worker(wait=not until_idle))
        stop = asyncio.create_task(told_to_stop.wait())
        await asyncio.wait({worker, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if told_to_stop.is_set():
            # The worker takes this as a request, and finishes what it is at.
            worker.cancel()
        ended_well = await _end_of(worker)
        if until_idle and ended_well:
            return
        # Told to wait, a worker only ends by itself when it has lost the database; its work is taken up by the next.
        connections.close_all()
        await asyncio.wait({asyncio.create_task(told_to_stop.wait())}, timeout=RETRY_SECONDS)


async def _one_worker(*, wait: bool) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                wait=wait,
                concurrency=1,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENCE_SECONDS_MAX,
                fetch_job_polling_interval=1 if settings.DEMO else 5,
                shutdown_graceful_timeout=LAST_WORK_SECONDS_MAX,
                install_signal_handlers=False,
                delete_jobs="successful",
            )


async def _end_of(worker: asyncio.Task[None]) -> bool:
    try:
        await worker
    except asyncio.CancelledError:
        return True
    except (ConnectorException, OSError) as error:
        log.warning("the database went away; waiting for it", fault=type(error).__name__)
        return False
    return True
