"""Leaving, erasing for one purpose, fetching the signed receipt, checking the key."""

import json
from typing import cast
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.consent.values import Purpose
from fairpanel.members.doors import MemberRequest, for_anyone, for_newcomers, for_panelists
from fairpanel.members.models import Member
from fairpanel.privacy import ports
from fairpanel.privacy.claims import actions as claims
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.erasures import actions, receipt, words
from fairpanel.privacy.erasures.mailing import FILE_NAME
from fairpanel.privacy.holdings import words as purposes
from fairpanel.privacy.holdings.actions import held_of
from fairpanel.privacy.holdings.recipients import researchers
from fairpanel.privacy.models import Erasure
from fairpanel.privacy.pages import unseen
from fairpanel.receipts.rules.giving import SHARED_BY_MIN

# While an erasure is being carried out, its page looks again after this many seconds, also without script.
LOOK_AGAIN_SECONDS = 2


@for_newcomers
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; one button more, and it goes."""
    member = _member(request)
    if request.method == "POST":
        keeps = "forget_complaints" not in request.POST
        gives = "give_lines" in request.POST
        secret = actions.leave(member=member, now=timezone.now(), keeps_complaints=keeps, gives_lines=gives)
        logout(request)
        return redirect("privacy:left", secret)
    now = timezone.now()
    held = [thing for of in held_of(member.pk, keepers=ports.filled().keepers, now=now) for thing in of.things]
    page = {
        "held": held,
        "owed": claims.owed(member=member),
        "until": claims.claimable_until(now),
        "waits_for_an_answer": complaints.of_member(member).open().exists(),
        "may_give_lines": actions.may_give_lines(member=member, now=now),
        "shared_by": SHARED_BY_MIN,
        "researchers": researchers(),
    }
    return render(request, "privacy/leave.html", page)


@for_anyone
@require_GET
def left(request: HttpRequest, link: str) -> HttpResponse:
    """How far the erasure has come; then what went, the receipt, and the code for money that waits."""
    erasure = actions.by_secret(link)
    now = timezone.now()
    if not erasure.is_finished:
        done, count = erasure.steps.exclude(done_at=None).count(), erasure.steps.count()
        page = {"done": done, "count": count, "seconds": LOOK_AGAIN_SECONDS, "address": request.path}
        return unseen(render(request, "privacy/leaving.html", page))
    page = {
        "erasure": erasure,
        "gone": _gone(erasure),
        "link": link,
        "can_be_fetched": erasure.can_be_fetched(now),
        "waiting": claims.claimable(secret=link),
        "waits_for_an_answer": bool(_kept(erasure, "privacy.Complaint")),
        "given": _kept(erasure, "receipts.GivenLine"),
    }
    return unseen(render(request, "privacy/left.html", page))


@for_anyone
@require_GET
def left_receipt(request: HttpRequest, link: str) -> HttpResponse:
    """The signed receipt of somebody who has left, as a file."""
    del request
    return _file(actions.by_secret(link))


@for_panelists
@require_GET
def deletions(request: HttpRequest) -> HttpResponse:
    """What the member has had deleted, each with its signed receipt; and what can be deleted at once."""
    now, member = timezone.now(), _member(request)
    rows = [
        {
            "erasure": erasure,
            "what": words.what_of(erasure, purposes.purpose(erasure.purpose)),
            "count": sum(count for _room, count in _gone(erasure)),
            "can_be_fetched": erasure.can_be_fetched(now),
        }
        for erasure in actions.of_member(member)
    ]
    held = held_of(member.pk, keepers=ports.filled().keepers, now=now)
    return render(request, "privacy/deletions.html", {"rows": rows, "held": [of for of in held if of.by_consent]})


@for_panelists
@require_GET
def deletion_receipt(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """One of the member's own signed receipts, as a file."""
    erasure = actions.of_member(_member(request)).filter(pk=erasure_id).first()
    if erasure is None:
        raise actions.NoSuchErasure
    return _file(erasure)


@for_panelists
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, purpose: str) -> HttpResponse:
    """Everything that was collected for one purpose: what it is; then it goes."""
    member = _member(request)
    if purpose not in set(Purpose):
        raise actions.NoSuchPurpose
    if request.method == "POST":
        actions.erase_purpose(member=member, purpose=Purpose(purpose), now=timezone.now())
        return redirect("privacy:deletions")
    held = held_of(member.pk, keepers=ports.filled().keepers, now=timezone.now())
    things = [thing for of in held if of.purpose == purpose for thing in of.things]
    page = {"purpose": purpose, "title": purposes.purpose(purpose), "things": things}
    return render(request, "privacy/erase.html", page)


@for_anyone
@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """The public key that signs deletion receipts, and how to check one; as plain text for whoever asks for it so."""
    public = receipt.public_of(ports.filled().signing_key)
    if "text/plain" in request.headers.get("Accept", ""):
        return HttpResponse(public.hex() + "\n", content_type="text/plain")
    return render(request, "privacy/key.html", {"public": public.hex(), "id": receipt.key_id(public)})


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user


def _gone(erasure: Erasure) -> list[tuple[str, int]]:
    if not erasure.document:
        return []
    return words.gone_of(erasure, json.loads(erasure.document)["erased"])


def _kept(erasure: Erasure, store: str) -> int:
    """How many things stay in that table; none where the receipt is gone."""
    told = json.loads(erasure.document)["kept"] if erasure.document else []
    return sum(kept["count"] for kept in told if kept["store"] == store)


def _file(erasure: Erasure) -> HttpResponse:
    data = actions.document_of(erasure, now=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return unseen(HttpResponse(data, content_type="application/json", headers=headers))
