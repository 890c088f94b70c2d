"""Comparing our books with a provider's, both ways, and putting right what differs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Conflict
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members.models import Member
from fairpanel.payouts import ports, tasks
from fairpanel.payouts.actions import finding, health
from fairpanel.payouts.actions.stepping import apply, locked, step
from fairpanel.payouts.models import Finding, Health, Payout
from fairpanel.payouts.rules import OUT
from fairpanel.payouts.values import By, FindingKind, Resolution, State, Told, Way
from fairpanel.rewards import accounts

LOOK_BACK = timedelta(days=7)
# What was sent within the last minutes may be missing from a statement by right.
SETTLING = timedelta(minutes=15)


class NoSuchResolution(Conflict):
    """This finding cannot be resolved so, or it is resolved already. Load the page again."""


@transaction.atomic
def reconcile(*, provider: str, statement: Iterable[Told], since: datetime, now: datetime) -> int:
    """Hold a provider's statement from `since` on against what we know. Gives how many new findings there are.

    What it tells of our payouts is taken as any other word of it. `LOOK_BACK` before now is the usual `since`.
    """
    before = Finding.objects.filter(provider=provider).count()
    seen: set[str] = set()
    for told in statement:
        seen.add(told.external_id)
        payout = Payout.objects.filter(provider=provider, external_id=told.external_id).exclude(external_id="").first()
        if payout is None:
            if told.state in OUT and finding.found_unknown(told, provider=provider, now=now):
                health.stop(provider=provider, why=health.AFTER_END, now=now)
            continue
        ours = locked(payout.pk)
        assert ours is not None
        apply(ours, told, now=now)
    # By the sending: a statement lists what was made in its time, however much later it was accepted.
    missing = Payout.objects.filter(
        provider=provider, state__in=list(OUT), sent_at__gte=since + SETTLING, sent_at__lt=now - SETTLING
    ).exclude(external_id__in=seen)
    for payout in missing:
        finding.found(FindingKind.UNKNOWN_TO_THEM, payout=payout, now=now)
    _close_what_is_known_again(provider, seen, now=now)
    Health.objects.update_or_create(provider=provider, defaults={"reconciled_at": now})
    return Finding.objects.filter(provider=provider).count() - before


@transaction.atomic
def ask_one_by_one(*, provider: str, now: datetime) -> int:
    """Have a provider that gives no statement asked for each payout that was sent or ended lately. Gives how many.

    Both ways, as far as it can be: what we say is paid and they do not know is found, and so is what they paid after
    its end or in another sum. What we never asked for nobody can be asked about.
    """
    since = now - LOOK_BACK
    lately = Q(ended_at__gte=since, sent_at__isnull=False) | Q(state__in=list(OUT), sent_at__gte=since)
    asked = Payout.objects.filter(lately, provider=provider).exclude(body=None, way=Way.AMAZON)
    payout_ids = list(asked.order_by("sent_at", "id").values_list("id", flat=True))
    for payout_id in payout_ids:
        tasks.look_later(payout_id=payout_id)
    Health.objects.update_or_create(provider=provider, defaults={"reconciled_at": now})
    return len(payout_ids)


@transaction.atomic
def resolve(*, finding_id: UUID, resolution: Resolution, operator: Member, now: datetime) -> Finding:
    """A person ends a finding, and money goes where it should have been. Raises `NoSuchResolution`."""
    found = Finding.objects.select_for_update(no_key=True, of=("self",)).filter(pk=finding_id).first()
    if found is None or found.resolved_at is not None or resolution not in choices(found):
        raise NoSuchResolution
    if resolution is Resolution.GIVEN_BACK:
        _give_back(found, now=now)
    elif resolution is Resolution.BORNE:
        _bear(found, now=now)
    found.resolved_at, found.resolved_by, found.resolution = now, operator, resolution
    found.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    return found


def choices(found: Finding) -> list[Resolution]:
    """How this finding may be resolved."""
    payout, kind = found.payout, FindingKind(found.kind)
    ends: list[Resolution] = []
    if payout is not None and not payout.has_ended:
        if kind in {FindingKind.UNKNOWN_TO_THEM, FindingKind.SILENT} and (payout.state in OUT) == (
            kind is FindingKind.UNKNOWN_TO_THEM
        ):
            ends.append(Resolution.GIVEN_BACK)
        # In another currency there is no difference to move: a person settles it with the provider.
        if kind is FindingKind.WRONG_AMOUNT and found.currency == payout.currency and _difference(found, payout):
            ends.append(Resolution.GIVEN_BACK if _difference(found, payout) < 0 else Resolution.BORNE)
    if kind in {FindingKind.PAID_AFTER_END, FindingKind.UNKNOWN_TO_US} and _not_borne_yet(found) > 0:
        ends.append(Resolution.BORNE)
    # Where money has to move, looking on is no way to end it.
    return ends or [Resolution.NOTED]


def _difference(found: Finding, payout: Payout) -> int:
    """What they say that they paid beyond what our books say now: something may have been put right since."""
    return (found.theirs_minor or 0) - payout.stands_at.minor


def _not_borne_yet(found: Finding) -> int:
    """What they say that they paid after the end, or unasked, beyond what was borne of it before."""
    before = Finding.objects.filter(
        kind=found.kind,
        provider=found.provider,
        about=found.about,
        currency=found.currency,
        resolution=Resolution.BORNE,
    )
    # The last one says how far it was borne: each was borne up to the sum that they named.
    borne = before.exclude(pk=found.pk).order_by("-theirs_minor").values_list("theirs_minor", flat=True).first()
    return (found.theirs_minor or 0) - (borne or 0)


def _give_back(found: Finding, *, now: datetime) -> None:
    assert found.payout_id is not None
    payout = locked(found.payout_id)
    assert payout is not None
    match FindingKind(found.kind):
        case FindingKind.WRONG_AMOUNT:
            _give_back_what_lacks(found, payout, now=now)
        case FindingKind.SILENT:
            step(payout, State.FAILED, by=By.OPERATOR, now=now)
        case _:
            step(payout, State.REVERSED, by=By.OPERATOR, now=now)


def _give_back_what_lacks(found: Finding, payout: Payout, *, now: datetime) -> None:
    """What they did not pay after all: first what the sponsor bore of it, then to the panelist."""
    lacking_minor = -_difference(found, payout)
    borne_minor = min(payout.over_minor, lacking_minor)
    parts = (
        (accounts.sponsor(payout.programme, payout.currency), borne_minor),
        (payout.account, lacking_minor - borne_minor),
    )
    postings = [Posting(payout.target, account, Money(minor, payout.currency)) for account, minor in parts if minor]
    ledger.correct(*postings, key=f"finding:{found.id}", corrects=payout.key, memo="payout-short", now=now)
    payout.over_minor -= borne_minor
    payout.short_minor += lacking_minor - borne_minor
    payout.save(update_fields=["over_minor", "short_minor"])


def _bear(found: Finding, *, now: datetime) -> None:
    """What a provider paid beyond what was asked is the sponsor's to bear, never a panelist's."""
    payout = None if found.payout_id is None else locked(found.payout_id)
    if payout is None:
        provider = ports.filled().providers.get(found.provider)
        way, programme = provider.way if provider else found.provider, ports.filled().programme.name
    else:
        way, programme = payout.way, payout.programme
    # In the currency that they paid in, whatever was asked.
    target, sponsor = f"payout:{way}:{found.currency}", accounts.sponsor(programme, found.currency)
    is_wrong = payout is not None and found.kind == FindingKind.WRONG_AMOUNT
    minor = _difference(found, payout) if is_wrong and payout is not None else _not_borne_yet(found)
    ledger.open_account(name=sponsor, currency=found.currency, may_overdraw=True, now=now)
    ledger.open_account(name=target, currency=found.currency, may_overdraw=False, now=now)
    amount = Money(minor, found.currency)
    ledger.post(Posting(sponsor, target, amount), key=f"finding:{found.id}", memo="payout-borne", now=now)
    if is_wrong and payout is not None:
        payout.over_minor += minor
        payout.save(update_fields=["over_minor"])


def _close_what_is_known_again(provider: str, seen: set[str], *, now: datetime) -> None:
    Finding.objects.filter(
        provider=provider, kind=FindingKind.UNKNOWN_TO_THEM, resolved_at=None, about__in=seen
    ).update(resolved_at=now, resolution=Resolution.GONE)
