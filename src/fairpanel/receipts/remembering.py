"""Knowing for a while that a purchase was paid for after its receipt was deleted, without knowing the purchase."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from fairpanel.consent.guards import needs_no_consent
from fairpanel.receipts import fingerprints, ports
from fairpanel.receipts.content_keys import read_traits
from fairpanel.receipts.models import PaidFor, Receipt
from fairpanel.receipts.values import Purchase, State

# In signed deletion receipts, so in English like all of it.
WHY_KEPT = "keyed codes that keep a purchase from being paid twice; they go when it would be too old to count"


def remembered_until(receipt: Receipt) -> date | None:
    """Until when something of this receipt is left if it is deleted now; None where nothing is.

    Of a purchase that was paid for a code is kept as long as it could be sent again: `sentences.kept_after_deleting`.
    """
    if receipt.state != State.ACCEPTED:
        return None
    if receipt.bought_on is not None:
        return _too_old_from(receipt.bought_on)
    # Its day was blacked out; how long the codes stay was noted before.
    return PaidFor.objects.filter(receipt=receipt).order_by("-until").values_list("until", flat=True).first()


def _too_old_from(day: date) -> date:
    # Under any version: a change of the window must not open a door to what was paid for.
    windows = [version.receipts.window_days for version in ports.filled().programme.versions if version.receipts]
    return day + timedelta(days=max(windows, default=0) + 1)


@needs_no_consent("Its panelist blacks out what tells this purchase from others.")
def note_before_hiding(receipt: Receipt) -> None:
    """Keep the fingerprints of what is about to be blacked out: they count while the receipt does, now or later."""
    if receipt.bought_on is not None:
        _note(receipt, until=_too_old_from(receipt.bought_on), of=receipt)


@needs_no_consent("Its panelist deletes what was paid for, and is told what stays and until when.")
def leave_codes(receipts: Sequence[Receipt]) -> None:
    """Leave the codes of what counted when these receipts go; those of what did not count go with them."""
    counted = [receipt.pk for receipt in receipts if receipt.state == State.ACCEPTED]
    PaidFor.objects.filter(receipt__in=counted).update(receipt=None)


@needs_no_consent("Its panelist deletes the receipt and is told what stays and until when.")
def note_paid(receipt: Receipt, *, until: date) -> int:
    """Keep the fingerprints of what this receipt was paid for, and give how many.

    Where day or total are not known there are none but those that were noted before.
    """
    return PaidFor.objects.filter(receipt=receipt).count() + _note(receipt, until=until, of=None)


@needs_no_consent("`note_paid` and `note_before_hiding`, which call it, say why.")
def _note(receipt: Receipt, *, until: date, of: Receipt | None) -> int:
    read = read_traits(receipt)
    number = read.number if read else None
    known = fingerprints.of_purchase(
        receipt.purchase, number=number, member_id=receipt.member_id, key=ports.filled().digest_key
    )
    if known is None:
        return 0
    digests = [*known.by_shop, *(digest for digest in (known.by_minute, known.by_number) if digest)]
    timed, numbered = known.by_minute is not None, known.by_number is not None
    notes = [
        PaidFor(member=receipt.member, digest=digest, timed=timed, numbered=numbered, until=until, receipt=of)
        for digest in digests
    ]  # fmt: skip
    PaidFor.objects.bulk_create(notes, ignore_conflicts=True)
    return len(notes)


@needs_no_consent("`actions.settle`, which calls it, has asked.")
def was_paid(member_id: UUID, purchase: Purchase, *, number: str | None) -> bool:
    """Whether this member was paid for this purchase and deleted the receipt, or blacked out what tells it apart.

    By the minute or the number where both tell them, else by the shop. There is nothing left to compare with, so that
    nobody could look: what agrees is refused, and its panelist may appeal.
    """
    known = fingerprints.of_purchase(purchase, number=number, member_id=member_id, key=ports.filled().digest_key)
    if known is None:
        return False
    alike = Q(digest__in=known.by_shop)
    for told, digest in (("timed", known.by_minute), ("numbered", known.by_number)):
        if digest is not None:
            alike &= Q(**{told: False})
    for digest in (known.by_minute, known.by_number):
        if digest is not None:
            alike |= Q(digest=digest)
    counts = Q(receipt=None) | Q(receipt__state__in=[State.ACCEPTED.value, State.NEEDS_LOOK.value])
    return PaidFor.objects.filter(alike, counts, member=member_id).exists()
