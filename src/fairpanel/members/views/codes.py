"""Coming with an invitation: by a link, or by a code that is typed. Nothing is used up until somebody joins."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.kit.problems import Problem
from fairpanel.members import ports
from fairpanel.members.actions import inviting
from fairpanel.members.doors import MemberRequest, for_anyone, for_panelists
from fairpanel.members.forms import CodeForm
from fairpanel.members.models import Invitation, Member
from fairpanel.members.views.joining import INVITATION


def sources_of(request: HttpRequest) -> list[str]:
    """What wrong codes are counted by: the network's address, and the account where there is one."""
    sources = [f"address {get_adapter(request).get_client_ip(request)}"]
    return [*sources, f"account {request.user.pk}"] if isinstance(request.user, Member) else sources


@for_anyone
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Where a code is typed. What is wrong with it is said beside it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invitation = inviting.look_up(
                typed=form.cleaned_data["code"], sources=sources_of(request), now=timezone.now()
            )
        except Problem as problem:
            form.add_error("code", _(problem.sentence()).format(**problem.facts))
        else:
            request.session[INVITATION] = str(invitation.pk)
            return redirect("members:invited")
    return render(request, "members/code.html", {"form": form}, status=422 if form.is_bound else 200)


@for_anyone
@require_GET
def with_code(request: HttpRequest, code: str) -> HttpResponse:
    """The link of an invitation: the code goes out of the address at once."""
    invitation = inviting.look_up(typed=code, sources=sources_of(request), now=timezone.now())
    request.session[INVITATION] = str(invitation.pk)
    return redirect("members:invited")


@for_anyone
@require_GET
def invited(request: HttpRequest) -> HttpResponse:
    """Who invites to what, and two answers."""
    invitation = inviting.brought(request.session.get(INVITATION))
    if invitation is None:
        return redirect("members:code")
    if not inviting.is_good(invitation, now=timezone.now()):
        raise inviting.InvitationOver
    member = request.user if isinstance(request.user, Member) else None
    page = {"invitation": invitation, "has_joined": member is not None and member.has_joined}
    return render(request, "members/invited.html", page)


@for_anyone
@require_POST
def decline(request: HttpRequest) -> HttpResponse:
    """No, thanks: the invitation is taken back and the address forgotten."""
    brought = inviting.brought(request.session.pop(INVITATION, None))
    if brought is not None and brought.kind != Invitation.Kind.OPEN:
        with transaction.atomic():
            inviting.revoke(invitations=Invitation.objects.filter(pk=brought.pk), now=timezone.now())
    messages.success(request, _("The invitation is taken back, and we keep no address that it was sent to."))
    return redirect("home")


@for_panelists
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest) -> HttpResponse:
    """A panelist's own invitations: what they pay, how many are left, and the link of a new one, told once."""
    member, programme, now = cast("MemberRequest", request).user, ports.filled().programme, timezone.now()
    offer = inviting.referral_offer(member=member, programme=programme, now=now)
    if offer is None:
        raise inviting.NoReferrals
    link, made = "", ""
    if request.method == "POST":
        with transaction.atomic():
            made = inviting.refer(member=member, programme=programme, now=now)
        link = request.build_absolute_uri(redirect("members:with_code", code=made)["Location"])
    given = list(inviting.referrals(member=member, now=now))
    region = programme.in_force(timezone.localdate()).regions[member.region]
    page = {
        "offer": offer, "amount": offer.amount[region.currency], "given": given, "link": link, "code": made,
        "left": max(offer.year_max - len(given), 0), "days": inviting.REFERRAL_DAYS,
    }  # fmt: skip
    return render(request, "members/refer.html", page)
