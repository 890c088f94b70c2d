"""The panelist's page for receipts by mail: their secret address, how to forward there, and what came."""

import secrets
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.models import Member
from fairpanel.receipts.mail import actions, rules


@for_panelists
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The address, shown to nobody else and kept in no cache."""
    member, now = _member(request), timezone.now()
    shown = {
        "everybodys": actions.everybodys_address(),
        "address": actions.address_of(member),
        "may_send": consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=now),
        "mails": actions.seen_by(member, now=now),
    }
    response = render(request, "receipts/mail.html", shown)
    response["Cache-Control"] = "private, no-store"
    return response


@for_panelists
@require_POST
def new_address(request: HttpRequest) -> HttpResponse:
    """A new secret address; an earlier one is no more."""
    member, now = _member(request), timezone.now()
    is_first = actions.address_of(member) is None
    actions.give_address(member=member, random=secrets.token_bytes(rules.TOKEN_BYTES), now=now)
    if not is_first:
        messages.success(request, _("This is your new address. What comes to the old one is not taken any more."))
    return redirect("receipts:mail")


@for_panelists
@require_POST
def take_back_address(request: HttpRequest) -> HttpResponse:
    """From now on nothing comes in by mail."""
    actions.take_back_address(member=_member(request))
    messages.success(request, _("The address is no more. Whoever writes to it is told that there is nobody."))
    return redirect("receipts:mail")


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
