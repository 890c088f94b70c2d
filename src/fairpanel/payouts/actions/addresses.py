"""Where somebody wants their money."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Invalid
from fairpanel.members import cases
from fairpanel.members.models import CaseKind, Member
from fairpanel.payouts import bodies, ports
from fairpanel.payouts.models import Address
from fairpanel.payouts.values import Way
from fairpanel.programme import Programme
from fairpanel.rewards.calendar import last_terms_at

# What an address consists of, and which part makes it the same address as another.
FIELDS: dict[Way, tuple[str, ...]] = {
    Way.GIFT_CARD: ("mail",),
    Way.AMAZON: (),
    Way.PAYPAL: ("mail",),
    Way.BANK: ("holder", "iban"),
    Way.BALANCE: ("account",),
    Way.CHARITY: (),
}
ACCOUNT_LENGTH_MAX, HOLDER_LENGTH_MAX = 60, 70


class BadAddress(Invalid):
    """This address cannot be right. Check it letter by letter, then save it again."""


def address_of(*, member: Member, way: Way) -> Address | None:
    """Where the member's money goes in that way; None where they have not said."""
    return Address.objects.filter(member=member, way=way, replaced_at=None).first()


@transaction.atomic
def set_address(*, member: Member, way: Way, told: Mapping[str, str], programme: Programme, now: datetime) -> Address:
    """From now on the member's money goes there, after a rest if they had another one. Raises `BadAddress`.

    An address that somebody else gave as well has people look into both.
    """
    parts = checked(way, told)
    fingerprint = fingerprint_of(way, parts)
    same = Address.objects.filter(way=way, fingerprint=fingerprint).exclude(member=member)
    concerned = [member.pk, *same.values_list("member_id", flat=True).distinct()]
    # In one order for everybody: two people who give each other's address at one moment wait instead of deadlocking.
    members = list(Member.objects.select_for_update(no_key=True).filter(pk__in=concerned).order_by("pk"))
    before = address_of(member=member, way=way)
    if before is not None and before.fingerprint == fingerprint and bodies.opened_address(before) == parts:
        return before
    rules = last_terms_at(programme, region=member.region, moment=now).version.payouts
    is_first = not Address.objects.filter(member=member).exists()
    if before is not None:
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
    id_ = new_id(now)
    address = Address.objects.create(
        id=id_, member=member, way=way, fingerprint=fingerprint, hint=_hint(way, parts), since=now,
        sealed=bodies.sealed_address(parts, id_=id_),
        rests_until=None if is_first else now + timedelta(hours=rules.rest_hours),
    )  # fmt: skip
    if len(members) > 1:
        cases.open_case(kind=CaseKind.SAME_PAYOUT, members=members, evidence={"way": way.value}, now=now)
    return address


def fingerprint_of(way: Way, parts: Mapping[str, str]) -> str:
    """The same for the same address, and nothing that it could be read from."""
    return ports.filled().seal.fingerprint(f"{way}:{parts[FIELDS[way][-1]].casefold()}".encode())


def checked(way: Way, told: Mapping[str, str]) -> dict[str, str]:
    """The parts of an address, written as we keep them. Raises `BadAddress`."""
    parts = {name: " ".join(told.get(name, "").split()) for name in FIELDS[way]}
    if not parts or not all(parts.values()):
        raise BadAddress
    try:
        if "mail" in parts:
            parts["mail"] = parts["mail"].lower()
            validate_email(parts["mail"])
        if "iban" in parts:
            parts["iban"] = str(IBAN(parts["iban"], validate_bban=True))
    except (ValidationError, SchwiftyException):
        raise BadAddress from None
    if len(parts.get("account", "")) > ACCOUNT_LENGTH_MAX or len(parts.get("holder", "")) > HOLDER_LENGTH_MAX:
        raise BadAddress
    return parts


def _hint(way: Way, parts: Mapping[str, str]) -> str:
    """Enough for its owner to know it by, too little for anybody else."""
    value = parts[FIELDS[way][-1]]
    if "mail" in parts:
        name, _, host = value.partition("@")
        return f"{name[0]}…@{host}"[:60]
    return f"…{value[-4:]}"
