"""What a worker does for this room: send payouts, ask how they fare, compare the books, tidy up."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.payouts import actions, ports, tasks
from fairpanel.payouts.actions.reconciling import LOOK_BACK
from fairpanel.payouts.values import State, Told, ToSend, Trouble, Unsure

log = structlog.get_logger(__name__)


@app.task(name=tasks.SEND, queue=tasks.QUEUE)
def send(*, payout_id: str) -> None:
    """Send a payout. Killed anywhere and run again it ends, and pays once."""
    id_ = UUID(payout_id)
    to_send = actions.begin(payout_id=id_, now=timezone.now())
    if to_send is None:
        return
    trouble = Trouble.NONE
    try:
        told = _sent(ports.filled().providers[to_send.provider], to_send)
    except Unsure as unsure:
        trouble = unsure.trouble
    if trouble is Trouble.NONE:
        actions.record(payout_id=id_, told=told, now=timezone.now())
    else:
        log.warning("a payout is not certain", payout=payout_id, provider=to_send.provider, trouble=trouble)
        actions.record_unsure(payout_id=id_, trouble=trouble, now=timezone.now())


def _sent(provider: ports.Provider, to_send: ToSend) -> Told:
    """Its answer; but a no to what was sent before is only believed where it knows nothing of that."""
    told = provider.send(to_send.body)
    if told.state is not State.FAILED or to_send.before is None:
        return told
    known = provider.look(to_send.before)
    if known is None:
        return told
    if known.state is State.SUBMITTED and not known.reference:
        raise Unsure(Trouble.REFUSED)
    return known


@app.task(name=tasks.LOOK, queue=tasks.QUEUE)
def look(*, payout_id: str) -> None:
    """Ask a provider how a payout fares."""
    id_ = UUID(payout_id)
    asked = actions.begin_look(payout_id=id_, now=timezone.now())
    if asked is None:
        return
    name, sent = asked
    try:
        told = ports.filled().providers[name].look(sent)
    except Unsure:
        actions.record_silence(payout_id=id_, now=timezone.now())
        return
    actions.record_look(payout_id=id_, told=told, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="payouts.take_up", queue="upkeep", queueing_lock="payouts.take_up")
def take_up(timestamp: int) -> None:
    """Every minute: let go what nothing holds any more, send what is due, ask for what is on its way."""
    del timestamp
    actions.release_what_may_go(now=timezone.now())
    actions.take_up(now=timezone.now())


@app.periodic(cron="17 4 * * *")
@app.task(name="payouts.reconcile", queue="upkeep", queueing_lock="payouts.reconcile")
def reconcile(timestamp: int) -> None:
    """Every night: hold each provider's statement against our books."""
    del timestamp
    for name in ports.filled().providers:
        reconcile_with(name)


@dataclass(frozen=True, slots=True)
class Compared:
    """How many new findings there are or, where a provider gives no statement, how many payouts it is asked for."""

    count: int
    is_one_by_one: bool


def reconcile_with(name: str) -> Compared | None:
    """Compare with one provider now; None where it does not answer."""
    now = timezone.now()
    since = now - LOOK_BACK
    try:
        statement = ports.filled().providers[name].statement(since=since, until=now)
    except Unsure as unsure:
        log.warning("a provider gave no statement", provider=name, trouble=unsure.trouble)
        return None
    if statement is None:
        return Compared(actions.ask_one_by_one(provider=name, now=now), is_one_by_one=True)
    found = actions.reconcile(provider=name, statement=statement, since=since, now=timezone.now())
    if found:
        log.warning("our books and a provider's differ", provider=name, findings=found)
    return Compared(found, is_one_by_one=False)


@app.periodic(cron="37 4 * * *")
@app.task(name="payouts.forget", queue="upkeep", queueing_lock="payouts.forget")
def forget(timestamp: int) -> None:
    """Every night: let go of addresses in what was sent long ago."""
    del timestamp
    actions.forget_bodies(now=timezone.now())
