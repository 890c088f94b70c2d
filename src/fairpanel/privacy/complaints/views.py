"""Complaining, with an account or without, and reading what was answered."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.members.doors import for_anyone, for_members
from fairpanel.members.models import Member
from fairpanel.privacy.complaints import actions
from fairpanel.privacy.complaints.forms import ComplaintForm
from fairpanel.privacy.models import Complaint
from fairpanel.privacy.models.complaints import About


@for_anyone
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The form; then the complaint's own page, with its number and the day by which it is answered."""
    member = request.user if isinstance(request.user, Member) else None
    form = ComplaintForm(request.POST if request.method == "POST" else None, has_account=member is not None)
    if not form.is_valid():
        page = {"form": form, "days": actions.ANSWER_DAYS}
        return render(request, "privacy/complain.html", page, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    complaint = actions.complain(
        member=member, address=told.get("address", ""), about=About(told["about"]), text=told["text"],
        language=member.language if member else translation.get_language() or "en",
        now=timezone.now(),
    )  # fmt: skip
    if member is not None:
        return redirect("privacy:complaint", complaint.pk)
    return redirect("privacy:said", actions.link_of(complaint))


@for_members
@require_GET
def one(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """One of the member's own."""
    assert isinstance(request.user, Member)
    return _shown(request, actions.one_of(member=request.user, complaint_id=complaint_id))


@for_anyone
@require_GET
def said(request: HttpRequest, link: str) -> HttpResponse:
    """The same for who complained without an account."""
    return _shown(request, actions.by_link(link))


def _shown(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    late = complaint.is_overdue(timezone.now())
    return render(request, "privacy/complaint.html", {"complaint": complaint, "is_late": late})
