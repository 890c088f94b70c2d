"""Cases on the operator's desk: signs of many accounts, each judged by a person with a sentence that says why."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.kit.problems import NotFound
from fairpanel.members import cases, looks
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.households import live_together
from fairpanel.members.models import Case, Judgement, Seen, Why

CLOSED_SHOWN = 30
NOTE_CHARACTERS_MAX = 1000
# What the evidence of a case is called; what has no name here is shown by its code.
EVIDENCE = {
    "accounts": gettext_lazy("accounts"),
    "receipts": gettext_lazy("purchases alike"),
    "since": gettext_lazy("shared since"),
    "way": gettext_lazy("way of payment"),
}


class NoSuchCase(NotFound):
    """There is no such case. Its members may have left."""


class JudgementForm(forms.Form):
    """What a person found, and why."""

    judgement = forms.ChoiceField(
        choices=Judgement, error_messages={"required": gettext_lazy("Choose what you have found.")}
    )
    note = forms.CharField(
        max_length=NOTE_CHARACTERS_MAX, error_messages={"required": gettext_lazy("Write a sentence on why.")}
    )


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was judged last."""
    closed = Case.objects.filter(closed_at__isnull=False).order_by("-closed_at")[:CLOSED_SHOWN]
    return render(request, "console/cases.html", {"waiting": cases.waiting(), "closed": closed})


@for_operators
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: its evidence, whom it is about as far as that must be known, and the judgement."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase
    operator, now = cast("MemberRequest", request).user, timezone.now()
    about = [one.member for one in case.concerned.select_related("member").order_by("member__joined_at")]
    form = JudgementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        found = Judgement(told["judgement"])
        cases.judge(case_id=case_id, by=operator, judgement=found, note=told["note"], now=now)
        messages.success(request, _("Judged, and those whom it is about have been told."))
        return redirect("console:cases")
    for member in about:
        looks.note(staff=operator, member=member, what=Seen.CASE, why=Why.CASE, now=now)
    page = {
        "case": case, "about": about, "form": form, "judgements": Judgement.choices,
        "evidence": [(EVIDENCE.get(name, name), said) for name, said in case.evidence.items()],
        "is_household": all(live_together(about[0], other) for other in about[1:]) if about else False,
    }  # fmt: skip
    return render(request, "console/case.html", page, status=422 if form.is_bound else 200)
