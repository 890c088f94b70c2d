"""The household's pages: open one, ask somebody in, come in by a code, leave."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.members import households
from fairpanel.members.actions import inviting
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.forms.account import HouseholdCodeForm, LabelForm
from fairpanel.members.models import Member
from fairpanel.members.views.codes import sources_of

_NEW_CODE = "household_code"


@for_panelists
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest) -> HttpResponse:
    """Who is in the household, by first name and nothing else; or how one begins."""
    member = _member(request)
    mates = list(households.housemates_of(member))
    if mates:
        # Shown once, right after it was made: it is kept nowhere but as a digest.
        code = request.session.pop(_NEW_CODE, "")
        link = request.build_absolute_uri(reverse("account:come_in", args=[code])) if code else ""
        days = households.CODE_GOOD_FOR.days
        page = {"mates": mates, "me": member.pk, "code": code, "link": link, "days": days}
        return render(request, "members/household.html", page)
    form = LabelForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"form": form, "code_form": HouseholdCodeForm()}
        return render(request, "members/no_household.html", page, status=422 if form.is_bound else 200)
    households.open_household(member=member, label=form.cleaned_data["label"], now=timezone.now())
    return redirect("account:household")


@for_panelists
@require_POST
def ask_in(request: HttpRequest) -> HttpResponse:
    """Make a code for one more."""
    request.session[_NEW_CODE] = households.ask_in(member=_member(request), now=timezone.now())
    return redirect("account:household")


@for_panelists
@require_POST
def find_household(request: HttpRequest) -> HttpResponse:
    """Take a code that was typed from a message or a note."""
    form = HouseholdCodeForm(request.POST)
    if not form.is_valid():
        page = {"form": LabelForm(), "code_form": form}
        return render(request, "members/no_household.html", page, status=422)
    return redirect("account:come_in", form.cleaned_data["code"])


@for_panelists
@require_http_methods(["GET", "POST"])
def come_in(request: HttpRequest, code: str) -> HttpResponse:
    """Says who asks and what that means; then one is in, with one's own yes."""
    now, sources = timezone.now(), sources_of(request)
    inviting.require_patience(sources=sources, now=now)
    try:
        asker = households.asked_in_by(code=code, now=now)
    except households.NoSuchCode:
        inviting.note_wrong(sources=sources, now=now)
        raise
    form = LabelForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"form": form, "asker": asker.label}
        return render(request, "members/come_in.html", page, status=422 if form.is_bound else 200)
    households.come_in(member=_member(request), code=code, label=form.cleaned_data["label"], now=now)
    messages.success(request, _("You are in the household now."))
    return redirect("account:household")


@for_panelists
@require_http_methods(["GET", "POST"])
def leave_household(request: HttpRequest) -> HttpResponse:
    """What stays and what ends; then one is out."""
    if request.method == "GET":
        return render(request, "members/leave_household.html")
    households.leave(member=_member(request))
    messages.success(request, _("You have left the household. Everything else of yours is as before."))
    return redirect("account:household")


@for_panelists
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """Questions about one's account that a person judges or has judged."""
    from fairpanel.members import cases

    return render(request, "members/questions.html", {"cases": cases.of_member(_member(request))})


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
