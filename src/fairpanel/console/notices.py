"""The operator's page about what we write: what failed, what waits, and a button to try again. Never what it says."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairpanel.members.doors import for_operators
from fairpanel.notices import actions, reaching, sentences
from fairpanel.notices.models import Notice
from fairpanel.notices.rules import masked
from fairpanel.notices.values import State, Stopped

ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A notice as the operator may know it."""

    notice: Notice
    topic: str
    state: str
    to: str


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What failed, and what waits."""
    failed, waiting = actions.failed(), actions.waiting()
    page = {
        "stopped_count": sum(reaching.counted().values()),
        "not_reached": [
            (masked(row.member.email), Stopped(row.why), row.since)
            for row in reaching.members_not_reached()[:ROWS_SHOWN]
            if row.member is not None
        ],
        "failed_count": failed.count(),
        "waiting_count": waiting.count(),
        "late_count": Notice.objects.due(timezone.now()).count(),
        "sent_count": Notice.objects.filter(state=State.SENT.value).count(),
        "failed": [_row(notice) for notice in failed[:ROWS_SHOWN]],
        "waiting": [_row(notice) for notice in waiting[:ROWS_SHOWN]],
    }
    return render(request, "console/notices.html", page)


@for_operators
@require_POST
def again(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Try one anew that failed."""
    actions.send_again(notice_id=notice_id, now=timezone.now())
    messages.success(request, _("It is sent again now."))
    return redirect("console:notices")


def _row(notice: Notice) -> Row:
    state = str(sentences.OF_STATE[State(notice.state)])
    return Row(notice, str(sentences.OF_TOPIC[notice.topic]), state, masked(notice.address))
