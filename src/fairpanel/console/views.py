"""The operator's overview; and the receipts that a reviewer or an operator has to look at, one at a time."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairpanel.console.forms import JudgementForm
from fairpanel.kit.problems import Invalid
from fairpanel.members import cases, looks
from fairpanel.members.doors import MemberRequest, for_operators, for_reviewers
from fairpanel.members.models import Member, Seen, Why
from fairpanel.privacy.models import Complaint
from fairpanel.receipts import actions as receipts
from fairpanel.receipts.models import Receipt
from fairpanel.receipts.paper import DOUBTS, REASONS, paper_of
from fairpanel.receipts.values import Doubt, Reason, State
from fairpanel.receipts.views import picture_response

ROWS_SHOWN = 8
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
}

# Who has looked cannot say so, and who sees one picture not that there were several.
_NO_LOOK = (Reason.NOT_LOOKED_AT, Reason.PICTURES_APART)


class NoDecision(Invalid):
    """That was neither a yes nor a reason to refuse. Choose one of what the page offers."""


@for_operators
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Counts, and what waits."""
    by_state = receipts.counts_by_state()
    now = timezone.now()
    waiting = receipts.waiting_for_a_look(now=now)
    decided = (
        receipts.open_to_a_look(now=now)
        .exclude(settled_at=None)
        .exclude(pk__in=waiting.values("pk"))
        .order_by("-settled_at")
    )
    panelists = Member.objects.panelists()
    return render(
        request,
        "console/home.html",
        {
            "panelists": panelists.filter(adult_on__isnull=False).count(),
            "newcomers": panelists.filter(adult_on__isnull=True).count(),
            "received": by_state.get(State.RECEIVED, 0),
            "accepted": by_state.get(State.ACCEPTED, 0),
            "refused": by_state.get(State.REFUSED, 0),
            "waiting": waiting.count(),
            "cases": cases.waiting().count(),
            "complaints": Complaint.objects.open().count(),
            "queue": [(receipt, _doubts(receipt)) for receipt in waiting[:ROWS_SHOWN]],
            "decided": [(receipt, _why(receipt)) for receipt in decided[:ROWS_SHOWN]],
        },
    )


def _doubts(receipt: Receipt) -> list[str]:
    """Why a person looks: what the machine doubts, or that the panelist does, with what they were told."""
    if receipt.is_appealed:
        return [_("Its panelist asks for another look."), receipt.sentence()]
    return [str(DOUBTS[Doubt(doubt)]) for doubt in receipt.doubts]


def _reasons(receipt: Receipt) -> dict[str, list[tuple[Reason, str]]]:
    """The reasons that the machine's doubts point at, and all others."""
    near = [reason for doubt in receipt.doubts for reason in REASONS_NEAR[Doubt(doubt)]]
    near = list(dict.fromkeys([*near, Reason.UNREADABLE]))
    return {
        "near": [(reason, str(REASONS[reason])) for reason in near],
        "others": [(reason, str(words)) for reason, words in REASONS.items() if reason not in {*near, *_NO_LOOK}],
    }


def _why(receipt: Receipt) -> str:
    return str(REASONS[Reason(receipt.reason)]) if receipt.reason else ""


@for_reviewers
@require_GET
def look(request: HttpRequest, receipt_id: UUID | None = None) -> HttpResponse:
    """One receipt that waits, the oldest first, with its neighbours in the queue."""
    queue = list(receipts.waiting_for_a_look(now=timezone.now()).values_list("id", flat=True))
    if receipt_id is None:
        return redirect("console:look_at", queue[0]) if queue else render(request, "console/nothing.html")
    if receipt_id not in queue:
        # Somebody else decided on it meanwhile.
        return redirect("console:look")
    receipt = receipts.open_to_a_look(now=timezone.now()).get(pk=receipt_id)
    _note(request, receipt, Seen.RECEIPT)
    place = queue.index(receipt_id)
    return render(
        request,
        "console/look.html",
        {
            "receipt": receipt,
            "paper": paper_of(receipt),
            "doubts": _doubts(receipt),
            "why": receipt.part,
            **_reasons(receipt),
            "place": place + 1,
            "count": len(queue),
            "next": queue[place + 1] if place + 1 < len(queue) else None,
            "previous": queue[place - 1] if place else None,
        },
    )


@for_reviewers
@require_POST
def judge(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Decide, and go on to the next."""
    form = JudgementForm(request.POST)
    if not form.is_valid():
        raise NoDecision
    receipt = receipts.open_to_a_look(now=timezone.now()).filter(pk=receipt_id).first()
    if receipt is None:
        raise receipts.NoSuchReceipt
    told = form.cleaned_data
    if told["stays"] and receipt.state == State.NEEDS_LOOK:
        raise NoDecision
    receipts.judge(
        receipt=receipt, reviewer=cast("MemberRequest", request).user, accept=told["accept"],
        reason=told["reason"], now=timezone.now(),
    )  # fmt: skip
    said = _("Accepted.") if told["accept"] else _("It stays refused.") if told["stays"] else _("Refused.")
    messages.success(request, said)
    return redirect("console:look")


@for_reviewers
@require_GET
def picture(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The blacked-out picture; nobody who works here ever sees another."""
    shown = picture_response(viewer=cast("MemberRequest", request).user, receipt_id=receipt_id)
    _note(request, receipts.open_to_a_look(now=timezone.now()).get(pk=receipt_id), Seen.PICTURE)
    return shown


def _note(request: HttpRequest, receipt: Receipt, what: Seen) -> None:
    """That a person looks is written down, for its panelist to read."""
    why = Why.APPEAL if receipt.is_appealed else Why.REVIEW
    staff = cast("MemberRequest", request).user
    looks.note(staff=staff, member=receipt.member, what=what, why=why, now=timezone.now())
