"""Payouts on the operator's desk: what waits for a yes, what does not fit, who is stopped, files for the bank."""

import csv
import io
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from fairpanel.kit.problems import Invalid
from fairpanel.members import looks
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.models import Member, Seen, Why
from fairpanel.payouts import actions, camt, jobs, ports, sentences
from fairpanel.payouts.models import Batch, Finding, Health, Payout
from fairpanel.payouts.rules import OUT, may_step
from fairpanel.payouts.values import By, FindingKind, Hold, Resolution, State, Way

ROWS_SHOWN = 50
FILES_SHOWN = 10


class NoDecision(Invalid):
    """That was none of what the page offers. Choose one of its buttons."""


class MonthForm(forms.Form):
    """A month as a browser writes it, and a currency."""

    month = forms.DateField(input_formats=["%Y-%m"])
    currency = forms.CharField(max_length=3)


class YearForm(forms.Form):
    """A tax year and a country."""

    year = forms.IntegerField(min_value=2000, max_value=2999)
    region = forms.CharField(max_length=2)


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All of it on one page, what waits for a person first."""
    now = timezone.now()
    filled = ports.filled()
    held = Payout.objects.filter(state=State.HELD).order_by("asked_at")
    to_approve = Q(held_for__contains=[Hold.APPROVAL.value])
    transfers = Payout.objects.filter(way=Way.BANK)
    version = filled.programme.in_force(timezone.localdate())
    # Also those that the panel has left: what was earned there is still paid and reported.
    places = {code: region for each in filled.programme.versions for code, region in each.regions.items()}
    currencies = sorted({region.currency for region in places.values()})
    told = {
        "to_approve": [_row(payout) for payout in held.filter(to_approve)[:ROWS_SHOWN]],
        "held": [_row(payout) for payout in held.exclude(to_approve)[:ROWS_SHOWN]],
        "held_count": held.count(),
        "on_the_way": Payout.objects.filter(state__in=[State.CREATED, State.SUBMITTED]).count(),
        "findings": [
            (found, sentences.FINDINGS[FindingKind(found.kind)], [(one, sentences.RESOLUTIONS[one]) for one in ways])
            for found in Finding.objects.filter(resolved_at=None).select_related("payout").order_by("found_at")
            for ways in [actions.choices(found)]
        ],
        "providers": [_health(name, now=now) for name in filled.providers],
        "to_transfer": [
            (currency, transfers.filter(state=State.CREATED, currency=currency).count()) for currency in currencies
        ],
        "transferred": [_row(payout) for payout in transfers.filter(state=State.SUBMITTED).order_by("sent_at")],
        "files": actions.files_of()[:FILES_SHOWN],
        "has_payer": filled.payer is not None,
        "pools": [
            pool
            for currency in currencies
            if (pool := actions.pooled(programme=filled.programme, currency=currency))
        ],
        "charity": version.payouts.charity,
        "reporting": [code for code, region in places.items() if region.tax_threshold(now.year) is not None],
        "now": now,
    }  # fmt: skip
    return render(request, "console/payouts.html", told)


@for_operators
@require_GET
def one(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """One payout: what happened to it, and what a person may do. Its address is shown to nobody."""
    payout = _payout(payout_id)
    _note(request, payout)
    steps = [(step, sentences.STATES[State(step.state)]) for step in payout.steps.all()]
    bank = (
        [(state, sentences.STATES[state]) for state in State if may_step(State(payout.state), state, by=By.OPERATOR)]
        if payout.way == Way.BANK and payout.batch_id
        else []
    )
    told = {
        "payout": payout, "row": _row(payout), "steps": steps, "attempts": payout.attempts.order_by("-id")[:ROWS_SHOWN],
        "bank": bank, "may_approve": payout.state == State.HELD and Hold.APPROVAL in payout.holds,
    }  # fmt: skip
    return render(request, "console/payout.html", told)


@for_operators
@require_POST
def decide(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """A second person says yes or no, or somebody tells what the bank did."""
    payout, word = _payout(payout_id), request.POST.get("decision", "")
    _note(request, payout)
    if word == "approve":
        actions.approve(payout_id=payout.id, operator=_operator(request), now=timezone.now())
        messages.success(request, _("Approved."))
    elif word == "refuse":
        actions.refuse(payout_id=payout.id, now=timezone.now())
        messages.success(request, _("Called off. The money is in the panelist's balance again."))
    elif word in set(State):
        actions.say_what_the_bank_did(payout_id=payout.id, state=State(word), now=timezone.now())
        messages.success(request, _("Written down."))
    else:
        raise NoDecision
    return redirect("console:payouts")


@for_operators
@require_POST
def resolve(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """End a finding."""
    word = request.POST.get("resolution", "")
    if word not in set(Resolution):
        raise NoDecision
    actions.resolve(finding_id=finding_id, resolution=Resolution(word), operator=_operator(request), now=timezone.now())
    messages.success(request, _("Resolved."))
    return redirect("console:payouts")


@for_operators
@require_POST
def provider(request: HttpRequest, name: str) -> HttpResponse:
    """Stop a provider, let it go on, or compare its statement with our books now."""
    if name not in ports.filled().providers:
        raise Http404
    word = request.POST.get("decision", "")
    if word == "stop":
        actions.stop(provider=name, why="person", now=timezone.now())
    elif word == "restart":
        actions.restart(provider=name, now=timezone.now())
    elif word == "compare":
        compared = jobs.reconcile_with(name)
        if compared is None:
            messages.warning(request, _("It does not answer now. Try again later."))
        elif compared.is_one_by_one:
            told = _("It gives no statement, so it is asked about each payout of the last days: {count}.")
            messages.success(request, told.format(count=compared.count))
        else:
            messages.success(request, _("Compared. {count} new findings.").format(count=compared.count))
    else:
        raise NoDecision
    return redirect("console:payouts")


@for_operators
@require_POST
def make_file(request: HttpRequest) -> HttpResponse:
    """A file for the bank."""
    currency = request.POST.get("currency", "")
    batch = actions.make_file(operator=_operator(request), currency=currency[:3], now=timezone.now())
    messages.success(request, _("The file is made, with {count} transfers.").format(count=batch.payouts.count()))
    return redirect("console:payouts")


@for_operators
@require_POST
def bank(request: HttpRequest) -> HttpResponse:
    """A statement of the bank: which transfers arrived, and which came back."""
    given = request.FILES.get("statement")
    if given is None or (given.size or 0) > camt.STATEMENT_BYTES_MAX:
        raise camt.NotAStatement if given is None else camt.StatementTooLarge
    heard = actions.hear_the_bank(statements=camt.read(given.read()), now=timezone.now())
    told = _("{out} transfers arrived, {back} came back, {known} were known, {differ} differ, {other} are not ours.")
    messages.success(
        request,
        told.format(
            out=heard.carried_out, back=heard.came_back, known=heard.known, differ=heard.differ, other=heard.not_ours
        ),
    )
    return redirect("console:payouts")


@for_operators
@never_cache
@require_GET
def file(request: HttpRequest, batch_id: UUID, kind: str) -> HttpResponse:
    """The file as it was made; everybody whose transfer is in it can see who took it."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None or kind not in {"xml", "csv"}:
        raise Http404
    for payout in batch.payouts.select_related("member"):
        _note(request, payout)
    return _download(
        actions.file_of(batch, table=kind == "csv"), f"transfers-{batch.made_at:%Y-%m-%d}-{batch.id.hex[-6:]}.{kind}"
    )


