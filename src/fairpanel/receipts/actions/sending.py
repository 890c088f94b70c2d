"""Send a receipt, or ask first whether its pictures will do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel import reading
from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent, reads
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotAllowed, Problem, TooLarge
from fairpanel.members.models import Member
from fairpanel.receipts import fingerprints, ports, tasks
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.keeping import sealing
from fairpanel.receipts.laid_out import size_of
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.packing import pack
from fairpanel.receipts.values import Channel
from fairpanel.rewards.calendar import terms_at

DAYS_A_YEAR, MONTHS_A_YEAR = 365, 12


class AlreadySent(Conflict):
    """You have already sent us this receipt. You find it in your list."""


class NoReceiptsTaken(Conflict):
    """This panel takes no receipts at the moment. Nothing was kept of what you sent."""


class NotJoined(NotAllowed):
    """You can send receipts once you have joined the panel. Finish joining first."""


class OtherPictures(Conflict):
    """This sending came before, with other pictures. Send these as a receipt of their own."""


class TooMany(TooLarge):
    """These are {pictures} pictures; we take {pictures_max} of one receipt. Take fewer, from a little further away."""


class WrongAmongThem(Invalid):
    """{wrong} That is picture {picture} of them."""


@collects(Purpose.RECEIPTS)
def submit(
    *,
    member: Member,
    data: bytes,
    channel: Channel,
    now: datetime,
    more: Sequence[bytes] = (),
    sending_key: UUID | None = None,
) -> Receipt:
    """Take a receipt: seal the original, and have it read.

    A long receipt may come in `more` pictures than one, each of which shows a few lines of another, in any order. Who
    may have to send twice, because an answer can be lost, gives a `sending_key`: the receipt that came under it is
    given again, and nothing is written.

    Raises `consent.actions.NoConsent`, `NotJoined`, `NoReceiptsTaken`, `AlreadySent`, `OtherPictures`, `TooMany`, what
    `rewards.calendar.terms_at` raises, and for bad bytes what `laid_out.size_of` raises, as a `WrongAmongThem` if
    there are several pictures. Whatever is raised, nothing is kept.
    """
    if not member.has_joined:
        raise NotJoined
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    terms = terms_at(ports.filled().programme, region=member.region, moment=now)
    taken = terms.version.receipts
    if taken is None:
        raise NoReceiptsTaken
    pictures = [data, *more]
    width, height = _size_of_first(pictures, channel=channel)
    digest = fingerprints.of_files(pictures, member_id=member.id, key=ports.filled().digest_key)
    with sealing() as seal, transaction.atomic():
        # Whoever takes consent back waits here, or we for them: nothing comes in behind a withdrawal.
        lock_member(member.id)
        consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
        earlier = _earlier(member, digest=digest, sending_key=sending_key)
        if earlier is not None:
            return earlier
        receipt = Receipt.objects.create(
            id=new_id(now), member=member, channel=channel, programme=ports.filled().programme.name,
            version=terms.version.number, country=member.region, received_at=now, month=terms.month,
            sealed=seal(pack(pictures), owner=member.id), pictures=len(pictures), file_digest=digest,
            sending_key=sending_key, width_px=width, height_px=height,
            picture_until=now + timedelta(days=taken.pictures_days),
            words_until=now + timedelta(days=taken.lines_months * DAYS_A_YEAR // MONTHS_A_YEAR),
        )  # fmt: skip
        tasks.read_later(receipt_id=receipt.id)
    return receipt


def _size_of_first(pictures: Sequence[bytes], *, channel: Channel) -> tuple[int, int]:
    """Width and height of the first picture, once all of them have opened."""
    if len(pictures) > reading.PICTURES_MAX:
        raise TooMany(pictures=len(pictures), pictures_max=reading.PICTURES_MAX)
    sizes = []
    for number, data in enumerate(pictures, 1):
        try:
            sizes.append(size_of(data, channel=channel))
        except Problem as problem:
            if len(pictures) == 1:
                raise
            raise WrongAmongThem(picture=number, wrong=problem) from problem
    return sizes[0]


@needs_no_consent("`submit`, which calls it, has asked.")
def _earlier(member: Member, *, digest: bytes, sending_key: UUID | None) -> Receipt | None:
    """The receipt that came under this key. Raises `OtherPictures`, and `AlreadySent` for files that came before."""
    if sending_key is not None:
        same = Receipt.objects.filter(member=member, sending_key=sending_key).first()
        if same is not None:
            if bytes(same.file_digest) != digest:
                raise OtherPictures
            return same
    earlier = Receipt.objects.filter(member=member, file_digest=digest).first()
    if earlier is not None:
        raise AlreadySent(receipt_id=earlier.id)
    return None


@reads(Purpose.RECEIPTS)
def judge_picture(*, member: Member, data: bytes, now: datetime) -> reading.Verdict:
    """What seems wrong with a picture before it is sent. It is looked at in memory, and nothing of it is kept.

    Raises `consent.actions.NoConsent`, and for bad bytes what `reading.open_picture` raises.
    """
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    return reading.judge_picture(reading.open_picture(data))
