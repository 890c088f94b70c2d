"""The secret address of a panelist: one at a time, shown to them alone, gone at once when they say so."""

from datetime import datetime

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.guards import collects, needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.receipts import ports as room
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.actions.sending import NotJoined
from fairpanel.receipts.mail import ports, rules
from fairpanel.receipts.mail.digests import digest_of
from fairpanel.receipts.models import MailAddress


class NoMailComesIn(Conflict):
    """This panel takes no receipts by mail at the moment. Take a photo or send a file."""


@needs_no_consent("Its own panelist sees it.")
def address_of(member: Member) -> str | None:
    """The member's secret address; None where there is none."""
    row = MailAddress.objects.filter(member=member).first()
    domain = ports.filled().domain
    if row is None or not domain:
        return None
    local = ports.filled().seal.open(bytes(row.sealed), about=_about(member)).decode()
    return f"{local}@{domain}"


def everybodys_address() -> str:
    """The address that everybody may send to who is registered as its sender; empty where no mail comes in."""
    domain = ports.filled().domain
    return f"{rules.SHARED}@{domain}" if domain else ""


@collects(Purpose.RECEIPTS)
@transaction.atomic
def give_address(*, member: Member, random: bytes, now: datetime) -> str:
    """Make a secret address of these random bytes, of which there are `rules.TOKEN_BYTES`. An earlier one is no more.

    Raises `consent.actions.NoConsent`, `NotJoined` and `NoMailComesIn`.
    """
    domain = ports.filled().domain
    if not domain:
        raise NoMailComesIn
    if not member.has_joined:
        raise NotJoined
    lock_member(member.id)
    consent.require(member=member, purpose=Purpose.RECEIPTS, now=now)
    local = rules.local_part(random)
    made = {
        "digest": digest_of("address", local.encode(), key=room.filled().digest_key),
        "sealed": ports.filled().seal.seal(local.encode(), about=_about(member)),
        "made_at": now,
    }
    MailAddress.objects.update_or_create(member=member, defaults=made)
    return f"{local}@{domain}"


@needs_no_consent("Its own panelist ends it.")
@transaction.atomic
def take_back_address(*, member: Member) -> None:
    """The secret address is no more: to a server it is as one that never was. Done again it changes nothing."""
    lock_member(member.id)
    MailAddress.objects.filter(member=member).delete()


def _about(member: Member) -> str:
    return f"mail address of {member.pk.hex}"
