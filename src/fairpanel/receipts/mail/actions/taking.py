"""Take a mail: write it down once, seal it, and have it opened, in one transaction."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.receipts import ports as room
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.keeping import Seal, discard, sealing
from fairpanel.receipts.mail import ports, rules, tasks
from fairpanel.receipts.mail.digests import digest_of
from fairpanel.receipts.mail.values import Envelope, Head, Outcome, Place, Why
from fairpanel.receipts.models import Mail, MailAddress

# So many mails of one panelist wait at once, to be opened or because they have paused; each may be 30 MiB large.
WAITING_MAX = 200


class TooManyWaiting(Conflict):
    """So many mails of this panelist wait to be opened that no more are taken now. Try again later."""


@dataclass(frozen=True, slots=True)
class _Whose:
    """An address of ours, and whose it is; nobody's where a mail to everybody has no sender whom we know."""

    member: Member | None


def is_known(address: str) -> bool:
    """Whether mail to this address is taken. What was taken back is as unknown as what never was."""
    return _whose(address, sender="") is not None


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A mail and all that is known of how it came. `head` is None where its headers are not to be believed."""

    data: bytes
    head: Head | None
    envelope: Envelope
    place: Place | None
    now: datetime


@collects(Purpose.RECEIPTS)
def take(
    *, data: bytes, recipients: Sequence[str], envelope: Envelope, now: datetime, place: Place | None = None
) -> None:
    """Take a mail for each of these addresses: when this returns, all of it is on the disk.

    A mail that was seen before changes nothing. Where its panelist does not agree, nothing but the fact is kept.
    Raises `TooManyWaiting`, and what the vault and the database raise; then nothing of it is kept.
    """
    arrived = _Arrived(data, rules.head_of(data), envelope, place, now)
    with sealing() as seal, transaction.atomic():
        for address in dict.fromkeys(each.strip().lower() for each in recipients):
            row = _row(address, arrived)
            # Whoever took back their address since it was asked for does not want it any more.
            whose = _whose(address, sender=arrived.head.sender if arrived.head else "")
            _take_for(whose, row, arrived, seal)


@needs_no_consent("It notes that a mail came, and nothing of it.")
@transaction.atomic
def note_too_large(*, name: bytes, recipients: Sequence[str], envelope: Envelope, place: Place, now: datetime) -> None:
    """Write down a mail that is too large to be fetched. `name` is what it is known by."""
    arrived = _Arrived(b"", Head(name, "", ""), envelope, place, now)
    for address in recipients:
        whose = _whose(address, sender="")
        row = _row(address, arrived)
        row.member = whose.member if whose is not None and _agrees(whose.member, now=now) else None
        _close(row, Why.TOO_LARGE)


@needs_no_consent("It tells whether a mail was seen, and nothing of it.")
def is_seen(place: Place) -> bool:
    """Whether the mail at this place of a mailbox was written down."""
    return Mail.objects.filter(mailbox=_mailbox(place), validity=place.validity, uid=place.uid).exists()


def _take_for(whose: _Whose | None, row: Mail, arrived: _Arrived, seal: Seal) -> None:
    if whose is None:
        _close(row, Why.UNKNOWN_RECIPIENT)
    elif whose.member is None or not whose.member.has_joined:
        _close(row, Why.NO_MEMBER)
    else:
        _keep(row, whose.member, arrived, seal)


def _agrees(member: Member | None, *, now: datetime) -> bool:
    return member is not None and consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=now)


def _keep(row: Mail, member: Member, arrived: _Arrived, seal: Seal) -> None:
    # Whoever takes consent back waits here, or we for them: nothing comes in behind a withdrawal.
    lock_member(member.id)
    if not consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=arrived.now):
        _close(row, Why.NO_CONSENT)
        return
    row.member = member
    if arrived.head is None:
        _close(row, Why.MALFORMED)
        return
    seen = Q(digest=bytes(row.digest)) if row.uid is None else Q(pk__in=())
    waiting = Q(member=member, outcome=Outcome.WAITING.value)
    known = Mail.objects.filter(seen | waiting).aggregate(seen=Count("pk", filter=seen), waiting=Count("pk"))
    if known["seen"]:
        return
    if known["waiting"] >= WAITING_MAX:
        if row.uid is None:
            raise TooManyWaiting
        # Left in its mailbox it would stand in the way of everybody else's.
        _close(row, Why.TOO_MANY)
        return
    row.outcome = Outcome.WAITING.value
    row.sealed = seal(_wrapped(arrived.data, arrived.envelope), owner=member.id)
    if row.uid is None:
        # Nobody else writes this one: its digest is its member's, and they are locked.
        row.save(force_insert=True)
    elif not _write(row):
        discard(row.sealed, now=arrived.now)
        return
    tasks.open_later(mail_id=row.id)


def _close(row: Mail, why: Why) -> None:
    row.outcome, row.why = Outcome.NOT_TAKEN.value, why.value
    _write(row)


def _write(row: Mail) -> bool:
    """Write it unless it was seen before, perhaps a moment ago by another server of ours."""
    Mail.objects.bulk_create([row], ignore_conflicts=True)
    is_new = Mail.objects.filter(pk=row.pk).exists()
    if not is_new and row.uid is not None:
        # Seen before, and now it lies elsewhere: the same mail in a mailbox that counts anew.
        here = {"mailbox": row.mailbox, "validity": row.validity, "uid": row.uid}
        Mail.objects.filter(digest=row.digest).update(**here)
    return is_new


def _row(address: str, arrived: _Arrived) -> Mail:
    name = arrived.head.key if arrived.head else arrived.data[: rules.HEAD_BYTES_MAX]
    local = rules.our_part(address, domain=ports.filled().domain) or ""
    place = arrived.place
    return Mail(
        id=new_id(arrived.now), digest=digest_of("seen", local.encode(), name, key=room.filled().digest_key),
        way=arrived.envelope.way.value, came_at=arrived.now, to_everybody=local == rules.SHARED,
        mailbox=_mailbox(place) if place else None, validity=place.validity if place else None,
        uid=place.uid if place else None,
    )  # fmt: skip


def _mailbox(place: Place) -> bytes:
    return digest_of("mailbox", place.mailbox.encode(), key=room.filled().digest_key)


@needs_no_consent("It finds out whose a mail is.")
def _whose(address: str, *, sender: str) -> _Whose | None:
    local = rules.our_part(address, domain=ports.filled().domain)
    if local is None:
        return None
    if local == rules.SHARED:
        member = Member.objects.panelists().filter(email=sender).first() if sender else None
        return _Whose(member)
    digest = digest_of("address", local.encode(), key=room.filled().digest_key)
    row = MailAddress.objects.select_related("member").filter(digest=digest).first()
    return _Whose(row.member) if row is not None else None


def _wrapped(data: bytes, envelope: Envelope) -> bytes:
    """The mail with what is known around it, as it is sealed."""
    return json.dumps(asdict(envelope)).encode() + b"\n" + data


def unwrapped(sealed: bytes) -> tuple[bytes, Envelope]:
    """The mail, and what is known around it."""
    around, _newline, data = sealed.partition(b"\n")
    return data, Envelope(**json.loads(around))
