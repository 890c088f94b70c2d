"""Asking for money, calling it off, and looking at what was asked."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict, Invalid, NotFound, Unavailable
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.problems import AccountUnknown, NotEnough
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.payouts import bodies, ports, tasks
from fairpanel.payouts.actions.addresses import FIELDS, address_of
from fairpanel.payouts.actions.deciding import holds_of
from fairpanel.payouts.actions.purses import purse_of
from fairpanel.payouts.actions.stepping import locked, step
from fairpanel.payouts.models import Payout, PayoutQuerySet, Step
from fairpanel.payouts.values import By, State, Way
from fairpanel.programme import Programme
from fairpanel.rewards import accounts
from fairpanel.rewards.calendar import Terms, last_terms_at


class NoSuchPayout(NotFound):
    """There is no such payout, or it is not yours."""


class WayClosed(Unavailable):
    """You cannot be paid in this way at the moment. Choose another one, or come back later. Your money is safe."""


class TooLittle(Invalid):
    """The least that we pay out at once is {least}. Write that or more, or wait until you have earned it."""


class TooMuch(Conflict):
    """You do not have that much. You can be paid {available} now."""


class EnoughForToday(Conflict):
    """You have asked for {count} payouts today, and that is all for one day. Ask again tomorrow."""


class NoAddress(Conflict):
    """We do not know yet where to send it. Add the address first."""


class TooLate(Conflict):
    """This payout has been sent already, so it cannot be called off. If it does not arrive, the money comes back."""


def of_member(member: Member) -> PayoutQuerySet:
    """What the member asked for, the newest first."""
    return Payout.objects.filter(member=member).order_by("-asked_at", "-id")


def one_of(*, member: Member, payout_id: UUID) -> Payout:
    """One of the member's own. Raises `NoSuchPayout`."""
    payout = of_member(member).filter(pk=payout_id).first()
    if payout is None:
        raise NoSuchPayout
    return payout


def balance(*, member: Member, programme: Programme, now: datetime) -> Money:
    """What the member may ask for: earned, and neither paid out nor on its way."""
    currency = last_terms_at(programme, region=member.region, moment=now).region.currency
    try:
        return ledger.available(purse_of(member, currency))
    except AccountUnknown:
        return Money.zero(currency)


def balances_elsewhere(*, member: Member, programme: Programme, now: datetime) -> list[Money]:
    """What the member may ask for in other currencies than that of where they live now: earned there before."""
    here = last_terms_at(programme, region=member.region, moment=now).region.currency
    held = (ledger.available(name) for name in accounts.held_by(member.purse))
    return [amount for amount in held if amount and amount.currency != here]


def in_hand(*, member: Member) -> Money | None:
    """What has reached the member until now; None where nothing has."""
    paid = [payout.amount for payout in of_member(member).filter(state__in=[State.DELIVERED, State.REDEEMED])]
    # Somebody who moved house was paid in two currencies: the last one speaks.
    same = [amount for amount in paid if amount.currency == paid[0].currency]
    return sum(same[1:], same[0]) if same else None


@transaction.atomic
def ask(*, member: Member, way: Way, amount: Money, programme: Programme, now: datetime) -> Payout:
    """Hold the money, and have it sent as soon as nothing stands against it.

    Raises `NotRunHere`, `WayClosed`, `TooLittle`, `EnoughForToday`, `NoAddress`, `TooMuch`.
    """
    # One after the other, so that two requests at once do not both count the same day.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    terms = last_terms_at(programme, region=member.region, moment=now)
    require_open(way, terms)
    least = terms.version.payouts.least(amount.currency)
    if amount < least:
        raise TooLittle(least=least)
    require_within_day(of_member(member), terms, now=now)
    address = address_of(member=member, way=way)
    if FIELDS[way] and address is None:
        raise NoAddress
    payout = Payout(
        member=member, account=purse_of(member, amount.currency), way=way, minor=amount.minor, currency=amount.currency,
        programme=programme.name, hint=address.hint if address else "",
        rests_until=address.rests_until if address else None,
    )  # fmt: skip
    parts = bodies.opened_address(address) if address else {}
    return hold_and_begin(payout, terms, parts=parts, now=now)


@transaction.atomic
def cancel(*, member: Member, payout_id: UUID, now: datetime) -> Payout:
    """Call it off as long as it has not been sent. Called off before, it stays so. Raises `NoSuchPayout`, `TooLate`."""
    return call_off(one_of(member=member, payout_id=payout_id), now=now)


def call_off(payout: Payout, *, now: datetime) -> Payout:
    """The same for a payout that its panelist has been asked for already. Raises `TooLate`."""
    ours = locked(payout.pk)
    assert ours is not None
    if ours.state != State.CANCELLED:
        if not ours.may_be_cancelled:
            raise TooLate
        step(ours, State.CANCELLED, by=By.PANELIST, now=now)
    return ours


def require_open(way: Way, terms: Terms) -> None:
    """Raises `WayClosed` for a way that nobody here is paid in under these terms."""
    if way not in ports.filled().ways() or way.value not in terms.version.payouts.ways:
        raise WayClosed


def require_within_day(asked: PayoutQuerySet, terms: Terms, *, now: datetime) -> None:
    """Raises `EnoughForToday` where as many of those as the terms let somebody ask for were asked for today."""
    zone = ZoneInfo(terms.region.time_zone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    count = asked.filter(asked_at__gte=midnight).exclude(state=State.CANCELLED).count()
    if count >= terms.version.payouts.day_max:
        raise EnoughForToday(count=count)


def hold_and_begin(payout: Payout, terms: Terms, *, parts: Mapping[str, str], now: datetime) -> Payout:
    """Hold the money of a payout that says whose it is, how much, and in which way; make its one body; set it going.

    `parts` is the address. Raises `TooMuch`.
    """
    provider = ports.filled().provider_for(Way(payout.way))
    payout.id, payout.provider = new_id(now), provider.name if provider else ""
    payout.version, payout.region, payout.tax_year = terms.version.number, terms.region.code, terms.day.year
    payout.state, payout.asked_at, payout.changed_at = State.CREATED, now, now
    if payout.way != Way.CHARITY:
        bodies.write(payout, parts)
    _reserve(payout, now=now)
    payout.save(force_insert=True)
    Step.objects.create(payout=payout, state=State.CREATED, at=now, by=By.PANELIST)
    _begin(payout, now=now)
    return payout


def _reserve(payout: Payout, *, now: datetime) -> None:
    ledger.open_account(name=payout.target, currency=payout.currency, may_overdraw=False, now=now)
    posting = Posting(payout.account, payout.target, payout.amount)
    try:
        ledger.post(posting, key=payout.key, memo="payout", pending=True, now=now)
    except NotEnough:
        raise TooMuch(available=ledger.available(payout.account)) from None
    except AccountUnknown:
        raise TooMuch(available=Money.zero(payout.currency)) from None


def _begin(payout: Payout, *, now: datetime) -> None:
    holds = holds_of(payout, now=now)
    if holds:
        step(payout, State.HELD, by=By.RULE, holds=tuple(holds), now=now)
    elif payout.way == Way.CHARITY:
        # Nobody is asked: it is in the charity's pool from here on.
        step(payout, State.ACCEPTED, by=By.RULE, now=now)
    elif payout.provider:
        tasks.send_later(payout_id=payout.id)
