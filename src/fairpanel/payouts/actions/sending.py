"""Sending: claimed in one transaction, sent outside any, recorded in another. The same body goes out every time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel.kit.problems import Conflict
from fairpanel.payouts import bodies, ports, rules, tasks
from fairpanel.payouts.actions import finding, health
from fairpanel.payouts.actions.deciding import holds_of
from fairpanel.payouts.actions.stepping import apply, locked, step
from fairpanel.payouts.models import Attempt, Payout
from fairpanel.payouts.values import By, FindingKind, Sent, State, Told, ToSend, Trouble

# Longer than any sending takes, and then another worker takes over.
CLAIM = timedelta(minutes=2)


class NotUnderWay(Conflict):
    """This payout is not one that could be sent again: it waits for something, has arrived, or has ended."""


@transaction.atomic
def begin(*, payout_id: UUID, now: datetime) -> ToSend | None:
    """Claim a payout for one sending; None where there is nothing to send, or not now.

    What stands against it is asked once more.
    """
    payout = locked(payout_id)
    if payout is None or not _is_due(payout, now=now):
        return None
    provider = ports.filled().providers.get(payout.provider)
    if provider is None or (payout.state == State.CREATED and _held(payout, now=now)):
        return None
    if payout.sent_at is not None and payout.sent_at < now - rules.RESEND_FOR:
        finding.found(FindingKind.SILENT, payout=payout, now=now)
        return None
    if not health.may_begin(provider=provider.name, now=now):
        return None
    if payout.state == State.CREATED:
        payout.sent_at = now
        step(payout, State.SUBMITTED, by=By.RULE, now=now)
    payout.tries += 1
    payout.claimed_until = now + CLAIM
    payout.next_try_at = now + CLAIM
    payout.save(update_fields=["tries", "claimed_until", "next_try_at"])
    Attempt.objects.create(payout=payout, provider=provider.name, begun_at=now)
    body = bodies.body_of(payout)
    before = Sent(payout.external_id, payout.reference, body) if payout.tries > 1 else None
    return ToSend(provider.name, body, before)


@transaction.atomic
def retry(*, payout_id: UUID, now: datetime) -> Payout:
    """Have a payout that waits for its next try sent now, the same body as before. Raises `NotUnderWay`."""
    payout = locked(payout_id)
    if payout is None or payout.state not in {State.CREATED, State.SUBMITTED} or not payout.provider:
        raise NotUnderWay
    if payout.reference or (payout.claimed_until is not None and payout.claimed_until > now):
        raise NotUnderWay
    payout.next_try_at = None
    payout.save(update_fields=["next_try_at"])
    tasks.send_later(payout_id=payout.pk)
    return payout


@transaction.atomic
def record(*, payout_id: UUID, told: Told, now: datetime) -> None:
    """What the provider answered."""
    payout = locked(payout_id)
    if payout is None:
        return
    _end_attempt(payout, Trouble.NONE if told.state is not State.FAILED else Trouble.REFUSED, now=now)
    payout.claimed_until = payout.next_try_at = None
    payout.save(update_fields=["claimed_until", "next_try_at"])
    apply(payout, told, now=now)


@transaction.atomic
def record_unsure(*, payout_id: UUID, trouble: Trouble, now: datetime) -> None:
    """Nobody knows whether it was taken: the same body goes out again later."""
    payout = locked(payout_id)
    if payout is None:
        return
    _end_attempt(payout, trouble, now=now)
    if payout.state == State.SUBMITTED:
        payout.claimed_until, payout.next_try_at = None, now + rules.next_try(payout.tries)
        payout.save(update_fields=["claimed_until", "next_try_at"])
        if payout.sent_at is not None and payout.sent_at < now - rules.SILENT_AFTER:
            finding.found(FindingKind.SILENT, payout=payout, now=now)


def _is_due(payout: Payout, *, now: datetime) -> bool:
    if payout.state not in {State.CREATED, State.SUBMITTED} or not payout.provider or payout.reference:
        return False
    return payout.next_try_at is None or payout.next_try_at <= now


def _held(payout: Payout, *, now: datetime) -> bool:
    holds = holds_of(payout, now=now)
    if holds:
        step(payout, State.HELD, by=By.RULE, holds=tuple(holds), now=now)
    return bool(holds)


def _end_attempt(payout: Payout, trouble: Trouble, *, now: datetime) -> None:
    Attempt.objects.filter(payout=payout, ended_at=None).update(ended_at=now, trouble=trouble)
    health.judge(provider=payout.provider, now=now)
