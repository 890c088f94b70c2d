"""What each sweep found, written down for the operator's page: counts only, for a month."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.db.models import QuerySet

from fairpanel.vault.models import Sweep
from fairpanel.vault.problems import TooManyWithoutRow
from fairpanel.vault.values import Compared

KEPT = timedelta(days=30)
# A sweep that did not come for so long is asked about: it is made every night.
OVERDUE_AFTER = timedelta(hours=30)


def noted(folder: str, sweep: Callable[[], Compared], *, now: datetime) -> Compared:
    """Sweep, and write down what was found; also where too much was to be dropped, which is raised then as before."""
    Sweep.objects.filter(at__lt=now - KEPT).delete()
    try:
        found = sweep()
    except TooManyWithoutRow as fault:
        files, held_back = (cast("int", fault.facts[name]) for name in ("all", "count"))
        Sweep.objects.create(folder=folder, at=now, files=files, held_back=held_back)
        raise
    Sweep.objects.create(
        folder=folder, at=now, files=found.files, rows=found.rows, dropped=len(found.without_row),
        missing=len(found.without_file),
    )  # fmt: skip
    return found


def latest(folder: str) -> Sweep | None:
    """The last sweep of that folder."""
    return Sweep.objects.filter(folder=folder).order_by("-at", "-id").first()


def all_of_them() -> QuerySet[Sweep]:
    """The sweeps of the last month, the newest first."""
    return Sweep.objects.order_by("-at", "-id")
