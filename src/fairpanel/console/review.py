"""Receipts that people decide on, one at a time and by the keyboard; and how their queue stands."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from fairpanel.consent.guards import needs_no_consent
from fairpanel.console.forms import JudgementForm
from fairpanel.kit.problems import Invalid
from fairpanel.members import looks
from fairpanel.members.doors import MemberRequest, for_reviewers
from fairpanel.members.models import Member, Seen, Why
from fairpanel.receipts import actions as receipts
from fairpanel.receipts import figures
from fairpanel.receipts.forms import ReviewForm
from fairpanel.receipts.models import NOTE_CHARACTERS_MAX, Appeal, Receipt
from fairpanel.receipts.paper import DOUBTS, REASONS, paper_of
from fairpanel.receipts.values import SIGNS, Doubt, Reason, Turn
from fairpanel.receipts.views import picture_response

# What a person who shares the machine's doubt would say.
REASONS_NEAR: dict[Doubt, tuple[Reason, ...]] = {
    Doubt.KIND: (Reason.NOT_A_RECEIPT, Reason.CARD_SLIP),
    Doubt.MERCHANT: (Reason.NO_MERCHANT,),
    Doubt.DATE: (Reason.NO_DATE, Reason.TOO_OLD),
    Doubt.TOTAL: (Reason.NO_TOTAL,),
    Doubt.LINES: (Reason.NO_LINES,),
    Doubt.SUMS: (Reason.ALTERED,),
    Doubt.SELLER: (Reason.EXCLUDED_SELLER,),
    Doubt.CURRENCY: (Reason.WRONG_CURRENCY,),
    Doubt.SENT_BEFORE: (Reason.OWN_DUPLICATE, Reason.OTHERS_DUPLICATE, Reason.ALTERED),
    Doubt.DRAWN_PAGE: (Reason.ALTERED, Reason.PHOTOGRAPHED_SCREEN),
    **dict.fromkeys(SIGNS - {Doubt.DRAWN_PAGE}, (Reason.ALTERED,)),
}
# One key each: more have to be looked for.
REASONS_NEAR_MAX = 9
# Who has looked cannot say so, and who sees one picture not that there were several.
_NO_LOOK = (Reason.NOT_LOOKED_AT, Reason.PICTURES_APART)
FIELDS = {
    "verdict": gettext_lazy("Counts or not"),
    "reason": gettext_lazy("Counts, or why not"),
    "shop": gettext_lazy("Shop"),
    "date": gettext_lazy("Day"),
    "total": gettext_lazy("Total"),
}


class NoDecision(Invalid):
    """That was neither a yes nor a reason to refuse. Choose one of what the page offers."""


@for_reviewers
@require_GET
def look(request: HttpRequest, receipt_id: UUID | None = None) -> HttpResponse:
    """One receipt that nobody else has before them; without its number the one to be decided next."""
    reviewer, now = _reviewer(request), timezone.now()
    if receipt_id is None:
        found = receipts.take(reviewer=reviewer, now=now)
        return render(request, "console/nothing.html") if found is None else redirect("console:look_at", found.id)
    receipt = receipts.take_this(reviewer=reviewer, receipt_id=receipt_id, now=now)
    if receipt is None:
        # Somebody else has it or decided on it meanwhile, or it is not for this person.
        return redirect("console:look")
    _note(request, receipt, Seen.RECEIPT)
    return _page(request, receipt, ReviewForm(receipt=receipt))


@needs_no_consent("`look` and `judge`, which call it, have taken the receipt by what asks.")
def _page(request: HttpRequest, receipt: Receipt, form: ReviewForm, status: int = 200) -> HttpResponse:
    reviewer, now = _reviewer(request), timezone.now()
    ahead = receipts.take(reviewer=reviewer, besides=receipt.id, now=now)
    page = {
        "receipt": receipt, "paper": paper_of(receipt), "form": form, "doubts": doubts_of(receipt),
        "appeal": Appeal.objects.filter(receipt=receipt).first() if receipt.is_appealed else None,
        "why": receipt.part if receipt.is_appealed else None, "note_max": NOTE_CHARACTERS_MAX,
        "is_checked": receipt.turn in {Turn.SECOND, Turn.THIRD},
        "is_late": receipt.look_until is not None and receipt.look_until <= now,
        "other": receipts.other_of(receipt=receipt, viewer=reviewer, now=now),
        "count": receipts.queue_of(reviewer=reviewer, now=now).count(),
        "ahead": _address(ahead), **_reasons(receipt),
    }  # fmt: skip
    return render(request, "console/look.html", page, status=status)


@for_reviewers
@require_POST
def judge(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Decide, and go on to the next. A script that has it already asks for JSON, and for the one after it."""
    form = JudgementForm(request.POST)
    if not form.is_valid():
        raise NoDecision
    reviewer, now, told = _reviewer(request), timezone.now(), form.cleaned_data
    receipt = receipts.open_to_a_look(now=now).filter(pk=receipt_id).first()
    if receipt is None:
        raise receipts.NoSuchReceipt
    if told["stays"] and not receipt.is_appealed:
        raise NoDecision
    said = None
    if told["accept"] and ReviewForm.is_in(request.POST):
        review = ReviewForm(request.POST, receipt=receipt)
        if not review.is_valid():
            return _page(request, receipt, review, status=422)
        said = review.said() if review.has_changed() else None
    receipts.judge(
        receipt=receipt, reviewer=reviewer, accept=told["accept"], reason=told["reason"], why=told["stays"],
        said=said, note=told["note"], now=now,
    )  # fmt: skip
    return _next(
        request, _("Accepted.") if told["accept"] else _("It stays refused.") if told["stays"] else _("Refused.")
    )


