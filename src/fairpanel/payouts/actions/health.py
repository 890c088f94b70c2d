"""The circuit breaker: a provider that misbehaves is sent nothing until it, or a person, says that all is well."""

from datetime import datetime

import structlog

from fairpanel.payouts import rules
from fairpanel.payouts.models import Attempt, Health
from fairpanel.payouts.values import Trouble

log = structlog.get_logger(__name__)

ERRORS, AMOUNT, AFTER_END, PERSON = "errors", "amount", "after-end", "person"


def is_stopped(*, provider: str, now: datetime) -> bool:
    """Whether nothing is sent to that provider now."""
    health = Health.objects.filter(pk=provider).first()
    return health is not None and health.is_stopped(now)


def stopped() -> "dict[str, Health]":
    """The providers that are stopped or only tried out, by name."""
    return {health.provider: health for health in Health.objects.exclude(stopped_at=None)}


def stop(*, provider: str, why: str, now: datetime) -> None:
    """Send it nothing from now on. For errors it is tried again after a pause; for anything else a person decides."""
    health, _ = Health.objects.select_for_update(no_key=True).get_or_create(provider=provider)
    if health.stopped_at is not None and health.stopped_for != ERRORS:
        return
    health.stopped_at = health.stopped_at or now
    health.stopped_for = why
    health.probe_at = now + rules.PAUSE if why == ERRORS else None
    health.save()
    log.warning("a provider of payouts was stopped", provider=provider, why=why)


def restart(*, provider: str, now: datetime) -> None:
    """Send to it again, and hold nothing of what was before against it."""
    del now
    health, _ = Health.objects.select_for_update(no_key=True).get_or_create(provider=provider)
    _clear(health)


def may_begin(*, provider: str, now: datetime) -> bool:
    """Whether one payout may be sent to it now. While it is tried out, one a pause."""
    health = Health.objects.select_for_update(no_key=True).filter(pk=provider).first()
    if health is None or health.stopped_at is None:
        return True
    if health.is_stopped(now):
        return False
    health.probe_at = now + rules.PAUSE
    health.save(update_fields=["probe_at"])
    return True


def judge(*, provider: str, now: datetime) -> None:
    """Look at its last answers, and stop it or let it go on."""
    health = Health.objects.filter(pk=provider).first()
    answers = Attempt.objects.filter(provider=provider, ended_at__isnull=False).order_by("-id")
    if health is not None:
        answers = answers.filter(id__gt=health.judged_from)
    last = [Trouble(trouble) for trouble in answers.values_list("trouble", flat=True)[: rules.ANSWERS_JUDGED]]
    if health is not None and health.stopped_for == ERRORS:
        if last and last[0] is Trouble.NONE:
            _clear(health)
        return
    if rules.should_stop(last):
        stop(provider=provider, why=ERRORS, now=now)


def _clear(health: Health) -> None:
    newest = Attempt.objects.filter(provider=health.provider).order_by("-id").values_list("id", flat=True).first()
    health.stopped_at, health.stopped_for, health.probe_at, health.judged_from = None, "", None, newest or 0
    health.save()
