"""Complaints on the operator's desk: those whose time is over first, each answered by a person."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.members import looks
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.models import Seen, Why
from fairpanel.privacy.complaints import actions
from fairpanel.privacy.complaints.forms import AnswerForm
from fairpanel.privacy.models import Complaint
from fairpanel.privacy.models.complaints import Outcome

CLOSED_SHOWN = 30


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing first; what was answered last."""
    now = timezone.now()
    waiting = [(complaint, complaint.is_overdue(now)) for complaint in Complaint.objects.open()]
    closed = Complaint.objects.closed()[:CLOSED_SHOWN]
    late = sum(is_late for _complaint, is_late in waiting)
    page = {"waiting": waiting, "closed": closed, "late": late, "days": actions.ANSWER_DAYS}
    return render(request, "console/complaints.html", page)


@for_operators
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint, and the form that answers and closes it."""
    complaint = Complaint.objects.select_related("member").filter(pk=complaint_id).first()
    if complaint is None:
        raise actions.NoSuchComplaint
    operator, now = cast("MemberRequest", request).user, timezone.now()
    if complaint.member is not None:
        looks.note(staff=operator, member=complaint.member, what=Seen.COMPLAINT, why=Why.COMPLAINT, now=now)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"complaint": complaint, "form": form, "is_late": complaint.is_overdue(now)}
        return render(request, "console/complaint.html", page, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    actions.answer(
        complaint_id=complaint_id, operator=operator, outcome=Outcome(told["outcome"]), text=told["text"],
        now=now,
    )  # fmt: skip
    messages.success(request, _("Answered, and the complainer has been told by mail."))
    return redirect("console:complaints")