@for_operators
@require_POST
def pay_over(request: HttpRequest) -> HttpResponse:
    """Write down that the pool was transferred to the charity."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        raise NoDecision
    actions.pay_over(
        programme=ports.filled().programme, currency=form.cleaned_data["currency"],
        month=form.cleaned_data["month"].replace(day=1), operator=_operator(request), now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Written down."))
    return redirect("console:payouts")


@for_operators
@never_cache
@require_POST
def tax(request: HttpRequest) -> HttpResponse:
    """The year's end for the tax office. Each person in it can see who took it."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise NoDecision
    year, region = form.cleaned_data["year"], form.cleaned_data["region"]
    reported = Payout.objects.filter(region=region, tax_year=year, state__in=list(OUT), member__isnull=False)
    for member in Member.objects.filter(pk__in=reported.values("member")).iterator():
        looks.note(staff=_operator(request), member=member, what=Seen.MONEY, why=Why.PAYMENT, now=timezone.now())
    written = io.StringIO()
    csv.writer(written).writerows(actions.export(year=year, region=region, operator=_operator(request)))
    return _download(written.getvalue().encode(), f"tax-{region}-{year}.csv")


def _row(payout: Payout) -> dict[str, Any]:
    return {
        "payout": payout, "way": sentences.way_of(payout), "state": sentences.STATES[State(payout.state)],
        "holds": [sentences.HOLDS[hold] for hold in payout.holds],
    }  # fmt: skip


def _health(name: str, *, now: Any) -> dict[str, Any]:
    health = Health.objects.filter(pk=name).first() or Health(provider=name)
    return {
        "name": name, "health": health, "is_stopped": health.stopped_at is not None,
        "why": sentences.STOPPED.get(health.stopped_for, ""), "is_tried": not health.is_stopped(now),
        "waiting": Payout.objects.filter(provider=name, state__in=[State.CREATED, State.SUBMITTED]).count(),
    }  # fmt: skip


def _payout(payout_id: UUID) -> Payout:
    payout = Payout.objects.filter(pk=payout_id).first()
    if payout is None:
        raise actions.NoSuchPayout
    return payout


def _note(request: HttpRequest, payout: Payout) -> None:
    if payout.member is not None:
        looks.note(staff=_operator(request), member=payout.member, what=Seen.MONEY, why=Why.PAYMENT, now=timezone.now())


def _operator(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user


def _download(data: bytes, name: str) -> HttpResponse:
    kind = "application/xml" if name.endswith(".xml") else "text/csv"
    return HttpResponse(
        data, content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )  # fmt: skip
