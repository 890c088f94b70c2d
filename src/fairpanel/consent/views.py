"""Asking for consent, and taking it back."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairpanel.consent import actions, ports, rules
from fairpanel.consent.forms import AnswerForm
from fairpanel.consent.values import Purpose
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.ports import filled as members_ports


@for_panelists
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """The text, and two answers of the same size."""
    member, now = cast("MemberRequest", request).user, timezone.now()
    form = AnswerForm(request.POST)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with transaction.atomic():
            actions.answer(
                member=member, purpose=purpose, version=told["version"], granted=told["granted"], now=now,
                collector=ports.filled().collectors.get(purpose),
            )  # fmt: skip
        if told["granted"]:
            messages.success(request, _("Thank you. You can take this back at any time under “You”."))
        else:
            messages.success(request, _("We have noted your no and collect nothing. We will not ask again for a year."))
        return redirect("home")
    facts = rules.facts_of(members_ports().programme.in_force(timezone.localdate()))
    with transaction.atomic():
        text = actions.show(member=member, purpose=purpose, facts=facts, now=now)
    live = actions.is_live(member=member, purpose=purpose, now=now)
    page = {"purpose": purpose, "text": text, "parts": text.telling(facts), "live": live}
    return render(request, "consent/ask.html", page)


@for_panelists
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """What stops and what stays; then it stops."""
    member, now = cast("MemberRequest", request).user, timezone.now()
    if not actions.is_live(member=member, purpose=purpose, now=now):
        return redirect("you")
    if request.method == "POST":
        collector = ports.filled().collectors.get(purpose)
        with transaction.atomic():
            actions.withdraw(member=member, purpose=purpose, collector=collector, now=now)
        messages.success(request, _("You have taken your consent back. From now on we collect nothing."))
        return redirect("you")
    return render(request, "consent/withdraw.html", {"purpose": purpose})
