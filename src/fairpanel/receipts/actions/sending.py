"""Send a receipt, or ask first whether its picture will do."""

from datetime import datetime, timedelta

from django.db import transaction

from fairpanel import reading
from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, reads
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, NotAllowed
from fairpanel.members.models import Member
from fairpanel.receipts import fingerprints, ports, tasks
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.keeping import sealing
from fairpanel.receipts.laid_out import size_of
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.values import Channel
from fairpanel.rewards.calendar import terms_at

DAYS_A_YEAR, MONTHS_A_YEAR = 365, 12


class AlreadySent(Conflict):
    """You have already sent us this receipt. You find it in your list."""


class NoReceiptsTaken(Conflict):
    """This panel takes no receipts at the moment. Nothing was kept of what you sent."""


class NotJoined(NotAllowed):
    """You can send receipts once you have joined the panel. Finish joining first."""


@collects(Purpose.RECEIPTS)
def submit(*, member: Member, data: bytes, channel: Channel, now: datetime) -> Receipt:
    """Take a receipt: seal the original, and have it read.

    Raises `consent.actions.NoConsent`, `NotJoined`, `NoReceiptsTaken`, `AlreadySent`, what
    `rewards.calendar.terms_at` raises, and for bad bytes what `laid_out.size_of` raises. Whatever is raised, nothing is
    kept.
    """
    if not member.has_joined:
        raise NotJoined
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    terms = terms_at(ports.filled().programme, region=member.region, moment=now)
    taken = terms.version.receipts
    if taken is None:
        raise NoReceiptsTaken
    width, height = size_of(data, channel=channel)
    digest = fingerprints.of_file(data, member_id=member.id, key=ports.filled().digest_key)
    with sealing() as seal, transaction.atomic():
        # Whoever takes consent back waits here, or we for them: nothing comes in behind a withdrawal.
        lock_member(member.id)
        consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
        earlier = Receipt.objects.filter(member=member, file_digest=digest).first()
        if earlier is not None:
            raise AlreadySent(receipt_id=earlier.id)
        receipt = Receipt.objects.create(
            id=new_id(now), member=member, channel=channel, programme=ports.filled().programme.name,
            version=terms.version.number, country=member.region, received_at=now, month=terms.month,
            sealed=seal(data), file_digest=digest, width_px=width, height_px=height,
            picture_until=now + timedelta(days=taken.pictures_days),
            words_until=now + timedelta(days=taken.lines_months * DAYS_A_YEAR // MONTHS_A_YEAR),
        )  # fmt: skip
        tasks.read_later(receipt_id=receipt.id)
    return receipt


@reads(Purpose.RECEIPTS)
def judge_picture(*, member: Member, data: bytes, now: datetime) -> reading.Verdict:
    """What seems wrong with a picture before it is sent. It is looked at in memory, and nothing of it is kept.

    Raises `consent.actions.NoConsent`, and for bad bytes what `reading.open_picture` raises.
    """
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    return reading.judge_picture(reading.open_picture(data))
