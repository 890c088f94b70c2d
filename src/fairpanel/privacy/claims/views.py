"""Claiming what was earned before leaving: show the code once, then choose the way, the sum and where it goes.

Nobody is signed in. For half an hour the browser's session holds the digest of the code, and nothing else.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Problem
from fairpanel.members.doors import View as DoorView
from fairpanel.members.doors import for_anyone
from fairpanel.payouts import actions as payouts
from fairpanel.payouts import codes, sentences
from fairpanel.payouts import ports as payout_ports
from fairpanel.payouts.actions.addresses import FIELDS
from fairpanel.payouts.actions.taxing import PARTS
from fairpanel.payouts.forms import AddressForm, AskForm
from fairpanel.payouts.models import Payout
from fairpanel.payouts.values import Hold, State, Way
from fairpanel.privacy import ports
from fairpanel.privacy.claims import actions
from fairpanel.privacy.claims.forms import ClaimForm
from fairpanel.privacy.models import Claim
from fairpanel.privacy.pages import unseen
from fairpanel.rewards.calendar import last_terms_at

OPEN_FOR = timedelta(minutes=30)
_KEPT = "claim"

View = Callable[Concatenate[HttpRequest, Claim, ...], HttpResponse]


def with_claim(view: View) -> DoorView:
    """Open to whoever has shown a code within the last half hour; who has not is asked for it."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        digest, until = request.session.get(_KEPT, ("", ""))
        now = timezone.now()
        if not digest or datetime.fromisoformat(until) < now:
            return redirect("privacy:claim")
        return unseen(view(request, actions.by_digest(digest, now=now), *args, **kwargs))

    return for_anyone(door)


@for_anyone
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "privacy/claim.html", {"form": form}, status=422 if form.is_bound else 200)
    now = timezone.now()
    claim = actions.claim_of(code=form.cleaned_data["code"], now=now)
    request.session[_KEPT] = (claim.digest, (now + OPEN_FOR).isoformat())
    return redirect("privacy:claimed")


@with_claim
@require_GET
def claimed(request: HttpRequest, claim: Claim) -> HttpResponse:
    """What waits, in which ways it is paid, and how what was asked for fares."""
    return _page_of(request, claim)


@with_claim
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, claim: Claim, way: str, currency: str) -> HttpResponse:
    """How much, and where to."""
    chosen, now = _way(way), timezone.now()
    balance = next((amount for amount in actions.waiting(claim).now if amount.currency == currency), None)
    if balance is None:
        return redirect("privacy:claimed")
    form = AskForm(
        request.POST or None, currency=currency, parts=FIELDS[chosen], initial={"amount": str(balance.decimal())}
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                actions.ask(claim, way=chosen, amount=told["amount"], told=told, now=now)
        except Problem as problem:
            form.add_error(_place(problem, chosen), _(problem.sentence()).format(**problem.facts))
        else:
            return redirect("privacy:claimed")
    told = {
        "form": form, "way": chosen, "title": sentences.WAYS[chosen][0], "about": sentences.WAYS[chosen][1],
        "balance": balance, "charity": _rules(claim, now).charity,
    }  # fmt: skip
    return render(request, "privacy/claim_pay.html", told, status=422 if form.is_bound else 200)


@with_claim
@require_POST
def cancel(request: HttpRequest, claim: Claim, payout_id: UUID) -> HttpResponse:
    """Call it off."""
    payouts.cancel_after_leaving(account=claim.account, payout_id=payout_id, now=timezone.now())
    messages.success(request, _("Called off. The money waits under your code again."))
    return redirect("privacy:claimed")


@with_claim
@require_POST
def show(request: HttpRequest, claim: Claim, payout_id: UUID) -> HttpResponse:
    """The gift card's own code, asked for anew and kept nowhere."""
    payout = payouts.one_of_purse(account=claim.account, payout_id=payout_id)
    return _page_of(request, claim, shown=(payout.pk, codes.reveal(payout, now=timezone.now())))


@with_claim
@require_http_methods(["GET", "POST"])
def tax(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The form that the law asks for."""
    now = timezone.now()
    region = actions.region_of(claim, now=now)
    standing = payouts.standing_after_leaving(
        account=claim.account, region=region, programme=ports.filled().programme, now=now
    )
    form = AddressForm(request.POST or None, parts=PARTS)
    if form.is_valid():
        try:
            payouts.record_form_after_leaving(account=claim.account, region=region, told=form.cleaned_data, now=now)
        except payouts.BadForm as problem:
            form.add_error("number", _(problem.sentence()))
        else:
            payouts.release_what_may_go(now=now)
            messages.success(request, _("Recorded. What waited for it goes out now."))
            return redirect("privacy:claimed")
    told = {"form": form, "tax": standing}
    return render(request, "privacy/claim_tax.html", told, status=422 if form.is_bound else 200)


@for_anyone
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Done, on a device that others use too."""
    request.session.pop(_KEPT, None)
    return redirect("privacy:claim")


def _page_of(request: HttpRequest, claim: Claim, *, shown: tuple[UUID, str] | None = None) -> HttpResponse:
    now, waiting = timezone.now(), actions.waiting(claim)
    told = {
        "claim": claim, "waiting": waiting, "shown": shown, "charity": _rules(claim, now).charity,
        "ways": _ways(claim, waiting.now, now=now),
        "rows": [_row(payout) for payout in waiting.asked],
    }  # fmt: skip
    return render(request, "privacy/claimed.html", told)


def _ways(claim: Claim, balances: tuple[Money, ...], *, now: datetime) -> list[tuple[Money, list[dict[str, Any]]]]:
    """For each sum the ways in which it is paid, and whether one is paused."""
    filled, open_ways = payout_ports.filled(), _rules(claim, now).ways
    rows = []
    for way in filled.ways():
        if way.value in open_ways:
            name, about = sentences.WAYS[way]
            provider = filled.provider_for(way)
            paused = provider is not None and payouts.is_stopped(provider=provider.name, now=now)
            rows.append({"way": way, "name": name, "about": about, "paused": paused})
    return [(balance, rows) for balance in balances]


def _row(payout: Payout) -> dict[str, Any]:
    return {
        "payout": payout, "way": sentences.way_of(payout), "state": sentences.STATES[State(payout.state)],
        "said": sentences.said_of(payout), "has_code": codes.has_code(payout), "needs_form": Hold.TAX in payout.holds,
    }  # fmt: skip


def _rules(claim: Claim, now: datetime) -> Any:
    region = actions.region_of(claim, now=now)
    return last_terms_at(ports.filled().programme, region=region, moment=now).version.payouts


def _place(problem: Problem, way: Way) -> str | None:
    """Which field a problem is shown at."""
    if isinstance(problem, payouts.BadAddress) and FIELDS[way]:
        return FIELDS[way][-1]
    return "amount" if isinstance(problem, payouts.TooLittle | payouts.TooMuch) else None


def _way(word: str) -> Way:
    if word not in set(Way):
        raise Http404
    return Way(word)
