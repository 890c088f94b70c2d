"""Read the new picture that came with an appeal: like the first one, and before anybody sees it (law 5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.receipts import ports, rules
from fairpanel.receipts.actions.locking import locked
from fairpanel.receipts.actions.questioning import with_signs_in_times
from fairpanel.receipts.actions.settling import READINGS_MAX, VAULT_PATIENCE
from fairpanel.receipts.content_keys import note_keys
from fairpanel.receipts.judged_by_machine import decided_by_machine, traits_seen
from fairpanel.receipts.keeping import discard, keep, sealing
from fairpanel.receipts.models import Appeal, Correction, Line, Receipt
from fairpanel.receipts.sent_before import sent_before
from fairpanel.receipts.terms import left_on_under, terms_of
from fairpanel.receipts.values import Apart, Doubt, Seen, ToRead
from fairpanel.vault.problems import DamagedInVault, NotInVault


@reads(Purpose.RECEIPTS)
@transaction.atomic
def begin_rereading(*, receipt_id: UUID, now: datetime) -> ToRead | None:
    """What a worker needs to read an appeal's new picture; None where there is nothing to do, or not yet.

    Raises `ports.NotInVault` or `ports.DamagedInVault` where the vault does not give it, for a day.
    """
    receipt, appeal = _waiting(receipt_id)
    if receipt is None or appeal is None:
        return None
    if not consent.is_live(member=receipt.member, purpose=Purpose.RECEIPTS, now=now):
        return None
    original = None
    if appeal.readings_begun < READINGS_MAX:
        original = _original(appeal, now=now)
    if original is None:
        _let_original_go(appeal, now=now)
        return None
    appeal.readings_begun += 1
    appeal.save(update_fields=["readings_begun"])
    terms = terms_of(receipt)
    return ToRead(
        pictures=(original,), region=terms.region.code, currency=terms.region.currency,
        is_last_try=appeal.readings_begun == READINGS_MAX, left_on=left_on_under(terms),
    )  # fmt: skip


@collects(Purpose.RECEIPTS)
def settle_rereading(*, receipt_id: UUID, seen: Seen | Apart | None, now: datetime) -> None:
    """Keep the new picture, blacked out, and what was read on it, in the place of the old; the original goes.

    A machine decides nothing here: its panelist has asked for a person. What cannot be read leaves the old one there.
    """
    with sealing() as seal, transaction.atomic():
        receipt, appeal = _waiting(receipt_id)
        if receipt is None or appeal is None:
            return
        if not consent.is_live(member=receipt.member, purpose=Purpose.RECEIPTS, now=now):
            return
        terms = terms_of(receipt)
        if isinstance(seen, Seen):
            seen = with_signs_in_times(receipt, seen, terms)
        traits = traits_seen(seen, terms)
        sent = sent_before(receipt, traits, now=now)
        decision = decided_by_machine(receipt, seen, terms, sent=sent)
        if not isinstance(seen, Seen) or rules.is_unreadable(decision):
            _let_original_go(appeal, now=now)
            return
        # They point at lines of the old picture.
        Line.objects.filter(receipt=receipt).delete()
        Correction.objects.filter(receipt=receipt).delete()
        appeal.first_picture = receipt.picture
        receipt.width_px, receipt.height_px = seen.reading.page.width, seen.reading.page.height
        keep(receipt, seen, region=terms.region, picture=seal(seen.jpeg, owner=receipt.member_id), now=now)
        note_keys(receipt, traits)
        # Whoever answers must know where the new picture is of a purchase that was paid for.
        receipt.doubts = [Doubt.SENT_BEFORE.value] if sent is not None or rules.is_double(decision) else []
        region = receipt.whole
        receipt.reason_region = {
            "left": region.left, "top": region.top, "right": region.right, "bottom": region.bottom,
        }  # fmt: skip
        receipt.save()
        _let_original_go(appeal, now=now)


@needs_no_consent("It looks for the work; who asks for it asks for consent.")
def _waiting(receipt_id: UUID) -> tuple[Receipt | None, Appeal | None]:
    receipt = locked(receipt_id)
    if receipt is None or not receipt.is_appealed:
        return None, None
    return receipt, Appeal.objects.filter(receipt=receipt).exclude(sealed="").first()


@needs_no_consent("It deletes.")
def _let_original_go(appeal: Appeal, *, now: datetime) -> None:
    """The original goes: it was read, or nobody will read it."""
    discard(appeal.sealed, now=now)
    appeal.sealed = ""
    appeal.save(update_fields=["sealed", "first_picture"])


def _original(appeal: Appeal, *, now: datetime) -> bytes | None:
    try:
        return ports.filled().vault.open(appeal.sealed)
    except (NotInVault, DamagedInVault):
        if now - appeal.at < VAULT_PATIENCE:
            raise
        return None
