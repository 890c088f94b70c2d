"""A panelist mends what we misread (GDPR, article 16): what they say holds, and what a machine read stays beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairpanel.consent.guards import needs_no_consent
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.receipts import actions
from fairpanel.receipts.models import Correction, Line, Receipt
from fairpanel.receipts.sellers import is_same_shop
from fairpanel.receipts.values import Doubt, State
from fairpanel.redaction import mask_text


class NotReadYet(Conflict):
    """This receipt is still being read. Correct it when you see what we read."""


class NothingLeftToCorrect(Conflict):
    """We do not keep the words of this receipt any more, so there is nothing to correct."""


class NobodyMayLook(Conflict):
    """Shop, day and total decide whether a receipt counts, so a person has to look at this, and you allow none.

    You can allow it on the page about what you agreed to.
    """


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What a panelist says that a line is."""

    text: str
    quantity: Decimal | None
    price: Money


@dataclass(frozen=True, slots=True)
class Said:
    """What a panelist says that a receipt is; `lines` by their position."""

    shop: str
    day: date | None
    total: Money | None
    lines: Mapping[int, LineSaid]


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
    changes = [*_in_head(receipt, said, now=now), *_in_lines(receipt, said, now=now)]
    Correction.objects.bulk_create(changes)
    if doubts:
        receipt.state, receipt.doubts = State.NEEDS_LOOK, [doubt.value for doubt in doubts]
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


def _in_head(receipt: Receipt, said: Said, *, now: datetime) -> Iterator[Correction]:
    shop = _masked(said.shop, receipt)
    total = "" if said.total is None else str(said.total.minor)
    before = {
        "shop": receipt.shop,
        "date": "" if receipt.bought_on is None else receipt.bought_on.isoformat(),
        "total": "" if receipt.total_minor is None else str(receipt.total_minor),
    }
    after = {"shop": shop, "date": "" if said.day is None else said.day.isoformat(), "total": total}
    for field, was in before.items():
        if was != after[field]:
            yield Correction(receipt=receipt, field=field, was=was, said=after[field], at=now)
    receipt.shop, receipt.bought_on = shop, said.day
    receipt.total_minor = None if said.total is None else said.total.minor
    receipt.currency = receipt.currency if said.total is None else said.total.currency


def _in_lines(receipt: Receipt, said: Said, *, now: datetime) -> Iterator[Correction]:
    for line in Line.objects.filter(receipt=receipt, position__in=said.lines):
        told = said.lines[line.position]
        text, quantity = _masked(told.text, receipt), told.quantity
        before = {"text": line.text, "quantity": _plain(line.quantity), "price": str(line.price_minor)}
        after = {"text": text, "quantity": _plain(quantity), "price": str(told.price.minor)}
        changed = [field for field, was in before.items() if was != after[field]]
        for field in changed:
            yield Correction(
                receipt=receipt, position=line.position, field=field, was=before[field], said=after[field], at=now
            )
        if changed:
            line.text, line.quantity, line.price_minor = text, quantity, told.price.minor
            line.save(update_fields=["text", "quantity", "price_minor"])


def _masked(text: str, receipt: Receipt) -> str:
    return mask_text(text.strip(), [receipt.country])


def _plain(quantity: Decimal | None) -> str:
    return "" if quantity is None else f"{quantity.normalize():f}"
