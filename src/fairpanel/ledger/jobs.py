"""What a worker does for the books: every night the facts of the day go into the audit chain."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.ledger import chain

log = structlog.get_logger(__name__)


@app.periodic(cron="53 3 * * *")
@app.task(name="ledger.link", queue="upkeep", queueing_lock="ledger.link")
def link(timestamp: int) -> None:
    """Link what is new. The head goes into the log, so that it is kept outside the database as well."""
    del timestamp
    head = chain.link(now=timezone.now())
    log.info("the audit chain was linked", head=str(head))
