"""Hearing how a payout fares: a provider calls, or is asked. A call only says that there is something to ask for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fairpanel.payouts import bodies, ports, rules, tasks
from fairpanel.payouts.actions import finding
from fairpanel.payouts.actions.stepping import apply, locked, step
from fairpanel.payouts.models import Call, Payout
from fairpanel.payouts.rules import OUT
from fairpanel.payouts.values import By, FindingKind, Nudge, Sent, State, Told


@transaction.atomic
def hear(*, provider: str, nudge: Nudge, now: datetime) -> bool:
    """Write a proven call down, and have the payout that it is about asked for. Whether it was new."""
    known: Iterable[Payout] = Payout.objects.filter(provider=provider).filter(
        Q(external_id__in=nudge.about) | Q(reference__in=nudge.about)
    )[:1]
    payout = next(iter(known), None)
    calls = Call.objects.filter(provider=provider, event_id=nudge.event_id)
    if calls.exists():
        return False
    Call.objects.bulk_create(
        [Call(provider=provider, event_id=nudge.event_id, payout=payout, at=now)], ignore_conflicts=True
    )
    # Also after the end: that it was paid all the same must be heard.
    if payout is not None:
        tasks.look_later(payout_id=payout.pk)
    return True


@transaction.atomic
def begin_look(*, payout_id: UUID, now: datetime) -> tuple[str, Sent] | None:
    """What to ask which provider; None where there is nothing to ask. Also after the end, for reconciliation."""
    payout = locked(payout_id)
    provider = None if payout is None else ports.filled().providers.get(payout.provider)
    if payout is None or provider is None:
        return None
    # Asking for a code is sending its body again: after the end it would pay.
    if provider.codes and (payout.has_ended or payout.body is None):
        return None
    pause = rules.next_look(State(payout.state), age=now - (payout.sent_at or now))
    payout.next_look_at = None if pause is None else now + pause
    payout.save(update_fields=["next_look_at"])
    # Who has left is not in a body any more; what was paid to them is still asked for, by its number.
    body = b"" if payout.body is None else bodies.body_of(payout)
    return payout.provider, Sent(payout.external_id, payout.reference, body)


@transaction.atomic
def record_look(*, payout_id: UUID, told: Told | None, now: datetime) -> None:
    """What the provider says of it. Knows it nothing of what it took, that is a finding."""
    payout = locked(payout_id)
    if payout is None:
        return
    if told is not None:
        finding.close(FindingKind.UNKNOWN_TO_THEM, payout=payout, now=now)
        apply(payout, told, now=now)
    elif payout.state in OUT:
        finding.found(FindingKind.UNKNOWN_TO_THEM, payout=payout, now=now)


@transaction.atomic
def record_silence(*, payout_id: UUID, now: datetime) -> None:
    """It did not answer. A payout that nobody has decided about for a day is for a person to look into."""
    payout = locked(payout_id)
    if payout is None or payout.state != State.SUBMITTED or payout.sent_at is None:
        return
    if payout.sent_at < now - rules.SILENT_AFTER:
        finding.found(FindingKind.SILENT, payout=payout, now=now)


@transaction.atomic
def shown(*, payout_id: UUID, now: datetime) -> None:
    """Its panelist has seen the claim code."""
    payout = locked(payout_id)
    if payout is not None and payout.state == State.ACCEPTED:
        step(payout, State.DELIVERED, by=By.PANELIST, now=now)
