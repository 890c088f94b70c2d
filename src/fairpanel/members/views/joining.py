"""Joining: in at once, or on the waiting list with the truth about it; and the language of the conversation."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairpanel.members import actions, guardians, ports
from fairpanel.members.actions import asking, guarding, inviting
from fairpanel.members.actions.recruiting import plan_in_force
from fairpanel.members.doors import MemberRequest, for_members, for_newcomers
from fairpanel.members.forms import JoinForm, LanguageForm
from fairpanel.members.models import Applicant, Invitation
from fairpanel.members.rules.plan import Mode
from fairpanel.members.wording import age_in_words, criteria

INVITATION = "invitation"
State = Applicant.State


@for_newcomers
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Past the door, onto the waiting list, or back out with nothing kept."""
    member = cast("MemberRequest", request).user
    if member.has_joined:
        return redirect("home")
    applicant = Applicant.objects.filter(pk=member.pk).first()
    if applicant is not None:
        return _how_far(request, applicant)
    if guardians.is_minor(member):
        return redirect("members:guardian")
    programme, plan = ports.filled().programme, plan_in_force()
    now, today = timezone.now(), timezone.localdate()
    version = programme.in_force(today)
    invitation = _brought(request)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        regions=list(version.regions), today=today, questions=plan.questions, initial=_initial(invitation),
    )  # fmt: skip
    if not form.is_valid():
        page = {
            "form": form, "regions": version.regions, "invitation": invitation,
            "is_open": plan.mode == Mode.OPEN or invitation is not None,
            "is_limited": bool(plan.cells),
            "age_group": age_in_words(plan.questions.age.names[0]) if plan.questions.age else "",
        }  # fmt: skip
        return render(request, "members/join.html", page, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    until = guarding.guardian_needed(programme=programme, region=told["region"], born=told["born"], today=today)
    if until is not None:
        guarding.begin(member=member, region=told["region"], language=told["language"], until=until, now=now)
        return redirect("members:guardian")
    try:
        with transaction.atomic():
            applicant = asking.ask(
                member=member, programme=programme, region=told["region"], language=told["language"],
                born=told["born"], answers=told["answers"], invitation_id=request.session.get(INVITATION), now=now,
                today=today,
            )  # fmt: skip
    except actions.NotOfAge:
        # Who may not join leaves nothing behind, not even a mail address.
        logout(request)
        member.delete()
        raise
    request.session.pop(INVITATION, None)
    return redirect("consent:next") if applicant.state == State.JOINED else redirect("members:join")


@for_newcomers
@require_POST
def join_with_guardian(request: HttpRequest) -> HttpResponse:
    """Somebody who is not of age wants to join, and their guardian agrees."""
    member = cast("MemberRequest", request).user
    if member.has_joined or not guardians.is_minor(member) or Applicant.objects.filter(pk=member.pk).exists():
        return redirect("home")
    with transaction.atomic():
        applicant = asking.ask_with_guardian(
            member=member, invitation_id=request.session.get(INVITATION), now=timezone.now(), today=timezone.localdate()
        )
    request.session.pop(INVITATION, None)
    return redirect("consent:next") if applicant.state == State.JOINED else redirect("members:join")


def _brought(request: HttpRequest) -> Invitation | None:
    """The invitation that this browser came with, if it is still good."""
    found = inviting.brought(request.session.get(INVITATION))
    return found if found is not None and inviting.is_good(found, now=timezone.now()) else None


def _initial(invitation: Invitation | None) -> dict[str, str]:
    told = {"language": translation.get_language()}
    if invitation is None:
        return told
    answers = {f"answer-{name}": answer for name, answer in invitation.answers.items()}
    return told | answers | ({"region": invitation.region} if invitation.region else {})


def _how_far(request: HttpRequest, applicant: Applicant) -> HttpResponse:
    """The page of somebody who has asked: a place that is held, the waiting list, or a place that went on."""
    now, plan = timezone.now(), plan_in_force()
    is_held = applicant.is_held(now)
    if is_held or _brought(request) is not None:
        return render(request, "members/place.html", {"until": applicant.answer_by if is_held else None})
    if applicant.state != State.WAITING:
        return render(request, "members/passed_on.html", {"applicant": applicant})
    place, count = asking.position(applicant)
    looked_for = asking.looked_for(plan, applicant.region)
    page = {
        "applicant": applicant, "place": place, "count": count, "until": asking.kept_until(applicant),
        "criteria": criteria(plan.questions, looked_for), "is_limited": plan.limits(applicant.region),
        "is_among": plan.cell_of(applicant.region, applicant.answers) in looked_for,
    }  # fmt: skip
    return render(request, "members/waiting.html", page)


@for_newcomers
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the place that is held, or the one that an invitation is."""
    member = cast("MemberRequest", request).user
    applicant, now = Applicant.objects.filter(pk=member.pk).first(), timezone.now()
    if member.has_joined or applicant is None:
        return redirect("home")
    invitation = _brought(request)
    try:
        with transaction.atomic():
            # A place that is held needs no invitation.
            if invitation is not None and not applicant.is_held(now):
                asking.come_by(member=member, invitation_id=invitation.pk, now=now)
            else:
                asking.take_place(member=member, now=now)
    except inviting.InvitationOver:
        del request.session[INVITATION]
        raise
    request.session.pop(INVITATION, None)
    return redirect("consent:next")


@for_newcomers
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Wait anew."""
    asking.ask_again(member=cast("MemberRequest", request).user, now=timezone.now())
    return redirect("members:join")


@for_newcomers
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the waiting list; the account goes, and all that we know."""
    with transaction.atomic():
        is_gone = asking.give_up(member=cast("MemberRequest", request).user, now=timezone.now())
    if not is_gone:
        return redirect("you")
    logout(request)
    messages.success(request, _("You are off the list. We have forgotten your address and your answers."))
    return redirect("home")


@for_members
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        actions.speak(member=cast("MemberRequest", request).user, language=form.cleaned_data["language"])
    return redirect("you")
