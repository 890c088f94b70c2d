"""Doing what was left for later: one worker, one piece of work at a time."""

import time

import structlog
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

log = structlog.get_logger(__name__)

# A worker that says nothing for this long is taken for dead, and its work is taken up by another.
SILENCE_SECONDS_MAX = 30
HEARTBEAT_SECONDS = 10
RETRY_SECONDS = 2


def work(*, until_idle: bool = False) -> None:
    """Work until a signal comes or, with `until_idle`, until nothing is left to do.

    A database that goes away is waited for: nothing that was begun is lost, since it is only done once it is committed.
    """
    while True:
        try:
            _work(wait=not until_idle)
        except ConnectorException:
            log.warning("the database went away; waiting for it", seconds=RETRY_SECONDS)
            connections.close_all()
            time.sleep(RETRY_SECONDS)
        else:
            return


def _work(*, wait: bool) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(
            wait=wait,
            concurrency=1,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=SILENCE_SECONDS_MAX,
            fetch_job_polling_interval=1 if settings.DEMO else 5,
            shutdown_graceful_timeout=30,
            delete_jobs="successful",
        )
