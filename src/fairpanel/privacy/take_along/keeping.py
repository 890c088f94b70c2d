"""How a sealed copy is kept exactly as long as its row needs it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Collate

from fairpanel.privacy import ports
from fairpanel.privacy.models import Copy, CopyLeftover
from fairpanel.privacy.take_along import tasks
from fairpanel.vault import comparing
from fairpanel.vault.values import Compared

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


def sweep(*, now: datetime, however_many: bool = False) -> Compared:
    """Drop the files that no row names: what a crash between the vault and the commit left. Gives what was found."""
    return comparing.sweep(
        ports.filled().copies, named=_names, before=now - ORPHAN_AFTER, however_many=however_many
    )  # fmt: skip


def compared(*, now: datetime) -> Compared:
    """The copies that are kept beside the rows that name them."""
    return comparing.compare(ports.filled().copies.stored(), named=_names, before=now - ORPHAN_AFTER)


def _names(*among: str) -> Iterator[str]:
    """What rows name, in the order of names: all, or those of `among`."""
    rows = Copy.objects.exclude(name="").annotate(file=Collate("name", "C"))
    rows = rows.filter(name__in=among) if among else rows
    return rows.order_by("file").values_list("file", flat=True).iterator()
