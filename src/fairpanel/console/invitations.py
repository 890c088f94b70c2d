"""Inviting: one by mail, many from a table, codes for paper, a link for many; and taking invitations back."""

import base64
import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.db.models import F, Max, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from fairpanel.console.admission import regions_here
from fairpanel.console.admission_forms import LinkForm, MailForm, PaperForm, TableForm
from fairpanel.kit.problems import Problem
from fairpanel.members import ports
from fairpanel.members.actions import inviting
from fairpanel.members.actions.importing import Printed, import_people
from fairpanel.members.actions.recruiting import plan_in_force
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.models import Invitation

BATCHES_SHOWN = 50
Kind = Invitation.Kind


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What was sent together, and the ways to invite more."""
    return _shown(request)


def _shown(request: HttpRequest, **bound: Form) -> HttpResponse:
    forms = {
        "mail": MailForm(), "table": TableForm(), "paper": PaperForm(regions=regions_here()), "link": LinkForm(),
    } | bound  # fmt: skip
    page = {
        "forms": forms, "batches": _batches(timezone.now()), "open": next(iter(bound), ""),
        "columns": ", ".join(("email", "language", "region", "reference", *plan_in_force().questions.names)),
    }  # fmt: skip
    return render(request, "console/invitations.html", page, status=422 if bound else 200)


def _batches(now: datetime) -> Iterable[dict[str, object]]:
    good = Q(revoked_at=None, expires_at__gt=now, uses__lt=F("uses_max"))
    rows = Invitation.objects.exclude(kind=Kind.REFERRAL).values("label", "kind").order_by()
    counted = rows.annotate(
        made=Min("made_at"), until=Max("expires_at"), places=Sum("uses_max"), used=Sum("uses"),
        good=Coalesce(Sum(F("uses_max") - F("uses"), filter=good), 0),
    ).order_by("-made")[:BATCHES_SHOWN]  # fmt: skip
    return [row | {"way": Kind(row["kind"]).label} for row in counted]


@for_operators
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Invite one person by mail."""
    form = MailForm(request.POST)
    if not form.is_valid():
        return _shown(request, mail=form)
    told, now = form.cleaned_data, timezone.now()
    with transaction.atomic():
        inviting.invite(
            kind=Kind.MAIL, by=cast("MemberRequest", request).user, now=now, label=told["label"],
            expires_at=now + timedelta(days=told["days"]), email=told["email"], language=told["language"],
        )  # fmt: skip
    messages.success(request, _("The invitation is on its way."))
    return redirect("console:invitations")


@for_operators
@require_POST
def table(request: HttpRequest) -> HttpResponse:
    """Invite everybody in a table, and say what is wrong with which row."""
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, table=form)
    told, now = form.cleaned_data, timezone.now()
    try:
        with transaction.atomic():
            done = import_people(
                table=told["table"], keep_good_rows=told["keep"], label=told["label"],
                programme=ports.filled().programme, by=cast("MemberRequest", request).user, now=now,
                expires_at=now + timedelta(days=told["days"]),
            )  # fmt: skip
    except Problem as problem:
        form.add_error("table", _(problem.sentence()).format(**problem.facts))
        return _shown(request, table=form)
    page = {"done": done, "label": told["label"], "file": _file(request, done.printed)}
    return render(request, "console/imported.html", page, status=422 if done.is_refused else 200)


@for_operators
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Codes to print, as a file that is given once."""
    form = PaperForm(request.POST, regions=regions_here())
    if not form.is_valid():
        return _shown(request, paper=form)
    told, now = form.cleaned_data, timezone.now()
    with transaction.atomic():
        codes = [
            inviting.invite(
                kind=Kind.PRINT, by=cast("MemberRequest", request).user, now=now, label=told["label"],
                expires_at=now + timedelta(days=told["days"]), region=told["region"],
            )[1]
            for _number in range(told["count"])
        ]  # fmt: skip
    printed = [Printed(number, "", code, told["region"], "") for number, code in enumerate(codes, start=1)]
    response = HttpResponse(_csv(request, printed), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codes.csv"'
    return response


@for_operators
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """A link for many, shown once."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _shown(request, link=form)
    told, now = form.cleaned_data, timezone.now()
    with transaction.atomic():
        _made, code = inviting.invite(
            kind=Kind.OPEN, by=cast("MemberRequest", request).user, now=now, label=told["label"],
            expires_at=now + timedelta(days=told["days"]), uses_max=told["cap"],
        )  # fmt: skip
    return render(request, "console/link.html", {"link": _link(request, code), "code": code, "told": told})


@for_operators
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take back what was sent together and is not used yet."""
    label, kind = request.POST.get("label", ""), request.POST.get("kind", "")
    with transaction.atomic():
        count = inviting.revoke(invitations=Invitation.objects.filter(label=label, kind=kind), now=timezone.now())
    said = ngettext("{count} invitation is taken back.", "{count} invitations are taken back.", count)
    messages.success(request, said.format(count=count))
    return redirect("console:invitations")


def _link(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("members:with_code", kwargs={"code": code}))


def _csv(request: HttpRequest, printed: Iterable[Printed]) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["row", "reference", "code", "link", "region", "language"])
    rows.writerows(
        (one.number, one.reference, one.code, _link(request, one.code), one.region, one.language) for one in printed
    )
    return text.getvalue()


def _file(request: HttpRequest, printed: list[Printed]) -> str:
    """The codes as an address that holds the file itself: nothing of it is kept here."""
    if not printed:
        return ""
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(_csv(request, printed).encode()).decode()
