"""A panelist's receipts: send one, watch it being read, see what became of it, appeal, delete it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose, Standing
from fairpanel.kit.problems import Invalid, NotSupported, TooLarge
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.models import Member
from fairpanel.receipts import actions, correcting, phone, remembering, sentences
from fairpanel.receipts.forms import AppealForm, CorrectionForm, PicturesForm
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.paper import paper_of
from fairpanel.receipts.terms import rules_of
from fairpanel.receipts.values import Channel, State
from fairpanel.rewards.actions import earned_for

RECEIPTS_A_PAGE = 20


@for_panelists
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    page = Paginator(actions.of_member(_member(request)), RECEIPTS_A_PAGE).get_page(request.GET.get("page"))
    may_send = consent.is_live(member=_member(request), purpose=Purpose.RECEIPTS, now=timezone.now())
    return render(request, "receipts/list.html", {"page": page, "may_send": may_send})


@for_panelists
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Send a receipt. A script asks for JSON and shows what is wrong in place; without one it is a plain form."""
    member = _member(request)
    if request.method == "GET":
        if not consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=timezone.now()):
            return redirect("consent:ask", Purpose.RECEIPTS)
        return render(request, "receipts/add.html", phone.limits())
    form = PicturesForm(request.POST, request.FILES)
    first, *more = form.pictures()
    said = form.cleaned_data["who"]
    if said and said != phone.tag_of(member):
        raise phone.SomebodyElse
    receipt = actions.submit(
        member=member, data=first, more=more, sending_key=form.cleaned_data["key"], channel=Channel.PAGE,
        now=timezone.now(),
    )  # fmt: skip
    address = reverse("receipts:one", args=[receipt.id])
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"address": address}, status=201)
    return redirect(address)


@for_panelists
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """What seems wrong with a picture that is not sent yet, each in a sentence. Nothing of it is kept."""
    first, *_more = PicturesForm(request.POST, request.FILES).pictures()
    verdict = actions.judge_picture(member=_member(request), data=first, now=timezone.now())
    return JsonResponse({"reasons": [str(sentences.OF_FAULT[flaw.fault]) for flaw in verdict.flaws]})


@for_panelists
@require_GET
def one(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """One receipt: being read, or with its result."""
    receipt = actions.one_of(member=_member(request), receipt_id=receipt_id)
    return render(request, "receipts/one.html", _shown(receipt))


@for_panelists
@require_GET
def progress(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The result as a piece of a page once there is one; until then nothing, and the page asks again."""
    receipt = actions.one_of(member=_member(request), receipt_id=receipt_id)
    if not receipt.is_settled:
        return HttpResponse(status=204)
    return render(request, "receipts/result.html", _shown(receipt))


@for_panelists
@require_GET
def picture(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The blacked-out picture, for its own panelist; kept in no cache."""
    actions.one_of(member=_member(request), receipt_id=receipt_id)
    return picture_response(viewer=_member(request), receipt_id=receipt_id)


def picture_response(*, viewer: Member, receipt_id: UUID) -> HttpResponse:
    """The picture as a response. Raises what `actions.picture_of` raises."""
    jpeg = actions.picture_of(viewer=viewer, receipt_id=receipt_id, now=timezone.now())
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@for_panelists
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Ask a person to look again, with a note and another picture if one likes; the page then says until when."""
    receipt = actions.one_of(member=_member(request), receipt_id=receipt_id)
    actions.must_be_open_to_appeal(receipt, now=timezone.now())
    form = AppealForm(request.POST or None, request.FILES or None, data_was_sent=request.method == "POST")
    if form.is_valid():
        try:
            actions.appeal(
                member=_member(request), receipt_id=receipt_id, now=timezone.now(), note=form.cleaned_data["note"],
                picture=form.picture_bytes(),
            )  # fmt: skip
        except (Invalid, TooLarge, NotSupported) as problem:
            # Whatever is wrong with the picture, what was written stays on the page.
            form.add_error("picture", _(problem.sentence()).format(**problem.facts))
        else:
            return redirect("receipts:one", receipt.id)
    page = {"receipt": receipt, "form": form, "days": rules_of(receipt).answer_days, "counts": _counts(receipt)}
    return render(request, "receipts/appeal.html", page, status=422 if form.is_bound else 200)


@for_panelists
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """What we read, in boxes to write in; then what the panelist says holds."""
    receipt = actions.one_of(member=_member(request), receipt_id=receipt_id)
    if not correcting.may_be_corrected(receipt):
        raise correcting.NothingLeftToCorrect
    form = CorrectionForm(request.POST if request.method == "POST" else None, receipt=receipt)
    if not form.is_valid():
        page = {"receipt": receipt, "form": form}
        return render(request, "receipts/correct.html", page, status=422 if form.is_bound else 200)
    now = timezone.now()
    after = correcting.correct(member=_member(request), receipt_id=receipt_id, said=form.said(), now=now)
    if after.state == State.NEEDS_LOOK and receipt.state == State.ACCEPTED:
        messages.success(request, _("Corrected. A person looks at it again; what it earned stays yours."))
    else:
        messages.success(request, _("Corrected. We hold what you say, and keep beside it what we read."))
    return redirect("receipts:one", receipt_id)


@for_panelists
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """What goes and what stays; then it goes."""
    receipt = actions.one_of(member=_member(request), receipt_id=receipt_id)
    if request.method == "GET":
        until = remembering.remembered_until(receipt)
        kept = sentences.kept_after_deleting(until) if until else ""
        page = {"receipt": receipt, "earned": earned_for(receipt.id), "kept": kept}
        return render(request, "receipts/delete.html", page)
    actions.delete(member=_member(request), receipt_id=receipt.id, now=timezone.now())
    messages.success(
        request,
        _(
            "The receipt is deleted, with its picture and everything read from it. "
            "The signed deletion receipt stands on the page about your data."
        ),
    )
    return redirect("receipts:list")


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user


def _counts(receipt: Receipt) -> bool:
    """Whether a refusal counts where nobody answers the appeal against it in time."""
    return rules_of(receipt).appeal_unanswered == "counts"


def _shown(receipt: Receipt) -> dict[str, object]:
    """What the receipt's page needs: the receipt, what was read, what it earned, and where a refusal points."""
    paper = paper_of(receipt) if receipt.is_settled else None
    now = timezone.now()
    read = consent.standing(member=receipt.member, purpose=Purpose.RECEIPTS, now=now)
    looked_at = consent.standing(member=receipt.member, purpose=Purpose.HUMAN_REVIEW, now=now)
    return {
        "receipt": receipt,
        "paper": paper,
        "earned": earned_for(receipt.id) if receipt.state == State.ACCEPTED else None,
        "why": receipt.part,
        "may_appeal": receipt.is_in_time_for_appeal(now),
        "counts_unanswered": _counts(receipt),
        "counts_unlooked": rules_of(receipt).look_unanswered == "counts",
        "is_held": read.is_undecided,
        "may_look": actions.is_look_allowed(member=receipt.member, now=now),
        "is_paused": Standing.PAUSED in {read, looked_at},
    }
