"""Stop what nobody agrees to any more."""

from datetime import datetime

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.members.models import Member
from fairpanel.receipts.actions.appealing import close_appeals
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.actions.settling import write_down
from fairpanel.receipts.mail.upkeep import drop_waiting_mails
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.removing import remove
from fairpanel.receipts.values import Reason, Refused, State


@needs_no_consent("It removes what nobody may collect any more.")
@transaction.atomic
def drop_pending(*, member: Member, now: datetime) -> None:
    """Remove every receipt that is not decided yet: its panelist does not want it collected any more (law 2).

    An appeal that nobody has answered is over: what it is about stays refused.
    """
    lock_member(member.id)
    pending = [State.RECEIVED.value, State.NEEDS_LOOK.value]
    for receipt in Receipt.objects.select_for_update(of=("self",)).filter(member=member, state__in=pending):
        remove([receipt], now=now)
    _nobody_looks(member, now=now)
    drop_waiting_mails(member.id, now=now)


@needs_no_consent("It ends what waits for a look that is not allowed any more.")
@transaction.atomic
def stop_looking(*, member: Member, now: datetime) -> None:
    """From now on nobody looks at this member's receipts: those that wait for it do not count, and appeals are over."""
    lock_member(member.id)
    waiting = Receipt.objects.select_for_update(of=("self",)).select_related("member")
    for receipt in waiting.filter(member=member, state=State.NEEDS_LOOK):
        write_down(receipt, Refused(Reason.NOT_LOOKED_AT, receipt.whole), by=None, now=now)
    _nobody_looks(member, now=now)


def _nobody_looks(member: Member, *, now: datetime) -> None:
    close_appeals(member, now=now)
    Receipt.objects.filter(member=member).exclude(again="").update(again="", look_until=None)


class ReceiptCollector:
    """This room as `consent` knows it: what collects receipts."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Consent was refused or taken back."""
        drop_pending(member=member, now=now)


class ReviewCollector:
    """This room as `consent` knows it: where people look at receipts."""

    def stop(self, *, member: Member, now: datetime) -> None:
        """Consent was refused or taken back."""
        stop_looking(member=member, now=now)
