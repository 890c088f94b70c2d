"""The panelist's page about their own data, and the notice that anybody may read before joining."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fairpanel.members import looks
from fairpanel.members.doors import MemberRequest, for_anyone, for_panelists
from fairpanel.privacy import ports
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.holdings import actions
from fairpanel.privacy.holdings.recipients import recipients

LOOKS_SHOWN = 5


@for_panelists
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Everything held of the member, by purpose, and everything that they can do about it."""
    member, filled = cast("MemberRequest", request).user, ports.filled()
    seen = looks.of_member(member)
    return render(
        request,
        "privacy/page.html",
        {
            "held": actions.held_of(member.pk, keepers=filled.keepers, now=timezone.now()),
            "looks": seen[:LOOKS_SHOWN],
            "looks_count": seen.count(),
            "releases": filled.releases.of_member(member.pk),
            "complaints": complaints.of_member(member),
            "recipients": recipients(),
        },
    )


@for_panelists
@require_GET
def looked(request: HttpRequest) -> HttpResponse:
    """Every look of staff at the member's data."""
    seen = looks.of_member(cast("MemberRequest", request).user)
    return render(request, "privacy/looks.html", {"looks": seen})


@for_anyone
@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """Who asks, who gets what, what is kept what for and how long, and which rights everybody has (law 18)."""
    version = ports.filled().programme.in_force(timezone.localdate())
    return render(
        request,
        "privacy/notice.html",
        {
            "version": version,
            "recipients": recipients(),
            "declared": actions.declared(keepers=ports.filled().keepers, version=version),
        },
    )
