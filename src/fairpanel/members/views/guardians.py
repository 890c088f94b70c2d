"""The pages of a minor who needs a guardian, and of the guardian, who has no account but links in mails."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairpanel.kit.problems import NotAllowed, Problem
from fairpanel.members import guardian_texts, guardians, ports
from fairpanel.members.actions import guarding
from fairpanel.members.doors import MemberRequest, for_anyone, for_newcomers
from fairpanel.members.forms.guardians import BornForm, DeclareForm, GuardianForm
from fairpanel.members.models import Applicant, Guardianship, Member
from fairpanel.members.models.guardians import MAILS_MAX
from fairpanel.members.wording import said


class NotYourself(NotAllowed):
    """This is for the adult who answers for you, and you are signed in here. They open it in a browser of their own."""


@for_newcomers
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest) -> HttpResponse:
    """How far it is with the guardian, and where to write to them."""
    member, now = _member(request), timezone.now()
    found = guardians.of(member)
    if found is None:
        return redirect("home")
    form = GuardianForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                guarding.ask_guardian(member=member, address=form.cleaned_data["address"], now=now)
        except (guarding.OwnAddress, guarding.AskedEnough) as fault:
            form.add_error("address", _(fault.sentence()))
        else:
            return redirect("members:guardian")
    page = {
        "guarded": found, "form": form, "is_live": not guardians.is_stopped(member, at=now),
        "is_over": found.is_over(now), "may_write": found.mails < MAILS_MAX, "has_joined": member.has_joined,
        "is_waiting": Applicant.objects.filter(pk=member.pk).exists() and not member.has_joined,
        "is_on": guardians.is_on(now),
    }  # fmt: skip
    return render(request, "members/guardian.html", page, status=422 if form.is_bound else 200)


@for_newcomers
@require_POST
def tell_age(request: HttpRequest) -> HttpResponse:
    """The agreement is over: how old somebody is now, looked at once."""
    member, now, today = _member(request), timezone.now(), timezone.localdate()
    if not guardians.is_minor(member):
        return redirect("home")
    form = BornForm(request.POST, today=today)
    if not form.is_valid():
        messages.error(
            request,
            " ".join(map(str, form.non_field_errors())) or _("Write your date of birth in numbers, like 27 3 1985."),
        )
        return redirect("members:guardian")
    with transaction.atomic():
        is_of_age = guarding.at_the_door_again(
            member=member, programme=ports.filled().programme, born=form.cleaned_data["born"], now=now, today=today
        )
    if not is_of_age:
        return redirect("members:guardian")
    messages.success(
        request, _("You are of age, and decide alone. Look at what you agreed to, and change what you like.")
    )
    return redirect("consent:index" if member.has_joined else "members:join")


@for_anyone
@require_http_methods(["GET", "POST"])
def guardian_asked(request: HttpRequest, code: str) -> HttpResponse:
    """The guardian reads what is asked, and says yes or no. The link alone changes nothing: machines open it, too."""
    now = timezone.now()
    asked = guarding.asked_by(code, now=now)
    _another_person(request, asked.member)
    form = DeclareForm(request.POST if request.method == "POST" else None)
    fault: Problem | None = None
    if "no" in request.POST:
        with transaction.atomic():
            guarding.refuse(code=code, now=now)
        return render(request, "members/guardian_done.html", {"what": "refused"})
    if form.is_valid():
        try:
            with transaction.atomic():
                agreed = guarding.agree(code=code, language=get_language() or "en", now=now, **form.cleaned_data)
        except (guarding.NotDeclared, guarding.OldWords) as wrong:
            fault = wrong
        else:
            return redirect("members:guardian_agreed", guarding.token_of(agreed))
    page = _words(asked, guardian_texts.current_version(), get_language() or "en") | {
        "form": form, "fault": _(fault.sentence()) if fault else "",
    }  # fmt: skip
    return render(request, "members/guardian_asked.html", page, status=422 if form.is_bound else 200)


@for_anyone
@require_http_methods(["GET", "POST"])
def guardian_agreed(request: HttpRequest, token: str) -> HttpResponse:
    """What the guardian agreed to, and the way to take it back."""
    agreed = guarding.agreed_by(token)
    _another_person(request, agreed.member)
    if request.method == "POST":
        with transaction.atomic():
            guarding.take_back(token=token, now=timezone.now())
        return render(request, "members/guardian_done.html", {"what": "withdrawn"})
    page = _words(agreed, agreed.version or guardian_texts.current_version(), agreed.language)
    return render(request, "members/guardian_agreed.html", page | {"is_over": agreed.is_over(timezone.now())})


@for_anyone
@require_http_methods(["GET", "POST"])
def guardian_link(request: HttpRequest) -> HttpResponse:
    """A guardian has lost the mail with their link: it is written once more, to the address that agreed."""
    form = GuardianForm(request.POST if request.method == "POST" else None)
    form.fields["address"].label = _("Your mail address")
    form.fields["address"].help_text = _("The one to which we wrote when you agreed.")
    is_done = form.is_valid()
    if is_done:
        with transaction.atomic():
            guarding.send_link_again(address=form.cleaned_data["address"], now=timezone.now())
    page = {"form": form, "is_done": is_done}
    return render(request, "members/guardian_link.html", page, status=422 if form.is_bound and not is_done else 200)


def _words(about: Guardianship, version: int, language: str) -> dict[str, object]:
    """The text, and the parts that are offered to minors where they live."""
    now = timezone.now()
    offers = ports.filled().programme.in_force(now.date()).offers_in(about.region)
    return {
        "guarded": about, "child": about.member.email,
        "text": guardian_texts.text_of(version, language, sponsor=guarding.sponsor(now)),
        "offers": [said(offer.asks) for offer in offers if offer.minors],
    }  # fmt: skip


def _another_person(request: HttpRequest, minor: Member) -> None:
    """Raise `NotYourself` where the minor's own browser opens the guardian's page."""
    if request.user == minor:
        raise NotYourself


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
