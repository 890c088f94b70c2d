"""What a worker does for this room: close months, open the next ones, reward those who stayed, warn in time."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.members.models import Member, Role
from fairpanel.notices.actions import tell
from fairpanel.notices.values import Kind
from fairpanel.rewards import actions, ports

log = structlog.get_logger(__name__)

UPKEEP_QUEUE = "upkeep"
SLICE_ROWS = 1000
LETTERS_A_TIME = 200


@app.periodic(cron="17 * * * *")
@app.task(name="rewards.turn_the_month", queue=UPKEEP_QUEUE, queueing_lock="rewards.turn_the_month")
def turn_the_month(timestamp: int) -> None:
    """Every hour, since somewhere a month ends: close what is over, open what has begun, tell who was paid."""
    del timestamp
    now, programme = timezone.now(), ports.filled().programme
    closed = actions.close_month(programme=programme, now=now)
    if closed.count:
        log.info("months were closed", count=closed.count, posted={c: str(m) for c, m in closed.posted.items()})
    while actions.open_months(programme=programme, now=now, limit=SLICE_ROWS):
        pass
    while actions.tell_of_pay(programme=programme, now=now, limit=LETTERS_A_TIME):
        pass


@app.periodic(cron="37 2 * * *")
@app.task(name="rewards.look_every_night", queue=UPKEEP_QUEUE, queueing_lock="rewards.look_every_night")
def look_every_night(timestamp: int) -> None:
    """Every night: reward those whose half-year is over, and warn the operators of a budget that runs out."""
    del timestamp
    now, programme = timezone.now(), ports.filled().programme
    actions.look_for_tenure(programme=programme, now=now)
    actions.let_go_of_nobodys_places(now=now)
    for currency in actions.currencies_of(programme):
        stands = actions.budget_of(programme=programme, currency=currency, now=now)
        for alarm in stands.alarms:
            log.warning("a budget needs an operator", alarm=alarm.value, currency=currency)
        if stands.alarms:
            for operator in Member.objects.filter(role=Role.OPERATOR, is_active=True):
                tell(
                    kind=Kind.BUDGET, member_id=operator.pk, address=operator.email, language=operator.language,
                    zone="UTC", facts={"currency": currency, "programme": programme.title},
                    key=f"budget:{programme.name}:{currency}:{now:%Y-%m}:{operator.pk}:{'+'.join(stands.alarms)}",
                    now=now,
                )  # fmt: skip
