"""The profile's pages: what one has said, one question a page, and a way to take each back."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.kit.problems import Problem
from fairpanel.members import guardians, questions
from fairpanel.members import profile as told
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.forms.account import ProfileForm
from fairpanel.members.models import Member, ProfileAnswer


@for_panelists
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Every question with what was said to it."""
    member = _member(request)
    said = told.last_answers(member)
    # Minors are asked nothing (law 14).
    asked = () if guardians.is_minor(member) else questions.ASKED
    rows = [_row(name, said.get(name), member.language) for name in asked]
    return render(request, "members/profile.html", {"rows": rows, "has_said": bool(said)})


@for_panelists
@require_http_methods(["GET", "POST"])
def profile_question(request: HttpRequest, question: str) -> HttpResponse:
    """One question. The next that nobody has answered follows, until one has enough of it."""
    if question not in questions.ASKED:
        raise told.NoSuchQuestion
    member = _member(request)
    if guardians.is_minor(member):
        raise told.NotAskedOfMinors
    asked = questions.question_of(question, questions.current_version(question), member.language)
    last = told.last_answers(member).get(question)
    form = ProfileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        fault = _answer(member, question, form)
        if fault is None:
            messages.success(request, _("Noted."))
            return redirect("account:profile")
        form.add_error("answer", _(fault.sentence()))
    page = {"asked": asked, "last": last, "form": form, "not_said": questions.NOT_SAID}
    return render(request, "members/profile_question.html", page, status=422 if form.is_bound else 200)


@for_panelists
@require_POST
def clear_profile(request: HttpRequest) -> HttpResponse:
    """Forget one answer, or all where none is named."""
    name = request.POST.get("question")
    told.clear(member=_member(request), question=name or None)
    messages.success(request, _("Forgotten.") if name else _("Forgotten, all of it."))
    return redirect("account:profile")


def _answer(member: Member, question: str, form: ProfileForm) -> Problem | None:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            told.answer(
                member=member, question=question, version=said["version"], said=said["answer"], now=timezone.now()
            )
    except (told.NoSuchAnswer, told.OldQuestion) as fault:
        return fault
    return None


def _row(name: str, last: ProfileAnswer | None, language: str) -> dict[str, object]:
    """What the list shows of one question: said in the words of the version that was answered."""
    asked = questions.question_of(name, questions.current_version(name), language)
    words = questions.question_of(name, last.version, language).words(last.answer) if last else ""
    return {"name": name, "asks": asked.asks, "last": last, "words": words}


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
