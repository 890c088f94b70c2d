"""Where somebody is signed in, and how they end it from here; and the second factor that some must have."""

from typing import cast

from allauth.usersessions.internal.flows import sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairpanel.kit.problems import NotFound
from fairpanel.members import factors
from fairpanel.members.doors import MemberRequest, for_members


class NoSuchDevice(NotFound):
    """You are not signed in there any more."""


@for_members
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser in which this member is signed in, the one they look from first."""
    member = cast("MemberRequest", request).user
    open_ones = UserSession.objects.purge_and_list(member)
    here = [session for session in open_ones if session.is_current()]
    elsewhere = sorted((s for s in open_ones if not s.is_current()), key=lambda s: s.last_seen_at, reverse=True)
    return render(request, "members/devices.html", {"here": here, "elsewhere": elsewhere})


@for_members
@require_POST
def sign_out_there(request: HttpRequest) -> HttpResponse:
    """End the session that is named, or all others where none is."""
    member = cast("MemberRequest", request).user
    number = request.POST.get("session", "")
    if not number:
        sessions.end_other_sessions(request, member)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("account:devices")
    there = UserSession.objects.filter(user=member, pk=number).first() if number.isdecimal() else None
    if there is None:
        raise NoSuchDevice
    was_here = there.is_current()
    sessions.end_sessions(request, [there])
    if was_here:
        return redirect("home")
    messages.success(request, _("Signed out there."))
    return redirect("account:devices")


@for_members
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where staff without their second factor end up: to prove it, or to set one up first."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("home")
    if factors.are_proven(request):
        return redirect(wanted)
    if factors.has_one(cast("MemberRequest", request).user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
    return render(request, "members/second_factor.html")
