"""Wrapping all keys anew by a new master key, while the panel runs; killed anywhere and begun again, it ends."""

import secrets
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction

from fairpanel.vault import keys, ports
from fairpanel.vault.models import Key
from fairpanel.vault.problems import StillNeeded
from fairpanel.vault.values import KEY_BYTES, PANEL, Master

KEYS_AT_ONCE = 200


def begin(*, making_one: bool = True) -> Master:
    """The master key that all keys are to be wrapped by: the newest of several, else with `making_one` a new one.

    Raises `WrongMasterKey`, and `KeysInVariable` where a new one is needed and cannot be written down.
    """
    keys.require()
    masters = ports.filled().masters
    [*before, newest] = masters.all()
    if before or not making_one:
        return newest
    new = Master(secrets.token_bytes(KEY_BYTES))
    # Written down before anything is wrapped by it: a running program finds it there.
    masters.add(new)
    return new


def wrap_all(new: Master) -> Iterator[int]:
    """Wrap every key by `new`, some at a time, each time in its own transaction. Gives how many each time."""
    # The panel's own first: from its commit on, whoever makes a key wraps it by the new one.
    yield _wrap(Key.objects.filter(owner=PANEL).exclude(master=new.name).values_list("pk", flat=True), new)
    while True:
        older = Key.objects.exclude(master=new.name).order_by("id").values_list("pk", flat=True)[:KEYS_AT_ONCE]
        count = _wrap(older, new)
        if not count:
            return
        yield count


def forget_older() -> Master:
    """Forget every master key but the newest. Raises `StillNeeded` where one of them still wraps something."""
    masters = ports.filled().masters
    newest = masters.all()[-1]
    needed = Key.objects.exclude(master=newest.name).count()
    if needed:
        raise StillNeeded(count=needed)
    masters.keep_only(newest)
    return newest


@transaction.atomic
def _wrap(these: Iterable[UUID], new: Master) -> int:
    rows = list(Key.objects.select_for_update().filter(pk__in=list(these)).order_by("id"))
    for row in rows:
        row.wrapped = keys.wrap(keys.unwrap(row, ports.filled().masters.all()), row=row.id, owner=row.owner, master=new)
        row.master = new.name
    Key.objects.bulk_update(rows, ["wrapped", "master"])
    return len(rows)
