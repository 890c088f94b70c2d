"""Changing a mail address, confirmed on both sides: a code proves the new one, the old one is told and can stop it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import signing
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotFound
from fairpanel.members import ports
from fairpanel.members.models import AddressChange, Member
from fairpanel.members.models.addresses import STOP_GOOD_FOR, TRIES_MAX
from fairpanel.members.rules.codes import ALPHABET
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind

ASKED_A_DAY_MAX = 5
CODE_CHARACTERS = 8
_SALT = "fairpanel the old address says no"


class SameAddress(Invalid):
    """This is the address that you have now. Write the new one."""


class AskedTooOften(Conflict):
    """You have asked for this often today. Try again tomorrow."""


class WrongAddressCode(Invalid):
    """This is not the code that we sent to the new address. Look into the mail once more."""


class NoAddressChange(Conflict):
    """This code is over: it was tried too often, or is too old. Write the new address once more for another one."""


class AddressNotFree(Conflict):
    """This address cannot be used. Write another one."""


class NothingToStop(NotFound):
    """There is nothing to stop any more: it was stopped already, or the seven days are over."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A change that was asked for, and the code that only the new address is told.

    Where that address is another member's there is no code, and nobody who asks learns of it.
    """

    change: AddressChange
    code: str | None


def ask_to_change_address(*, member: Member, address: str, now: datetime) -> Begun:
    """Begin a change: the old address is told at once. Raises `SameAddress` and `AskedTooOften`."""
    new = address.lower()
    if new == member.email:
        raise SameAddress
    mine = _of(member)
    if mine.filter(asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY_MAX:
        raise AskedTooOften
    # Only the last code opens anything.
    mine.filter(done_at=None, stopped_at=None).update(tries=TRIES_MAX)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
    change = AddressChange.objects.create(
        id=new_id(now), member=member, old=member.email, new=new, digest=_digest(code), asked_at=now
    )
    notices.tell(
        kind=Kind.ADDRESS_CHANGE, member_id=member.pk, address=member.email, language=member.language,
        zone=ports.zone_of(member.region, now=now), facts={"token": _token(change)},
        key=f"address-change:{change.id}", now=now,
    )  # fmt: skip
    return Begun(change, None if Member.objects.filter(email=new).exists() else code)


def change_address(*, member: Member, code: str, now: datetime) -> None:
    """The new address has answered. Raises `WrongAddressCode`, `NoAddressChange` and `AddressNotFree`.

    A wrong code is counted: commit also when this raises.
    """
    change = _of(member).select_for_update().filter(done_at=None, stopped_at=None).first()
    if change is None or not change.waits_for_its_code(now):
        raise NoAddressChange
    typed = "".join(character for character in code.upper() if character.isalnum())
    if not hmac.compare_digest(_digest(typed), change.digest):
        change.tries += 1
        change.save(update_fields=["tries"])
        raise WrongAddressCode
    _move(member, change.new)
    change.done_at = now
    change.save(update_fields=["done_at"])


def change_of_token(token: str, *, now: datetime) -> AddressChange:
    """The change that a link in a mail to the old address speaks of. Raises `NothingToStop`."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=STOP_GOOD_FOR)
    except signing.BadSignature:
        raise NothingToStop from None
    change = AddressChange.objects.select_related("member").filter(pk=UUID(found)).first()
    if change is None or not change.can_be_stopped(now):
        raise NothingToStop
    return change


def stop_changing_address(*, token: str, now: datetime) -> AddressChange:
    """The old address says no: the account is its own again, whoever is signed in to it is out, and so are new keys.

    Raises `NothingToStop`, and `AddressNotFree` where somebody else has taken the old address meanwhile.
    """
    change = change_of_token(token, now=now)
    # What came after this change, came from the address that this one should not have led to.
    later = AddressChange.objects.filter(member=change.member_id, asked_at__gte=change.asked_at, stopped_at=None)
    later.update(stopped_at=now)
    if change.member.email != change.old:
        _move(change.member, change.old)
    for session in UserSession.objects.filter(user=change.member):
        session.end()
    # Whoever was in may have made a key of their own, also before they asked for the address.
    Authenticator.objects.filter(user=change.member, created_at__gte=change.asked_at - STOP_GOOD_FOR).delete()
    change.refresh_from_db()
    return change


def forget_old_changes(*, now: datetime) -> int:
    """Forget the addresses of changes that nobody can stop any more. Gives how many."""
    gone, _ = AddressChange.objects.filter(asked_at__lt=now - STOP_GOOD_FOR).delete()
    return gone


def _of(member: Member) -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(member=member).order_by("-asked_at", "-id")


def _move(member: Member, address: str) -> None:
    """One address an account: the one before is gone from it."""
    if Member.objects.exclude(pk=member.pk).filter(email=address).exists():
        raise AddressNotFree
    EmailAddress.objects.filter(user=member).delete()
    EmailAddress.objects.filter(email=address, verified=False).delete()
    EmailAddress.objects.create(user=member, email=address, primary=True, verified=True)
    member.email = address
    member.save(update_fields=["email"])


def _digest(code: str) -> str:
    return hmac.new(ports.filled().digest_key, f"address {code}".encode(), hashlib.sha256).hexdigest()


def _token(change: AddressChange) -> str:
    return signing.dumps(str(change.id), salt=_SALT)
