"""Asking for consent, and the page on which somebody sees, changes, pauses and takes along what they agreed to."""

import json
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.consent import actions, ports, rules
from fairpanel.consent.forms import AnswerForm, PauseForm
from fairpanel.consent.models import Choice
from fairpanel.consent.paying import pay_for
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.problems import NotFound
from fairpanel.members import guardians
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.models import Member
from fairpanel.members.ports import filled as members_ports
from fairpanel.programme import Version


class NotAskedHere(NotFound):
    """This panel does not ask for that, so there is nothing to agree to."""


@for_panelists
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every purpose with its state, its text and its history; pause and take along."""
    member, now = _member(request), timezone.now()
    asked = asked_of(member)
    answered = Choice.objects.filter(member=member).values_list("purpose", flat=True).distinct()
    purposes = [purpose for purpose in Purpose if purpose in {*asked, *answered}]
    page = {
        "purposes": [actions.overview(member=member, purpose=purpose, now=now) for purpose in purposes],
        "asked": asked,
        "added": _added(member, now),
        "paused_whole": actions.running_pauses(member=member, now=now).filter(purpose="").first(),
    }
    return render(request, "consent/index.html", page)


@for_panelists
@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """The next question that we may ask, one at a time; when there is none, home."""
    member, now = _member(request), timezone.now()
    waiting = actions.to_ask(member=member, asked=asked_of(member), now=now)
    return redirect("consent:ask", waiting[0]) if waiting else redirect("home")


@for_panelists
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """The text, and two answers of the same size."""
    member, now = _member(request), timezone.now()
    if purpose not in asked_of(member):
        raise NotAskedHere
    form = AnswerForm(request.POST)
    if request.method == "POST" and form.is_valid() and _is_informed(member, purpose, form.cleaned_data["version"]):
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
        return _onward(request)
    version = _version()
    facts = rules.facts_of(version, member.language)
    with transaction.atomic():
        text = actions.show(member=member, purpose=purpose, facts=facts, now=now)
    page = {
        "purpose": purpose,
        "text": text,
        "parts": text.telling(facts),
        "pay": list(
            pay_for(
                purpose,
                version=version,
                region=member.region,
                language=member.language,
                is_minor=guardians.is_minor(member),
            )
        ),
        "standing": actions.standing(member=member, purpose=purpose, now=now),
        "next": _next(request),
        "added": _added(member, now) if purpose is Purpose.RESEARCH else [],
    }
    return render(request, "consent/ask.html", page)


@for_panelists
@require_GET
def agreed(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """The very words to which the member last said yes."""
    member = _member(request)
    told = actions.words_agreed_to(member=member, purpose=purpose)
    if told is None:
        return redirect("consent:index")
    page = {"purpose": purpose, "choice": told.choice, "text": told.text, "parts": told.parts, "is_record": True}
    return render(request, "consent/agreed.html", page)


@for_panelists
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """What stops and what stays; then it stops."""
    member, now = _member(request), timezone.now()
    if not actions.is_granted(member=member, purpose=purpose):
        return redirect("consent:index")
    if request.method == "POST":
        collector = ports.filled().collectors.get(purpose)
        with transaction.atomic():
            actions.withdraw(member=member, purpose=purpose, collector=collector, now=now)
        messages.success(request, _("You have taken your consent back. From now on we collect nothing."))
        return redirect("consent:index")
    text = actions.text_for(member=member, purpose=purpose)
    return render(request, "consent/withdraw.html", {"purpose": purpose, "text": text})


@for_panelists
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, purpose: Purpose | None = None) -> HttpResponse:
    """Pause one purpose or everything: how long, then it is paused."""
    member, now = _member(request), timezone.now()
    zone = ZoneInfo(_version().regions[member.region].time_zone)
    form = PauseForm(request.POST if request.method == "POST" else None, zone=zone, now=now, initial={"length": "open"})
    if form.is_valid():
        actions.pause(member=member, purpose=purpose, until=form.cleaned_data["until"], now=now)
        messages.success(request, _("Paused. Nothing is taken until it ends, and nothing is lost."))
        return redirect("consent:index")
    text = actions.text_for(member=member, purpose=purpose) if purpose else None
    page = {"purpose": purpose, "text": text, "form": form, "today": timezone.localdate(timezone=zone)}
    return render(request, "consent/pause.html", page, status=422 if form.is_bound else 200)


@for_panelists
@require_POST
def resume(request: HttpRequest, purpose: Purpose | None = None) -> HttpResponse:
    """Go on."""
    actions.resume(member=_member(request), purpose=purpose, now=timezone.now())
    messages.success(request, _("The pause is over. What waited goes on by itself."))
    return redirect("consent:index")


@for_panelists
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """The member's consent record, a JSON file."""
    told = actions.record(member=_member(request), now=timezone.now())
    return HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="consent-record.json"', "Cache-Control": "private, no-store",
        },
    )  # fmt: skip


def asked_of(member: Member) -> tuple[Purpose, ...]:
    """What a member of that region is asked for at the moment."""
    if guardians.is_stopped(member, at=timezone.now()):
        return ()
    return rules.asked_in(
        _version(), region=member.region, collected=ports.filled().collectors.keys(),
        is_minor=guardians.is_minor(member),
    )  # fmt: skip


def _is_informed(member: Member, purpose: Purpose, version: int) -> bool:
    """Whether the answer is to words that were shown; a version that is not in force is refused by the action."""
    return version != current_version(purpose) or actions.was_shown(member=member, purpose=purpose, version=version)


def _added(member: Member, now: datetime) -> list[str]:
    """The researchers who were named only after the member had said yes."""
    research = _version().research
    named = [one.name for one in research.recipients] if research else []
    return actions.added_since(member=member, named=named, now=now)


def _version() -> Version:
    return members_ports().programme.in_force(timezone.localdate())


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user


def _next(request: HttpRequest) -> str:
    """Where the member came from, as far as that is a page of ours."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    return told if url_has_allowed_host_and_scheme(told, allowed_hosts=None) else ""


def _onward(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(_next(request) or reverse("consent:next"))
