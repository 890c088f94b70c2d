"""Erasures on the operator's desk: how far each has come and how much went. Whose they are is not shown."""

import json
from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fairpanel.members.doors import for_operators
from fairpanel.privacy.erasures import actions
from fairpanel.privacy.models import Erasure
from fairpanel.vault import sweeps

FINISHED_SHOWN = 50
# An erasure takes seconds; one that takes longer than this is looked into.
LATE_AFTER = timedelta(minutes=15)
# Where sealed files lie: those of receipts, and copies to be taken along.
FOLDERS = ("vault", "copies")
SWEEPS_SHOWN = 14


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is being erased, the oldest first, and what was erased last."""
    now = timezone.now()
    begun = actions.waiting().annotate(done=Count("steps", filter=Q(steps__done_at__isnull=False)), all=Count("steps"))
    waiting = [(erasure, now - erasure.asked_at > LATE_AFTER) for erasure in begun]
    finished = Erasure.objects.exclude(finished_at=None).order_by("-finished_at")[:FINISHED_SHOWN]
    page = {
        "waiting": waiting,
        "late": sum(is_late for _erasure, is_late in waiting),
        "finished": [(erasure, _count(erasure)) for erasure in finished],
        "not_mailed": Erasure.objects.exclude(finished_at=None).exclude(address="").count(),
    }
    last = [(folder, sweeps.latest(folder)) for folder in FOLDERS]
    page["sweeps"] = sweeps.all_of_them()[:SWEEPS_SHOWN]
    page["missing"] = sum(one.missing for _folder, one in last if one)
    page["held_back"] = sum(one.held_back for _folder, one in last if one)
    page["not_swept"] = [folder for folder, one in last if one is None or now - one.at > sweeps.OVERDUE_AFTER]
    return render(request, "console/erasures.html", page)


def _count(erasure: Erasure) -> int | None:
    """How many things went; None where the receipt that says so is gone itself."""
    if not erasure.document:
        return None
    return sum(int(store["count"]) for store in json.loads(erasure.document)["erased"])
