"""The verbs of claiming: keep what somebody leaves behind, show what waits under their code, and pay it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fairpanel.kit.money import Money
from fairpanel.kit.problems import NotFound
from fairpanel.ledger import actions as ledger
from fairpanel.members import cases
from fairpanel.members.models import Member
from fairpanel.payouts import actions as payouts
from fairpanel.payouts.models import Payout, PayoutQuerySet
from fairpanel.payouts.values import State, Way
from fairpanel.privacy import ports
from fairpanel.privacy.claims.values import claim_code, code_as_typed, digest_of
from fairpanel.privacy.models import Claim
from fairpanel.rewards import accounts
from fairpanel.rewards.models import PayMonth

MONTH_DAYS = 30.5


class NoSuchClaim(NotFound):
    """No money waits under this code. Check each letter; if its time is over, write to the panel."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a claim is worth: what can be asked for `now`, what comes `later` when a running month closes, by currency;
    and what was asked for already.
    """

    now: tuple[Money, ...]
    later: tuple[Money, ...]
    asked: PayoutQuerySet


def keep(*, member: Member, secret: str, now: datetime) -> None:
    """Keep a claim for a member who leaves, where money waits for them or may yet come back.

    Is a case about them open, a second person looks at each payout: leaving is no way around that.
    """
    if owed(member=member) is not None or payouts.may_come_back(member.account):
        Claim.objects.create(
            digest=digest_of(claim_code(secret)), account=member.account, region=member.region,
            needs_person=cases.has_open_case(member), made_at=now, until=claimable_until(now),
        )  # fmt: skip


def owed(*, member: Member) -> Money | None:
    """What the panel would owe this member if they left now; None where it is nothing."""
    return _largest(member.account, [payout.amount for payout in not_gone(member)])


def not_gone(member: Member) -> QuerySet[Payout]:
    """What the member asked for and no provider has been sent."""
    return payouts.of_member(member).filter(state__in=[State.CREATED, State.HELD])


def claimable_until(now: datetime) -> datetime:
    """Until when money that is left behind now can be claimed."""
    months = ports.filled().programme.in_force(now.date()).retention.claims_months
    return now + timedelta(days=round(months * MONTH_DAYS))


def claimable(*, secret: str) -> tuple[str, Money | None] | None:
    """The code and the amount that wait for whoever holds this secret; None where there is no claim.

    The amount is None where nothing waits, and a payout on its way may bring something back.
    """
    code = claim_code(secret)
    claim = Claim.objects.filter(digest=digest_of(code)).first()
    return None if claim is None else (code, _largest(claim.account))


def claim_of(*, code: str, now: datetime) -> Claim:
    """The claim that this code opens, however it is typed. Raises `NoSuchClaim`."""
    return by_digest(digest_of(code_as_typed(code)), now=now)


def by_digest(digest: str, *, now: datetime) -> Claim:
    """The claim of that digest, for whoever has shown its code. Raises `NoSuchClaim`."""
    claim = Claim.objects.filter(digest=digest, until__gt=now).first()
    if claim is None:
        raise NoSuchClaim
    return claim


def waiting(claim: Claim) -> Waiting:
    """What the claim is worth."""
    there = [ledger.available(name) for name in accounts.held_by(_purse(claim.account))]
    return Waiting(_sums(there), _sums(_running(claim.account)), payouts.of_purse(claim.account))


@transaction.atomic
def ask(claim: Claim, *, way: Way, amount: Money, told: Mapping[str, str], now: datetime) -> Payout:
    """Have so much of it paid. Raises what `payouts.ask_after_leaving` raises, and `NoSuchClaim`."""
    locked = Claim.objects.select_for_update().filter(pk=claim.pk, until__gt=now).first()
    if locked is None:
        raise NoSuchClaim
    return payouts.ask_after_leaving(
        account=_account(locked, amount.currency), region=region_of(locked, now=now), way=way, amount=amount, told=told,
        needs_person=locked.needs_person, programme=ports.filled().programme, now=now,
    )  # fmt: skip


def region_of(claim: Claim, *, now: datetime) -> str:
    """Where whoever left lived, by whose law they are paid."""
    if claim.region:
        return claim.region
    # Who left before that was kept is paid as the money says.
    currency = ledger.balance(claim.account).currency
    regions = ports.filled().programme.in_force(now.date()).regions.items()
    return next((code for code, region in regions if region.currency == currency), next(iter(dict(regions))))


def _account(claim: Claim, currency: str) -> str:
    for name in accounts.held_by(_purse(claim.account)):
        if ledger.available(name).currency == currency:
            return name
    raise NoSuchClaim


def _largest(account: str, back: Iterable[Money] = ()) -> Money | None:
    """What can be taken from a panelist's account, with what the running months bring when they close, and `back`."""
    there = [ledger.available(name) for name in accounts.held_by(_purse(account))]
    # There is no rate between currencies in here: who moved house finds the larger part.
    return max(_sums([*_running(account), *back, *there]), key=lambda amount: amount.minor, default=None)


def _running(account: str) -> list[Money]:
    months = PayMonth.objects.filter(purse=_purse(account), closed_at=None, earned__gt=0)
    return [month.total for month in months]


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """A sum for each currency in which there is something."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return tuple(amount for amount in sums.values() if amount.minor > 0)


def _purse(account: str) -> UUID:
    return UUID(account.split(":")[1])
