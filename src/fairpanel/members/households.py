"""Living together: open a household, ask somebody in, come in, leave. Each keeps an account and decides for it.

Nothing in here touches consent, receipts or money: whoever is in a household decides about their own, and only that.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, Invalid, NotFound
from fairpanel.members import ports
from fairpanel.members.models import Household, HouseholdCode, Housemate, Member
from fairpanel.members.rules import codes

CODE_GOOD_FOR = timedelta(days=7)
HOUSEMATES_MAX = 12
OPEN_CODES_MAX = 5


class InOneAlready(Conflict):
    """You are in a household already. Leave it first if you have moved."""


class InNone(Conflict):
    """You are in no household."""


class NoSuchCode(NotFound):
    """This code is not one of ours, was used, or is more than seven days old. Ask for a new one."""


class HouseholdFull(Conflict):
    """There are as many people in this household as we can take."""


class TooManyCodes(Conflict):
    """There are several codes that nobody has used yet. Give one of them on, or wait until they are over."""


class NoFirstName(Invalid):
    """Write the first name that the others know you by."""


def housemates_of(member: Member) -> QuerySet[Housemate]:
    """Everybody in the member's household, the member too; nobody where there is none."""
    return Housemate.objects.filter(household__housemates__member=member).order_by("joined_at", "pk")


def live_together(one: Member, another: Member) -> bool:
    """Whether these two have said that they are of one household."""
    return housemates_of(one).filter(member=another).exists()


@transaction.atomic
def open_household(*, member: Member, label: str, now: datetime) -> Household:
    """Begin a household, as its first. Raises `InOneAlready` and `NoFirstName`."""
    household = Household.objects.create(id=new_id(now), opened_at=now)
    _enter(household, member, label, is_first=True, now=now)
    return household


@transaction.atomic
def ask_in(*, member: Member, now: datetime) -> str:
    """A code by which one more comes in, once. Raises `InNone`, `HouseholdFull` and `TooManyCodes`."""
    mine = Housemate.objects.filter(member=member).first()
    if mine is None:
        raise InNone
    household = Household.objects.select_for_update().get(pk=mine.household_id)
    household.codes.filter(expires_at__lte=now).delete()
    if household.housemates.count() >= HOUSEMATES_MAX:
        raise HouseholdFull
    if household.codes.count() >= OPEN_CODES_MAX:
        raise TooManyCodes
    code = codes.new_code(secrets.randbelow)
    HouseholdCode.objects.create(
        household=household, digest=_digest(code), made_by=member, made_at=now, expires_at=now + CODE_GOOD_FOR
    )
    return codes.written(code)


def asked_in_by(*, code: str, now: datetime) -> Housemate:
    """Who asks the bearer of this code in. Raises `NoSuchCode`."""
    found = _code(code, now=now)
    asker = Housemate.objects.filter(household=found.household_id, member=found.made_by_id).first()
    if asker is None:
        raise NoSuchCode
    return asker


@transaction.atomic
def come_in(*, member: Member, code: str, label: str, now: datetime) -> Household:
    """Come into a household by a code, which is used up.

    Raises `NoSuchCode`, `InOneAlready`, `HouseholdFull` and `NoFirstName`.
    """
    asked_in_by(code=code, now=now)
    household = Household.objects.select_for_update().get(pk=_code(code, now=now).household_id)
    if household.housemates.count() >= HOUSEMATES_MAX:
        raise HouseholdFull
    _enter(household, member, label, is_first=False, now=now)
    household.codes.filter(digest=_digest(code)).delete()
    return household


@transaction.atomic
def leave(*, member: Member) -> None:
    """Go. Codes that the member gave are worth nothing any more; the last to go takes the household along."""
    mine = Housemate.objects.filter(member=member).first()
    if mine is None:
        raise InNone
    household = Household.objects.select_for_update().get(pk=mine.household_id)
    household.codes.filter(made_by=member).delete()
    mine.delete()
    if not household.housemates.exists():
        household.delete()


def _enter(household: Household, member: Member, label: str, *, is_first: bool, now: datetime) -> None:
    name = " ".join(label.split())
    if not name:
        raise NoFirstName
    try:
        with transaction.atomic():
            Housemate.objects.create(household=household, member=member, label=name, is_first=is_first, joined_at=now)
    except IntegrityError:
        raise InOneAlready from None


def _code(code: str, *, now: datetime) -> HouseholdCode:
    read = codes.read(code)
    found = HouseholdCode.objects.filter(digest=_digest(read)).first() if read else None
    if found is None or not found.is_good(now):
        raise NoSuchCode
    return found


def _digest(code: str) -> str:
    plain = codes.read(code) or ""
    return hmac.new(ports.filled().digest_key, f"household {plain}".encode(), hashlib.sha256).hexdigest()
