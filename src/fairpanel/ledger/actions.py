"""The verbs of the books: open an account, move money, settle or void what is pending, correct, and look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Sum

from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger.models import Account, Entry, Leg, Total
from fairpanel.ledger.problems import (
    AccountDiffers,
    AccountUnknown,
    BooksBusy,
    EntryClosed,
    EntryUnknown,
    KeyTaken,
    NotEnough,
    NotPosted,
    WrongCurrency,
)
from fairpanel.ledger.values import Draft, Line, Posting, State, check_account_name

# PostgreSQL: deadlock found, could not serialise, lock not to be had in time.
_BUSY = frozenset({"40P01", "40001", "55P03"})


def open_account(*, name: str, currency: str, may_overdraw: bool, now: datetime) -> Account:
    """The account of this name, opened if it is not there yet. Its terms never change.

    An account that may not overdraw never holds less than its pending entries would take from it.
    Raises `ValueError` for a name that is none and `AccountDiffers` where it is open on other terms.
    """
    check_account_name(name)
    account = Account.objects.filter(name=name).first()
    if account is None:
        fresh = Account(name=name, currency=Money.zero(currency).currency, may_overdraw=may_overdraw, opened_at=now)
        # Another writer may open it at this moment: then theirs is found.
        Account.objects.bulk_create([fresh], ignore_conflicts=True)
        account = Account.objects.get(name=name)
    if (account.currency, account.may_overdraw) != (currency, may_overdraw):
        terms = f"in {account.currency}, {'may' if account.may_overdraw else 'may not'} be overdrawn"
        raise AccountDiffers(account=name, terms=terms)
    return account


def open_accounts(*, names: Sequence[str], currency: str, may_overdraw: bool, now: datetime) -> None:
    """Open all of these that are not open yet, in two statements however many they are.

    Raises what `open_account` raises.
    """
    for name in names:
        check_account_name(name)
    currency = Money.zero(currency).currency
    fresh = [Account(name=name, currency=currency, may_overdraw=may_overdraw, opened_at=now) for name in sorted(names)]
    Account.objects.bulk_create(fresh, ignore_conflicts=True)
    other = Account.objects.filter(name__in=names).exclude(currency=currency, may_overdraw=may_overdraw).first()
    if other is not None:
        terms = f"in {other.currency}, {'may' if other.may_overdraw else 'may not'} be overdrawn"
        raise AccountDiffers(account=other.name, terms=terms)


def post(*postings: Posting, key: str, memo: str, now: datetime, pending: bool = False) -> Entry:
    """Move money once for this key: a retry that says the same gets the entry that stands already.

    A pending entry holds what it would take until it is settled or made void, and gives nothing yet.
    Raises `KeyTaken` where the key stands for something else, `AccountUnknown`, `WrongCurrency`, `NotEnough`,
    `BooksBusy`. Whatever is raised, nothing of this entry is left in the caller's transaction.
    """
    return post_many([Draft(key, memo, postings, pending=pending)], now=now)[0]


def correct(*postings: Posting, key: str, corrects: str, memo: str, now: datetime) -> Entry:
    """Put right the posted entry of the key `corrects` by a new entry that points at it. The old one stays.

    Raises what `post` raises, `EntryUnknown` and `NotPosted`.
    """
    return post_many([Draft(key, memo, postings, corrects=corrects)], now=now)[0]


def post_many(drafts: Sequence[Draft], *, now: datetime) -> list[Entry]:
    """Write all drafts or none, in a handful of statements however many they are; entries come back in their order.

    Each is `post` or `correct`: what was written before, under the same key with the same content, is found again.
    The floor of an account holds after all of them together. Raises what those raise.
    """
    with _whole():
        accounts = _accounts_of(drafts)
        corrected = _corrected_by(drafts)
        digests = [draft.digest() for draft in drafts]
        # In the order of keys, so that two writers of the same keys wait for each other instead of deadlocking.
        once = sorted(_each_key_once(drafts, digests).items())
        fresh = {key: _entry(draft, digest, corrected, now) for key, (draft, digest) in once}
        legs = [
            (fresh[key].id, accounts[leg.account], leg.minor, leg.currency)
            for key, (draft, _digest) in once
            for leg in draft.legs()
        ]
        written = Entry.objects.write(list(fresh.values()), legs)
        known = [key for key, entry in fresh.items() if entry.id not in written]
        standing = fresh | {entry.key: entry for entry in Entry.objects.filter(key__in=known)} if known else fresh
        for draft, digest in zip(drafts, digests, strict=True):
            if standing[draft.key].digest != digest:
                raise KeyTaken(key=draft.key)
    return [standing[draft.key] for draft in drafts]


def settle(*, key: str, now: datetime) -> Entry:
    """Post the pending entry of this key. Settled before, it stays as it is.

    Raises `EntryUnknown`, `EntryClosed` where it was made void, and `BooksBusy`.
    """
    return _close(key, State.POSTED, now)


def void(*, key: str, now: datetime) -> Entry:
    """Give up the pending entry of this key and free what it held. Void before, it stays as it is.

    Raises `EntryUnknown`, `EntryClosed` where it was posted, and `BooksBusy`.
    """
    return _close(key, State.VOID, now)


def balance(name: str) -> Money:
    """What the account's posted entries come to. Raises `AccountUnknown`."""
    posted, _held, currency = _totals(name)
    return Money(posted, currency)


