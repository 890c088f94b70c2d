"""One member's receipts change one after another."""

from uuid import UUID

from fairpanel.consent.guards import needs_no_consent
from fairpanel.members.models import Member
from fairpanel.receipts.models import Receipt


def lock_member(member_id: UUID) -> Member:
    """The member, locked: whatever changes one member's receipts waits for its turn, and always begins here."""
    return Member.objects.select_for_update(no_key=True).get(pk=member_id)


@needs_no_consent("It is taken by what asks, or by its own panelist's act.")
def locked(receipt_id: UUID) -> Receipt | None:
    """The receipt and its member, locked; None where it is no more."""
    found = Receipt.objects.filter(pk=receipt_id).values_list("member_id", flat=True).first()
    if found is None:
        return None
    lock_member(found)
    return Receipt.objects.select_for_update(of=("self",)).select_related("member").filter(pk=receipt_id).first()
