"""What is seen to every few minutes and every night, so that nothing is left lying and nothing is left undone."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Collate

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.receipts import ports, tasks
from fairpanel.receipts.keeping import discard, drop_leftovers
from fairpanel.receipts.models import (
    APPEALED,
    Appeal,
    Claim,
    ContentKeys,
    Correction,
    Judgement,
    Leftover,
    Line,
    Mail,
    PaidFor,
    Prediction,
    Receipt,
    ReviewerCorrection,
)
from fairpanel.receipts.removing import remove
from fairpanel.receipts.values import State
from fairpanel.vault.comparing import compare, sweep
from fairpanel.vault.values import Compared

# Work that no worker and no queue knows of any more is deferred anew after this time.
LEFT_BEHIND_AFTER = timedelta(minutes=10)
# A file in the vault may be older than its row by a transaction, never by this.
ORPHAN_AFTER = timedelta(hours=1)
_NAMES_AT_ONCE = 1000
_NAMED_BY: tuple[tuple[type[Receipt | Appeal | Mail], str], ...] = (
    (Receipt, "sealed"), (Receipt, "picture"), (Appeal, "sealed"), (Appeal, "first_picture"), (Mail, "sealed"),
)  # fmt: skip


@needs_no_consent("It deletes.")
def drop_what_is_left_over() -> int:
    """Drop the files that are written down to go, and did not go at the commit. Gives how many."""
    names = list(Leftover.objects.values_list("name", flat=True))
    drop_leftovers(names)
    return len(names)


@reads(Purpose.RECEIPTS)
def take_up_what_was_left_behind(*, now: datetime) -> int:
    """Have those receipts read that wait without anybody being about to read them. Gives how many.

    Those of who has paused wait on, and are taken up here when the pause is over.
    """
    agreed = consent.live_members(Purpose.RECEIPTS, at=now)
    waiting = Receipt.objects.filter(
        state=State.RECEIVED, received_at__lt=now - LEFT_BEHIND_AFTER, member__in=agreed
    )  # fmt: skip
    appealed = Appeal.objects.filter(at__lt=now - LEFT_BEHIND_AFTER, receipt__member__in=agreed).exclude(sealed="")
    left = _left(waiting.values_list("id", flat=True))
    for receipt_id in left:
        tasks.read_later(receipt_id=receipt_id)
    pictures = _left(appealed.values_list("receipt_id", flat=True))
    for receipt_id in pictures:
        tasks.read_appeal_later(receipt_id=receipt_id)
    return len(left) + len(pictures)


def _left(receipts: Iterable[UUID]) -> list[UUID]:
    return [receipt_id for receipt_id in receipts if not tasks.is_to_be_read(receipt_id=receipt_id)]


@needs_no_consent("It compares names of files, and deletes.")
def sweep_the_vault(*, now: datetime, however_many: bool = False) -> Compared:
    """Drop the files that no row names: what a crash between the vault and the commit left. Gives what was found."""
    return sweep(ports.filled().vault, named=_names, before=now - ORPHAN_AFTER, however_many=however_many)


@needs_no_consent("It compares names of files.")
def compare_with_the_vault(*, now: datetime) -> Compared:
    """The files in the vault beside the rows that name them."""
    return compare(ports.filled().vault.stored(), named=_names, before=now - ORPHAN_AFTER)


def _names(*among: str) -> Iterator[str]:
    """What rows name in the vault, in the order of names: all, or those of `among`."""
    named = [
        table.objects.exclude(**{column: ""}).annotate(file=Collate(column, "C")).values_list("file", flat=True)
        for table, column in _NAMED_BY
    ]
    if among:
        named = [names.filter(file__in=among) for names in named]
    return named[0].union(*named[1:], all=True).order_by("file").iterator(chunk_size=_NAMES_AT_ONCE)


@needs_no_consent("It deletes.")
@transaction.atomic
def let_go(*, now: datetime) -> None:
    """Let go of what has had its time: pictures, words, what is kept of refusals, notes of deleted purchases (law 17).

    Pictures and words go by the terms under which their receipt came; of a refused receipt nothing but the refusal is
    left once it cannot be appealed against any more. While an appeal waits for its answer all is kept: a person looks.
    What could not be read for so long, because its panelist paused, goes whole with its original.
    """
    unread = Receipt.objects.filter(state=State.RECEIVED, picture_until__lte=now)
    for receipt in unread.select_for_update(skip_locked=True):
        remove([receipt], now=now)
    settled = Receipt.objects.exclude(state=State.RECEIVED).exclude(APPEALED)
    refused_for_good = Q(state=State.REFUSED, appeal_until__lte=now)
    for receipt in (
        settled.filter(refused_for_good | Q(picture_until__lte=now))
        .exclude(picture="")
        .select_for_update(skip_locked=True)
    ):
        discard(receipt.picture, now=now)
        receipt.picture = ""
        receipt.save(update_fields=["picture"])
    wordless = settled.filter(refused_for_good | Q(words_until__lte=now))
    Line.objects.filter(receipt__in=wordless).delete()
    Prediction.objects.filter(receipt__in=wordless).delete()
    Correction.objects.filter(receipt__in=wordless).delete()
    ReviewerCorrection.objects.filter(judgement__receipt__in=wordless).delete()
    Judgement.objects.filter(receipt__in=wordless).update(shop="", bought_on=None, total_minor=None, currency="")
    Claim.objects.filter(until__lte=now).delete()
    ContentKeys.objects.filter(receipt__in=wordless).delete()
    settled.filter(refused_for_good).update(shop="", bought_on=None, bought_at=None, total_minor=None, currency="")
    PaidFor.objects.filter(until__lte=now.date()).delete()
