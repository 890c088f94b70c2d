"""What somebody who has left had earned: asked for by whoever holds their code, and seen to like any other payout.

There is no member any more, so that nothing is kept of who asks: the address is in the body alone, and goes with it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.payouts.actions.addresses import FIELDS, checked, fingerprint_of
from fairpanel.payouts.actions.asking import (
    NoSuchPayout,
    TooLittle,
    call_off,
    hold_and_begin,
    require_open,
    require_within_day,
)
from fairpanel.payouts.actions.taxing import Standing, keep_form, standing_of
from fairpanel.payouts.models import Address, Payout, PayoutQuerySet, TaxForm
from fairpanel.payouts.rules import OUT
from fairpanel.payouts.values import State, Way
from fairpanel.programme import Programme
from fairpanel.rewards.calendar import last_terms_at


def of_purse(account: str) -> PayoutQuerySet:
    """What was ever asked for from that account, by who held it and by who claims it, the newest first."""
    return Payout.objects.of_purse(account).order_by("-asked_at", "-id")


def may_come_back(account: str) -> bool:
    """Whether something of that account is on its way, so that its money may return."""
    still_looked_at = Q(state__in=list(OUT), next_look_at__isnull=False)
    undecided = Q(state__in=[State.SUBMITTED, State.ACCEPTED, State.UNCLAIMED])
    return Payout.objects.of_purse(account).filter(still_looked_at | undecided).exclude(way=Way.CHARITY).exists()


@transaction.atomic
def ask_after_leaving(
    *, account: str, region: str, way: Way, amount: Money, told: Mapping[str, str], needs_person: bool,
    programme: Programme, now: datetime,
) -> Payout:  # fmt: skip
    """Pay from the account of somebody who has left; whoever calls holds the lock of their claim.

    The least sum does not hold for all that is left, since who has left earns no more. With `needs_person`, and where
    the address is a panelist's who is still here, a second person looks at it however little it is.
    Raises `NotRunHere`, `WayClosed`, `TooLittle`, `EnoughForToday`, `BadAddress`, `TooMuch`.
    """
    terms = last_terms_at(programme, region=region, moment=now)
    require_open(way, terms)
    least = terms.version.payouts.least(amount.currency)
    if not amount or (amount < least and amount != ledger.available(account)):
        raise TooLittle(least=least)
    require_within_day(of_purse(account), terms, now=now)
    parts = checked(way, told) if FIELDS[way] else {}
    payout = Payout(
        account=account, way=way, minor=amount.minor, currency=amount.currency, programme=programme.name,
        needs_person=needs_person or _is_somebody_elses(way, parts),
    )  # fmt: skip
    return hold_and_begin(payout, terms, parts=parts, now=now)


@transaction.atomic
def cancel_after_leaving(*, account: str, payout_id: UUID, now: datetime) -> Payout:
    """Call it off as long as it has not been sent. Raises `NoSuchPayout`, `TooLate`."""
    return call_off(one_of_purse(account=account, payout_id=payout_id), now=now)


def one_of_purse(*, account: str, payout_id: UUID) -> Payout:
    """One payout from that account. Raises `NoSuchPayout`."""
    payout = of_purse(account).filter(pk=payout_id).first()
    if payout is None:
        raise NoSuchPayout
    return payout


def standing_after_leaving(*, account: str, region: str, programme: Programme, now: datetime) -> Standing:
    """Where the account stands in the tax year."""
    return standing_of(account=account, region=region, programme=programme, now=now)


@transaction.atomic
def record_form_after_leaving(*, account: str, region: str, told: Mapping[str, str], now: datetime) -> TaxForm:
    """Keep the tax form of who claims, sealed, as long as the law asks for it. Raises `BadForm`."""
    return keep_form(account=account, region=region, member=None, told=told, now=now)


def _is_somebody_elses(way: Way, parts: Mapping[str, str]) -> bool:
    return bool(parts) and Address.objects.filter(way=way, fingerprint=fingerprint_of(way, parts)).exists()
