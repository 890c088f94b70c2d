"""What a machine decides of what it saw, beside what is known of other receipts."""

from fairpanel.consent.guards import needs_no_consent
from fairpanel.receipts import rules
from fairpanel.receipts.duplicates import Traits, hash_of_picture, traits_of
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.remembering import was_paid
from fairpanel.receipts.terms import rules_of
from fairpanel.receipts.values import Apart, Decision, Known, Reason, Refused, Seen, Sent
from fairpanel.rewards.calendar import Terms


@needs_no_consent("`settle` and `rereading.settle_rereading`, which call it, have asked.")
def decided_by_machine(
    receipt: Receipt, seen: Seen | Apart | None, terms: Terms, *, sent: Sent | None = None
) -> Decision:
    """What becomes of it by what was seen; nothing is written."""
    if seen is None:
        return Refused(Reason.UNREADABLE, receipt.whole)
    if isinstance(seen, Apart):
        facts = {"before": str(seen.before), "after": str(seen.after)}
        return Refused(Reason.PICTURES_APART, receipt.whole, facts)
    purchase = rules.purchase_of(seen.reading, region=terms.region)
    others = Receipt.objects.filter(member=receipt.member_id).exclude(pk=receipt.pk).taken()
    number = traits_of(seen.reading, currency=terms.region.currency).number
    known = Known(
        counted=others.filter(month=receipt.month).count(),
        sent_before=sent,
        deleted_before=was_paid(receipt.member_id, purchase, number=number),
        of_day=others.filter(bought_on=purchase.day).count() if purchase.day else 0,
    )
    return rules.decide(
        seen.reading, terms.version, rules_of(receipt), region=terms.region, known=known, today=terms.day,
        signs=seen.signs,
    )  # fmt: skip


def traits_seen(seen: Seen | Apart | None, terms: Terms) -> Traits:
    """What makes the receipt itself that was seen; nothing is known of one that was not."""
    if not isinstance(seen, Seen):
        return Traits()
    return traits_of(seen.reading, currency=terms.region.currency, picture=hash_of_picture(seen.jpeg))
