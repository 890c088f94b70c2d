"""The one place where a payout changes its state, and the books with it."""

from datetime import datetime
from uuid import UUID

from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.payouts import ports, rules, telling
from fairpanel.payouts.actions import finding, health
from fairpanel.payouts.models import Finding, Payout, Step
from fairpanel.payouts.rules import ENDED, OUT
from fairpanel.payouts.values import By, FindingKind, Hold, Move, Resolution, State, Told, Trouble
from fairpanel.rewards import accounts
from fairpanel.rewards.calendar import last_terms_at


def locked(payout_id: UUID) -> Payout | None:
    """The payout, for whoever changes it; None where there is none. Who comes second waits."""
    return Payout.objects.select_for_update(no_key=True).filter(pk=payout_id).first()


def step(
    payout: Payout,
    after: State,
    *,
    by: By,
    now: datetime,
    trouble: Trouble = Trouble.NONE,
    holds: tuple[Hold, ...] = (),
) -> None:
    """Take a locked payout one step on. Raises `ValueError` for a step that nobody may take."""
    before = State(payout.state)
    if not rules.may_step(before, after, by=by):
        raise ValueError(f"a payout does not go from {before} to {after} by {by}")
    _move(payout, rules.money(before, after), now=now)
    payout.state, payout.changed_at = after, now
    payout.held_for = [hold.value for hold in holds]
    payout.trouble = trouble
    if after in OUT and payout.accepted_at is None:
        payout.accepted_at = now
        payout.tax_year = last_terms_at(ports.filled().programme, region=payout.region, moment=now).day.year
    if after in ENDED:
        payout.ended_at, payout.next_try_at, payout.next_look_at, payout.claimed_until = now, None, None, None
        if payout.member_id is None:
            payout.body = None
        _close_findings(payout, now=now)
    else:
        pause = rules.next_look(after, age=now - (payout.sent_at or now)) if after is not State.CREATED else None
        payout.next_look_at = None if pause is None or not payout.provider else now + pause
    payout.save()
    Step.objects.create(payout=payout, state=after, at=now, by=by, trouble=trouble)
    telling.tell(payout, before=before, by=by, now=now)


def apply(payout: Payout, told: Told, *, now: datetime) -> None:
    """What a provider tells of a locked payout: on it goes, or a finding, or nothing."""
    if told.reference and not payout.reference:
        payout.reference = told.reference
        payout.save(update_fields=["reference"])
    if rules.contradicts(State(payout.state), told.state):
        finding.found(FindingKind.PAID_AFTER_END, payout=payout, theirs=told.amount or payout.amount, now=now)
        health.stop(provider=payout.provider, why=health.AFTER_END, now=now)
        return
    after = rules.advance(State(payout.state), told.state)
    if after is not None:
        step(payout, after, by=By.PROVIDER, trouble=told.trouble if after in ENDED else Trouble.NONE, now=now)
    is_wrong = told.state in OUT and told.amount is not None and told.amount != payout.stands_at
    if is_wrong and finding.found(FindingKind.WRONG_AMOUNT, payout=payout, theirs=told.amount, now=now):
        health.stop(provider=payout.provider, why=health.AMOUNT, now=now)


def _move(payout: Payout, move: Move, *, now: datetime) -> None:
    match move:
        case Move.SETTLE:
            ledger.settle(key=payout.key, now=now)
        case Move.VOID:
            ledger.void(key=payout.key, now=now)
        case Move.BACK:
            _back(payout, now=now)
        case Move.NONE:
            pass


def _back(payout: Payout, *, now: datetime) -> None:
    """A new entry that brings it back: to the purse what left it, and to the sponsor what was borne on top."""
    purse = Money(payout.minor - payout.short_minor, payout.currency)
    borne = Money(payout.over_minor, payout.currency)
    pairs = [(payout.account, purse), (accounts.sponsor(payout.programme, payout.currency), borne)]
    postings = [Posting(payout.target, account, amount) for account, amount in pairs if amount]
    if postings:
        ledger.correct(*postings, key=f"{payout.key}:back", corrects=payout.key, memo="payout-back", now=now)


def _close_findings(payout: Payout, *, now: datetime) -> None:
    """With the money back, it does not matter any more which sum was paid, or whether anybody answers."""
    Finding.objects.filter(
        payout=payout, resolved_at=None,
        kind__in=[FindingKind.WRONG_AMOUNT, FindingKind.SILENT, FindingKind.UNKNOWN_TO_THEM],
    ).update(resolved_at=now, resolution=Resolution.GONE)  # fmt: skip
