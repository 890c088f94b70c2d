"""How a sealed copy is kept exactly as long as its row needs it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from fairpanel.privacy import ports
from fairpanel.privacy.models import Copy, CopyLeftover
from fairpanel.privacy.take_along import tasks

# A copy that no worker is about to make is taken up again after this time.
LEFT_BEHIND_AFTER = timedelta(minutes=10)
# A file may be older than its row by the time that making it takes.
ORPHAN_AFTER = timedelta(hours=12)


def let_go(copy: Copy, *, now: datetime) -> None:
    """Drop a copy with its work. The file is written down to go, so it goes also after a crash. In a transaction."""
    tasks.forget(copy_id=copy.pk)
    if copy.name:
        name = copy.name
        CopyLeftover.objects.create(name=name, since=now)
        transaction.on_commit(lambda: drop_leftovers([name]), robust=True)
    copy.delete()


def drop_leftovers(names: Iterable[str] | None = None) -> int:
    """Drop these files, or all that are written down to go. Gives how many."""
    going = list(CopyLeftover.objects.values_list("name", flat=True)) if names is None else list(names)
    for name in going:
        ports.filled().copies.drop(name)
        CopyLeftover.objects.filter(name=name).delete()
    return len(going)


def take_up_what_was_left_behind(*, now: datetime) -> int:
    """Have those copies made that nobody is about to make. Gives how many."""
    waiting = Copy.objects.being_made().filter(asked_at__lt=now - LEFT_BEHIND_AFTER)
    left = [id_ for id_ in waiting.values_list("id", flat=True) if not tasks.is_to_be_made(copy_id=id_)]
    for copy_id in left:
        tasks.make_later(copy_id=copy_id)
    return len(left)


def sweep(*, now: datetime) -> int:
    """Drop the files that no row names: what a crash between the vault and the commit left. Gives how many."""
    vault = ports.filled().copies
    kept = vault.names_before(now - ORPHAN_AFTER)
    orphans = [name for name in kept if not Copy.objects.filter(name=name).exists()]
    for name in orphans:
        vault.drop(name)
    return len(orphans)
