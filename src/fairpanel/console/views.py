"""The operator's overview."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fairpanel.console.review import doubts_of
from fairpanel.members import cases
from fairpanel.members.doors import for_operators
from fairpanel.members.models import Member
from fairpanel.privacy.models import Complaint
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.paper import REASONS
from fairpanel.receipts.values import Reason, State

ROWS_SHOWN = 8


@for_operators
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Counts, and what waits."""
    by_state = receipts.counts_by_state()
    now = timezone.now()
    waiting = receipts.waiting_for_a_look(now=now)
    decided = (
        receipts.open_to_a_look(now=now)
        .exclude(settled_at=None)
        .exclude(pk__in=waiting.values("pk"))
        .order_by("-settled_at")
    )
    panelists = Member.objects.panelists()
    return render(
        request,
        "console/home.html",
        {
            "panelists": panelists.filter(adult_on__isnull=False).count(),
            "newcomers": panelists.filter(adult_on__isnull=True).count(),
            "received": by_state.get(State.RECEIVED, 0),
            "accepted": by_state.get(State.ACCEPTED, 0),
            "refused": by_state.get(State.REFUSED, 0),
            "waiting": waiting.count(),
            "cases": cases.waiting().count(),
            "complaints": Complaint.objects.open().count(),
            "queue": [(receipt, doubts_of(receipt)) for receipt in waiting[:ROWS_SHOWN]],
            "decided": [(receipt, _why(receipt)) for receipt in decided[:ROWS_SHOWN]],
        },
    )


def _why(receipt: Receipt) -> str:
    return str(REASONS[Reason(receipt.reason)]) if receipt.reason else ""
