"""Changing a mail address, confirmed on both sides: a code proves the new one, and the old one agrees.

Who has lost the old one waits for a week in which it is told twice and can say no; and so it can for a week after.
"""

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
from fairpanel.members.models.addresses import LASTS, STOP_GOOD_FOR, TRIES_MAX, WAIT
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
    """There is nothing to stop any more: it was stopped already, or its time is over."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A change that was asked for, and the code that only the new address is told.

    Where that address is another member's there is no code, and nobody who asks learns of it.
    """

    change: AddressChange
    code: str | None


def ask_to_change_address(*, member: Member, address: str, now: datetime, is_proven: bool = False) -> Begun:
    """Begin a change: the old address is told at once. Raises `SameAddress` and `AskedTooOften`.

    Who `is_proven` has just shown a passkey or an app, and need not agree by the old address as well.
    """
    new = address.lower()
    if new == member.email:
        raise SameAddress
    mine = _of(member)
    if mine.filter(asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY_MAX:
        raise AskedTooOften
    # Only the last code opens anything.
    mine.filter(done_at=None, stopped_at=None).update(tries=TRIES_MAX, new_answered_at=None)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
    change = AddressChange.objects.create(
        id=new_id(now), member=member, old=member.email, new=new, digest=_digest(code), asked_at=now,
        old_agreed_at=now if is_proven else None,
    )  # fmt: skip
    _tell_the_old_one(change, days=0, now=now)
    return Begun(change, None if Member.objects.filter(email=new).exists() else code)


def change_address(*, member: Member, code: str, now: datetime) -> AddressChange:
    """The new address has answered; where the old one has not agreed yet, it is told once more, and waited for.

    Raises `WrongAddressCode`, `NoAddressChange` and `AddressNotFree`. A wrong code is counted: commit also when this
    raises.
    """
    change = _of(member).select_for_update().filter(done_at=None, stopped_at=None).first()
    if change is None or not change.waits_for_its_code(now):
        raise NoAddressChange
    typed = "".join(character for character in code.upper() if character.isalnum())
    if not hmac.compare_digest(_digest(typed), change.digest):
        change.tries += 1
        change.save(update_fields=["tries"])
        raise WrongAddressCode
    change.new_answered_at = now
    change.save(update_fields=["new_answered_at"])
    if change.old_agreed_at is not None:
        _finish(change, now=now)
    else:
        _tell_the_old_one(change, days=WAIT.days, now=now)
    return change


def agree_to_change_address(*, token: str, now: datetime) -> AddressChange:
    """The old address says yes. It is done as soon as the new one has answered, too.

    Raises `NothingToStop`, and `AddressNotFree`.
    """
    change_of_token(token, now=now)
    change = AddressChange.objects.select_for_update(of=("self",)).select_related("member").get(pk=_id_of(token))
    if change.done_at is None and change.old_agreed_at is None:
        change.old_agreed_at = now
        change.save(update_fields=["old_agreed_at"])
        if change.new_answered_at is not None:
            _finish(change, now=now)
    return change


def waiting_of(member: Member) -> AddressChange | None:
    """The member's change that waits for the old address; None where none does."""
    return _of(member).filter(done_at=None, stopped_at=None, new_answered_at__isnull=False).first()


def change_what_has_waited(*, now: datetime) -> int:
    """Do the changes whose old address has said nothing for so long. Gives how many."""
    due = AddressChange.objects.filter(done_at=None, stopped_at=None, new_answered_at__lte=now - WAIT)
    count = 0
    for change in due.select_for_update(of=("self",), skip_locked=True).select_related("member"):
        try:
            _finish(change, now=now)
        except AddressNotFree:
            # Somebody has taken it meanwhile: it is asked for anew, or not at all.
            change.stopped_at = now
            change.save(update_fields=["stopped_at"])
        else:
            count += 1
    return count


def change_of_token(token: str, *, now: datetime) -> AddressChange:
    """The change that a link in a mail to the old address speaks of. Raises `NothingToStop`."""
    change = AddressChange.objects.select_related("member").filter(pk=_id_of(token)).first()
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
    gone, _ = AddressChange.objects.filter(asked_at__lt=now - LASTS).delete()
    return gone


def _of(member: Member) -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(member=member).order_by("-asked_at", "-id")


def _id_of(token: str) -> UUID:
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=LASTS))
    except signing.BadSignature:
        raise NothingToStop from None


def _tell_the_old_one(change: AddressChange, *, days: int, now: datetime) -> None:
    """`days` is how long the old address is waited for; 0 before the new one has answered."""
    member = change.member
    notices.tell(
        kind=Kind.ADDRESS_CHANGE, member_id=member.pk, address=change.old, language=member.language,
        zone=ports.zone_of(member.region, now=now),
        facts={"token": _token(change), "days": days, "agreed": int(change.old_agreed_at is not None)},
        key=f"address-change:{change.id}:{days}", now=now,
    )  # fmt: skip


def _finish(change: AddressChange, *, now: datetime) -> None:
    _move(change.member, change.new)
    change.done_at = now
    change.save(update_fields=["done_at"])


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
