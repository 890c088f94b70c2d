"""Removing receipts with all that hangs on them: pictures, words, lines, and work that waits (law 7)."""

from collections.abc import Sequence
from datetime import datetime

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.personal import Erased, erase_rows
from fairpanel.receipts import tasks
from fairpanel.receipts.keeping import discard
from fairpanel.receipts.models import Appeal, Receipt
from fairpanel.receipts.remembering import leave_codes
from fairpanel.receipts.telling import forget_results

ROOM = "receipts"


@needs_no_consent("Its member deletes it, or nobody may keep it any more.")
def remove(receipts: Sequence[Receipt], *, now: datetime) -> list[Erased]:
    """Remove these receipts, whose member the caller has locked; gives what went, store by store."""
    files = [name for receipt in receipts for name in (receipt.sealed, receipt.picture) if name]
    appeals = Appeal.objects.filter(receipt__in=[receipt.pk for receipt in receipts])
    files += [name for pair in appeals.values_list("sealed", "first_picture") for name in pair if name]
    for name in files:
        discard(name, now=now)
    for receipt in receipts:
        forget_results(receipt)
    leave_codes(receipts)
    jobs = sum(tasks.forget(receipt_id=receipt.id) for receipt in receipts)
    gone = erase_rows(ROOM, Receipt.objects.filter(pk__in=[receipt.pk for receipt in receipts]))
    return gone + [Erased(ROOM, store, count) for store, count in (("vault", len(files)), ("queue", jobs)) if count]
