"""Letting people in: how far they have come, the places and who has them, draws with their log, and the plan itself."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.consent.models import Choice
from fairpanel.consent.values import Answer
from fairpanel.console.admission_forms import DrawForm, PlanForm
from fairpanel.kit.problems import Problem
from fairpanel.members import ports
from fairpanel.members.actions import admitting
from fairpanel.members.actions.recruiting import Tally, last_saved, plan_in_force, save_plan, tally
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.models import Applicant, Draw, Invitation, Member
from fairpanel.members.rules.draw import Outcome
from fairpanel.members.rules.plan import ANSWER_DAYS, Cell, Mode, Plan
from fairpanel.members.wording import answer_in_words, cell_in_words, question_in_words, region_in_words
from fairpanel.notices import reaching

DRAWS_SHOWN = 12
ROWS_A_PAGE = 100
SEED_BYTES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of places: a cell, or all of a region."""

    words: str
    places: int
    tally: Tally
    is_region: bool = False

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return max(self.places - self.tally.taken, 0)

    @property
    def share(self) -> int:
        """How much of it is taken, in whole per cent."""
        return min(100 * self.tally.taken // self.places, 100) if self.places else 100


def _rows(plan: Plan, counts: Mapping[Cell | None, Tally]) -> list[Row]:
    """The cells by region, each region with its sums above them."""
    rows = []
    for region in dict.fromkeys(cell.region for cell in plan.cells):
        cells = [cell for cell in plan.cells if cell.region == region]
        all_of = Tally(*(sum(getattr(counts[cell], name) for cell in cells) for name in ("joined", "held", "waiting")))
        rows.append(Row(region_in_words(region), sum(cell.places for cell in cells), all_of, is_region=True))
        if any(cell.answers for cell in cells):
            rows += [Row(cell_in_words(plan.questions, cell), cell.places, counts[cell]) for cell in cells]
    return rows


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The funnel, the places, and the last draws."""
    form = DrawForm(initial={"seed": secrets.token_hex(SEED_BYTES)}, regions=regions_here())
    return render(request, "console/admission.html", _page(form))


@for_operators
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Show whom a draw would let in, or let them in."""
    form = DrawForm(request.POST, regions=regions_here())
    if not form.is_valid():
        return render(request, "console/admission.html", _page(form), status=422)
    told = form.cleaned_data
    seed = told["seed"] if told["manner"] == "lot" else None
    if "look" in request.POST:
        would = admitting.preview(seed=seed, region=told["region"], places_max=told["places_max"])
        return render(request, "console/admission.html", _page(form, would))
    with transaction.atomic():
        done = admitting.draw(
            seed=seed, region=told["region"], places_max=told["places_max"],
            by=cast("MemberRequest", request).user, now=timezone.now(),
        )  # fmt: skip
    _say_how_many(request, done)
    return redirect("console:admission")


def _say_how_many(request: HttpRequest, done: Draw) -> None:
    said = ngettext(
        "{count} person is let in, and is being told by mail.",
        "{count} people are let in, and are being told by mail.",
        done.admitted,
    )
    messages.success(request, said.format(count=done.admitted))
    lacking = sum(cell.get("not_covered", 0) for cell in done.cells)
    if lacking:
        waits = ngettext(
            "{count} person waits on: the budget does not hold what they may earn.",
            "{count} people wait on: the budget does not hold what they may earn.",
            lacking,
        )
        messages.warning(request, waits.format(count=lacking))


def regions_here() -> dict[str, str]:
    """The programme's regions by their names."""
    regions = ports.filled().programme.in_force(timezone.localdate()).regions
    return {code: region_in_words(code) for code in regions}


def _page(form: DrawForm, would: tuple[Outcome, ...] | None = None) -> dict[str, Any]:
    plan, saved = plan_in_force(), last_saved()
    counts = tally(plan)
    return {
        "plan": plan,
        "saved": saved,
        "is_open": plan.mode == Mode.OPEN,
        "rows": _rows(plan, counts),
        "outside": counts[None],
        "funnel": _funnel(),
        "form": form,
        "would": [
            (region_in_words(one.cell.region), cell_in_words(plan.questions, one.cell), one, len(one.chosen))
            for one in would or ()
            if one.waiting
        ],
        "would_count": None if would is None else sum(len(one.chosen) for one in would),
        "draws": Draw.objects.select_related("drawn_by")[:DRAWS_SHOWN],
    }


def _funnel() -> dict[str, int]:
    by_state = dict(Applicant.objects.values_list("state").annotate(Count("pk")).order_by())
    panelists = Member.objects.panelists()
    invited = Invitation.objects.exclude(kind=Invitation.Kind.OPEN)
    return {
        "invited": invited.count(),
        "came": invited.filter(uses__gt=0).count(),
        "signed_in": panelists.count(),
        "waiting": by_state.get(Applicant.State.WAITING, 0),
        "held": by_state.get(Applicant.State.ADMITTED, 0),
        "lapsed": by_state.get(Applicant.State.LAPSED, 0),
        "joined": panelists.filter(adult_on__isnull=False).count(),
        "not_reached": sum(reaching.counted().values()),
        "agreed": Choice.objects.filter(answer=Answer.GRANTED).values("member").distinct().count(),
    }


@for_operators
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits, without names: let some in by hand, whatever the places say."""
    plan = plan_in_force()
    region = request.GET.get("region", "")
    if request.method == "POST":
        picked = [UUID(one) for one in request.POST.getlist("member") if _is_uuid(one)]
        with transaction.atomic():
            done = admitting.admit(members=picked, by=cast("MemberRequest", request).user, now=timezone.now())
        _say_how_many(request, done)
        return redirect("console:admission")
    people = Applicant.objects.filter(state=Applicant.State.WAITING).order_by("asked_at", "pk")
    page = Paginator(people.filter(region=region) if region else people, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, region_in_words(one.region), *_in_words(plan, one)) for one in page]
    regions = sorted(people.order_by().values_list("region").annotate(Count("pk")))
    asks = [question_in_words(plan.questions, name) for name in plan.questions.names]
    shown = {"page": page, "rows": rows, "region": region, "asks": asks}
    counted = [(code, region_in_words(code), count) for code, count in regions]
    return render(request, "console/waiting.html", shown | {"regions": counted, "all": sum(c for _r, _w, c in counted)})


def _in_words(plan: Plan, one: Applicant) -> tuple[list[str], bool]:
    """The answers in the order of the questions, and whether there is a row of places for them."""
    answers = [
        answer_in_words(plan.questions, name, one.answers[name]) if name in one.answers else ""
        for name in plan.questions.names
    ]
    return answers, plan.cell_of(one.region, one.answers) is not None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@for_operators
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Whom the panel looks for; every fault is told before anything holds."""
    saved = last_saved()
    initial = {
        "mode": saved.mode if saved else Mode.OPEN.value,
        "answer_days": saved.answer_days if saved else ANSWER_DAYS,
        "places": saved.places if saved else "",
        "questions": saved.questions if saved else "",
    }
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            save_plan(
                programme=ports.filled().programme, mode=Mode(told["mode"]), answer_days=told["answer_days"],
                questions=told["questions"], places=told["places"], by=cast("MemberRequest", request).user, now=now,
                today=timezone.localdate(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, _(problem.sentence()).format(**problem.facts))
        else:
            messages.success(request, _("This holds from now on."))
            return redirect("console:admission")
    beginning = files("fairpanel.members").joinpath("plans")
    example = {kind: beginning.joinpath(f"beginning.{kind}").read_text("utf-8") for kind in ("toml", "csv")}
    return render(
        request, "console/plan.html", {"form": form, "example": example}, status=422 if form.is_bound else 200
    )
