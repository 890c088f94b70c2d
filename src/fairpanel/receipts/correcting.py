"""A panelist mends what we misread (GDPR, article 16): what they say holds, and what a machine read stays beside it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.receipts import actions, mending
from fairpanel.receipts.models import Correction, Receipt
from fairpanel.receipts.sellers import is_same_shop
from fairpanel.receipts.values import Doubt, Said, State


class NotReadYet(Conflict):
    """This receipt is still being read. Correct it when you see what we read."""


class NothingLeftToCorrect(Conflict):
    """We do not keep the words of this receipt any more, so there is nothing to correct."""


class NobodyMayLook(Conflict):
    """Shop, day and total decide whether a receipt counts, so a person has to look at this, and you allow none.

    You can allow it on the page about what you agreed to.
    """


@needs_no_consent("Its own panelist mends what is held of them.")
@transaction.atomic
def correct(*, member: Member, receipt_id: UUID, said: Said, now: datetime) -> Receipt:
    """Hold to be true what the panelist says, and write down each change; what is sensitive in it is taken out.

    By itself it changes no pay. Where the receipt counts, and shop, day or total become others, a person looks at it
    again; a refusal stays until a person is asked. Raises `actions.NoSuchReceipt`, also for another member's,
    `NotReadYet`, `NothingLeftToCorrect` and `NobodyMayLook`.
    """
    receipt = actions.locked(receipt_id)
    if receipt is None or receipt.member_id != member.id:
        raise actions.NoSuchReceipt
    if not receipt.is_settled:
        raise NotReadYet
    if not may_be_corrected(receipt):
        raise NothingLeftToCorrect
    doubts = tuple(_doubts(receipt, said)) if receipt.state == State.ACCEPTED else ()
    if doubts and not actions.is_look_allowed(member=receipt.member, now=now):
        raise NobodyMayLook
    told = mending.masked(said, region=receipt.country)
    Correction.objects.bulk_create(
        Correction(
            receipt=receipt, position=change.position, field=change.field, was=change.was, said=change.said, at=now
        )
        for change in mending.differences(mending.held_of(receipt), told)
    )
    mending.hold(receipt, told)
    if doubts:
        actions.ask_anew(receipt, doubts, now=now)
    receipt.save()
    return receipt


@needs_no_consent("It asks whether there is anything, of its own panelist.")
def may_be_corrected(receipt: Receipt) -> bool:
    """Whether anything is left of what was read on it."""
    return receipt.is_settled and receipt.predictions.exists()


def _doubts(receipt: Receipt, said: Said) -> Iterator[Doubt]:
    """What becomes doubtful about a receipt that counts: that a name is spelt better changes nothing."""
    if not is_same_shop(receipt.shop, said.shop):
        yield Doubt.MERCHANT
    if said.day != receipt.bought_on:
        yield Doubt.DATE
    if said.total != receipt.total:
        yield Doubt.TOTAL
