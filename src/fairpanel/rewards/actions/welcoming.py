"""Letting a newcomer in: what they may earn is reserved before anything is promised, and joining is paid."""

from datetime import datetime
from uuid import uuid5

from django.db import transaction

from fairpanel.kit.money import Money
from fairpanel.members import guardians
from fairpanel.members.models import Member
from fairpanel.programme import AtStart, Programme
from fairpanel.rewards import accounts, rules
from fairpanel.rewards.actions.earning import earn
from fairpanel.rewards.actions.places import let_go_of_places
from fairpanel.rewards.actions.reserving import fresh_month, set_aside
from fairpanel.rewards.calendar import terms_at
from fairpanel.rewards.values import Kind, Known


@transaction.atomic
def welcome(*, member: Member, programme: Programme, region: str, now: datetime) -> bool:
    """Reserve what a newcomer may earn in that region this month, and count that they joined where that is paid.

    What was put aside for a place of theirs is used for it. False, and nothing is written, where the budget does not
    hold it, or where there is none: nobody is promised what nobody has put in. Two newcomers never get the same money.
    Raises what `terms_at` raises.
    """
    terms = terms_at(programme, region=region, moment=now)
    offers, currency = guardians.offers_to(member, version=terms.version, region=region), terms.region.currency
    need = rules.reserve(offers, currency=currency, known=Known())
    if not _reserved(need, member, programme=programme, now=now):
        return False
    fresh_month(member.purse, terms, programme=programme.name, reserved=need, now=now).save()
    if any(isinstance(offer, AtStart) and offer.meter is None for offer in offers):
        earn(
            member=member, subject=uuid5(member.purse, "joined"), kind=Kind.JOINED, done_at=now, programme=programme,
            now=now, region=region,
        )  # fmt: skip
    return True


def _reserved(need: Money, member: Member, *, programme: Programme, now: datetime) -> bool:
    """Whether so much is put aside now; else what was put aside before for a place of theirs stays so."""
    with transaction.atomic():
        let_go_of_places(members=[member.pk], now=now)
        is_held = accounts.free(programme.name, need.currency) is not None
        is_held = is_held and (not need or set_aside(programme.name, need, now=now))
        transaction.set_rollback(not is_held)
    return is_held