def available(name: str) -> Money:
    """What may still be taken from the account: its balance less what pending entries hold. Raises `AccountUnknown`."""
    posted, held, currency = _totals(name)
    return Money(posted - held, currency)


def statement(name: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Line]:
    """The account's lines in the order of their writing, of entries made at `since` or later and before `until`.

    Raises `AccountUnknown`.
    """
    account = _account(name)
    legs = Leg.objects.filter(account=account).select_related("entry").order_by("id")
    if since is not None:
        legs = legs.filter(entry__at__gte=since)
    if until is not None:
        legs = legs.filter(entry__at__lt=until)
    for leg in legs.iterator():
        entry = leg.entry
        amount = Money(leg.amount, leg.currency)
        yield Line(entry.at, entry.closed_at, entry.key, entry.memo, State(entry.state), amount)


@contextmanager
def _whole() -> Iterator[None]:
    """All of the block or nothing of it, and the database's refusals in our own words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        told = getattr(refusal.__cause__, "diag", None)
        if told is not None and told.constraint_name == "ledger_floor":
            raise NotEnough(account=told.message_detail) from refusal
        raise
    except OperationalError as failure:
        if getattr(failure.__cause__, "sqlstate", None) in _BUSY:
            raise BooksBusy from failure
        raise


def _accounts_of(drafts: Iterable[Draft]) -> dict[str, int]:
    """The ids of the accounts that the drafts name, each in the currency that it is asked to hold."""
    asked = {
        (name, posting.amount.currency)
        for draft in drafts
        for posting in draft.postings
        for name in (posting.source, posting.target)
    }
    rows = Account.objects.filter(name__in={name for name, _ in asked}).values_list("name", "id", "currency")
    found = {name: (id_, currency) for name, id_, currency in rows}
    for name, currency in sorted(asked):
        if name not in found:
            raise AccountUnknown(account=name)
        if (kept := found[name][1]) != currency:
            raise WrongCurrency(account=name, kept=kept, given=currency)
    return {name: id_ for name, (id_, _currency) in found.items()}


def _each_key_once(drafts: Iterable[Draft], digests: Iterable[str]) -> dict[str, tuple[Draft, str]]:
    """The drafts and their digests by key. Raises `KeyTaken` where two of them say different things under one key."""
    once: dict[str, tuple[Draft, str]] = {}
    for draft, digest in zip(drafts, digests, strict=True):
        if once.setdefault(draft.key, (draft, digest))[1] != digest:
            raise KeyTaken(key=draft.key)
    return once


def _corrected_by(drafts: Iterable[Draft]) -> dict[str, Entry]:
    """The posted entries that the drafts correct, by key."""
    keys = {draft.corrects for draft in drafts if draft.corrects is not None}
    if not keys:
        return {}
    entries = {entry.key: entry for entry in Entry.objects.filter(key__in=keys)}
    for key in sorted(keys):
        if key not in entries:
            raise EntryUnknown(key=key)
        if entries[key].state != State.POSTED:
            raise NotPosted(key=key, state=entries[key].state)
    return entries


def _entry(draft: Draft, digest: str, corrected: dict[str, Entry], now: datetime) -> Entry:
    return Entry(
        id=new_id(now),
        key=draft.key,
        digest=digest,
        memo=draft.memo,
        opened_as=draft.opened_as,
        state=draft.opened_as,
        at=now,
        closed_at=None if draft.pending else now,
        corrects=None if draft.corrects is None else corrected[draft.corrects],
    )


def _close(key: str, state: State, now: datetime) -> Entry:
    with _whole():
        # Not against those who only point at it: a correction need not wait.
        entry = Entry.objects.select_for_update(no_key=True).filter(key=key).first()
        if entry is None:
            raise EntryUnknown(key=key)
        if entry.state == State.PENDING:
            entry.state, entry.closed_at = state, now
            entry.save(update_fields=["state", "closed_at"])
        elif entry.state != state:
            raise EntryClosed(key=key, state=entry.state)
    return entry


def _account(name: str) -> Account:
    account = Account.objects.filter(name=name).first()
    if account is None:
        raise AccountUnknown(account=name)
    return account


def _totals(name: str) -> tuple[int, int, str]:
    account = _account(name)
    sums = Total.objects.filter(account=account).aggregate(posted=Sum("posted"), held=Sum("held"))
    return int(sums["posted"] or 0), int(sums["held"] or 0), account.currency
