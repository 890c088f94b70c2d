"""Joining, and the language that somebody wants to be spoken to in."""

from typing import cast

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST

from fairpanel.members import actions, ports
from fairpanel.members.doors import MemberRequest, for_members, for_newcomers
from fairpanel.members.forms import JoinForm, LanguageForm


@for_newcomers
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Past the door, or back out of it with nothing kept."""
    member = cast("MemberRequest", request).user
    if member.has_joined:
        return redirect("home")
    programme = ports.filled().programme
    today = timezone.localdate()
    version = programme.in_force(today)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        regions=list(version.regions),
        today=today,
        initial={"language": translation.get_language()},
    )
    if not form.is_valid():
        page = {"form": form, "regions": version.regions}
        return render(request, "members/join.html", page, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    try:
        with transaction.atomic():
            actions.join(
                member=member, programme=programme, region=told["region"], language=told["language"],
                born=told["born"], today=today,
            )  # fmt: skip
    except actions.NotOfAge:
        # Who may not join leaves nothing behind, not even a mail address.
        logout(request)
        member.delete()
        raise
    return redirect("consent:next")


@for_members
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        actions.speak(member=cast("MemberRequest", request).user, language=form.cleaned_data["language"])
    return redirect("you")