@for_reviewers
@require_POST
def pass_on(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Leave it to somebody else, and go on to the next."""
    receipts.pass_on(reviewer=_reviewer(request), receipt_id=receipt_id, now=timezone.now())
    return _next(request, _("Left to somebody else."))


def _next(request: HttpRequest, said: str) -> HttpResponse:
    if "application/json" not in request.headers.get("Accept", ""):
        messages.success(request, said)
        return redirect("console:look")
    reviewer, now = _reviewer(request), timezone.now()
    follows = receipts.take(reviewer=reviewer, now=now)
    ahead = None if follows is None else receipts.take(reviewer=reviewer, besides=follows.id, now=now)
    left = receipts.queue_of(reviewer=reviewer, now=now).count()
    return JsonResponse({"said": said, "next": _address(follows), "ahead": _address(ahead), "left": left})


@for_reviewers
@require_GET
def picture(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The blacked-out picture; nobody who works here ever sees another."""
    shown = picture_response(viewer=_reviewer(request), receipt_id=receipt_id)
    _note(request, receipts.open_to_a_look(now=timezone.now()).get(pk=receipt_id), Seen.PICTURE)
    return shown


@for_reviewers
@require_GET
def first_picture(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The picture that was refused, blacked out, where another one came with the appeal."""
    jpeg = receipts.first_picture_of(viewer=_reviewer(request), receipt_id=receipt_id, now=timezone.now())
    _note(request, receipts.open_to_a_look(now=timezone.now()).get(pk=receipt_id), Seen.PICTURE)
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@for_reviewers
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, how long a decision takes, how far two people agree, and what comes of appeals."""
    now = timezone.now()
    pace = figures.pace(now=now)
    reviewer = _reviewer(request)
    everybody = Member.objects.filter(pk__in=pace.today).order_by("email") if reviewer.is_staff else []
    return render(
        request,
        "console/queue.html",
        {
            "waiting": figures.waiting(now=now),
            "stuck": figures.stuck(now=now),
            "for_you": receipts.queue_of(reviewer=reviewer, now=now).count(),
            "pace": pace,
            "mine": pace.today.get(reviewer.pk, 0),
            "all": sum(pace.today.values()),
            "everybody": [(member, pace.today[member.pk]) for member in everybody],
            "agreements": [(FIELDS[row.what], row.found) for row in figures.agreements(now=now)],
            "outcomes": [(REASONS[outcome.reason], outcome) for outcome in figures.outcomes()],
            "agreement_days": figures.AGREEMENT_DAYS,
            "times_days": figures.TIMES_DAYS,
        },
    )


def doubts_of(receipt: Receipt) -> list[str]:
    """Why a person looks: what the machine doubts, or that the panelist does, with what they were told."""
    # Signs are listed with their places.
    doubts = [str(DOUBTS[doubt]) for doubt in map(Doubt, receipt.doubts) if doubt not in SIGNS]
    if receipt.is_appealed:
        return [_("Its panelist asks for another look."), receipt.sentence(), *doubts]
    return doubts


def _reasons(receipt: Receipt) -> dict[str, list[tuple[Reason, str]]]:
    """The reasons that the machine's doubts point at, or why it was refused; and all others."""
    near = [reason for doubt in receipt.doubts for reason in REASONS_NEAR.get(Doubt(doubt), ())]
    if receipt.is_appealed:
        near = [Reason(receipt.reason)]
    near = list(dict.fromkeys([*near, Reason.UNREADABLE]))[:REASONS_NEAR_MAX]
    return {
        "near": [(reason, str(REASONS[reason])) for reason in near],
        "others": [(reason, str(words)) for reason, words in REASONS.items() if reason not in {*near, *_NO_LOOK}],
    }


def _note(request: HttpRequest, receipt: Receipt, what: Seen) -> None:
    """That a person looks is written down, for its panelist to read."""
    why = Why.APPEAL if receipt.is_appealed else Why.REVIEW
    looks.note(staff=_reviewer(request), member=receipt.member, what=what, why=why, now=timezone.now())


def _address(receipt: Receipt | None) -> str:
    return "" if receipt is None else reverse("console:look_at", args=[receipt.id])


def _reviewer(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
