"""A panelist's money: the balance, asking for it, and how each payout fares. And what providers call about."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.kit.money import Money
from fairpanel.kit.problems import NotAllowed, Problem
from fairpanel.members.doors import MemberRequest, for_anyone, for_panelists
from fairpanel.members.models import Member
from fairpanel.payouts import actions, codes, ports, sentences
from fairpanel.payouts.actions.addresses import FIELDS
from fairpanel.payouts.actions.taxing import PARTS
from fairpanel.payouts.forms import AddressForm, AskForm
from fairpanel.payouts.models import Payout
from fairpanel.payouts.rules import RESERVED, total
from fairpanel.payouts.values import NotFromThem, State, Unsure, Way
from fairpanel.rewards.calendar import last_terms_at

PAYOUTS_A_PAGE = 20
CALL_BYTES_MAX = 256 * 1024
# To prove a call may mean to ask its provider: nobody makes us ask more often than this by calling.
UNPROVEN_A_MINUTE_MAX = 30


class NotTheirCall(NotAllowed):
    """This call is not signed as it should be."""


@for_panelists
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The balance first, then what was asked for."""
    member, now, programme = _member(request), timezone.now(), ports.filled().programme
    balance = actions.balance(member=member, programme=programme, now=now)
    mine = actions.of_member(member)
    waiting = [payout.amount for payout in mine.filter(state__in=list(RESERVED), currency=balance.currency)]
    page = Paginator(mine, PAYOUTS_A_PAGE).get_page(request.GET.get("page"))
    rules = last_terms_at(programme, region=member.region, moment=now).version.payouts
    told = {
        "elsewhere": actions.balances_elsewhere(member=member, programme=programme, now=now),
        "balance": balance, "on_the_way": total(waiting, balance.currency), "page": page,
        "least": rules.least(balance.currency), "can_ask": balance >= rules.least(balance.currency),
        "rows": [(payout, sentences.way_of(payout), sentences.STATES[State(payout.state)]) for payout in page],
        "tax": actions.standing(member=member, programme=programme, now=now), "charity": rules.charity,
    }  # fmt: skip
    return render(request, "payouts/money.html", told)


@for_panelists
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """In which way."""
    member, now = _member(request), timezone.now()
    filled = ports.filled()
    rules = last_terms_at(filled.programme, region=member.region, moment=now).version.payouts
    rows = []
    for way in filled.ways():
        if way.value in rules.ways:
            provider = filled.provider_for(way)
            paused = provider is not None and actions.is_stopped(provider=provider.name, now=now)
            rows.append((way, *sentences.WAYS[way], paused))
    told = {"rows": rows, "charity": rules.charity, "balance": _balance(request, member, now=now)}
    return render(request, "payouts/choose.html", told)


@for_panelists
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, way: str) -> HttpResponse:
    """How much and, the first time, where to."""
    member, now, programme, chosen = _member(request), timezone.now(), ports.filled().programme, _way(way)
    balance = _balance(request, member, now=now)
    address = actions.address_of(member=member, way=chosen)
    parts = () if address else FIELDS[chosen]
    begin = {"amount": str(balance.decimal()), "mail": member.email}
    form = AskForm(request.POST or None, currency=balance.currency, parts=parts, initial=begin)
    if form.is_valid():
        try:
            with transaction.atomic():
                if parts:
                    actions.set_address(member=member, way=chosen, told=form.cleaned_data, programme=programme, now=now)
                payout = actions.ask(
                    member=member, way=chosen, amount=form.cleaned_data["amount"], programme=programme, now=now
                )
        except Problem as problem:
            form.add_error(None if isinstance(problem, actions.WayClosed) else _place(problem, parts), _told(problem))
        else:
            return redirect("payouts:one", payout.id)
    rules = last_terms_at(programme, region=member.region, moment=now).version.payouts
    told = {
        "form": form, "way": chosen, "title": sentences.WAYS[chosen][0], "about": sentences.WAYS[chosen][1],
        "address": address, "balance": balance, "least": rules.least(balance.currency), "charity": rules.charity,
    }  # fmt: skip
    return render(request, "payouts/ask.html", told, status=422 if form.is_bound else 200)


@for_panelists
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, way: str) -> HttpResponse:
    """Say where the money goes in that way from now on."""
    member, now, chosen = _member(request), timezone.now(), _way(way)
    if not FIELDS[chosen]:
        raise Http404
    programme = ports.filled().programme
    form = AddressForm(request.POST or None, parts=FIELDS[chosen])
    if form.is_valid():
        try:
            actions.set_address(member=member, way=chosen, told=form.cleaned_data, programme=programme, now=now)
        except actions.BadAddress as problem:
            form.add_error(FIELDS[chosen][-1], _told(problem))
        else:
            messages.success(request, _("Saved. Your money goes there from now on."))
            return redirect("payouts:ask", chosen)
    rules = last_terms_at(programme, region=member.region, moment=now).version.payouts
    before = actions.address_of(member=member, way=chosen)
    told = {
        "form": form,
        "way": chosen,
        "title": sentences.WAYS[chosen][0],
        "before": before,
        "hours": rules.rest_hours,
    }
    return render(request, "payouts/address.html", told, status=422 if form.is_bound else 200)


@for_panelists
@require_GET
def one(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """How one payout fares."""
    return _page_of(request, actions.one_of(member=_member(request), payout_id=payout_id))


@for_panelists
@never_cache
@require_POST
def code(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """The claim code, asked for anew and kept nowhere."""
    payout = actions.one_of(member=_member(request), payout_id=payout_id)
    shown = codes.reveal(payout, now=timezone.now())
    payout.refresh_from_db()
    return _page_of(request, payout, shown=shown)


@for_panelists
@require_POST
def cancel(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """Call it off."""
    actions.cancel(member=_member(request), payout_id=payout_id, now=timezone.now())
    messages.success(request, _("Called off. The money is in your balance again."))
    return redirect("payouts:index")


@for_panelists
@require_http_methods(["GET", "POST"])
def tax(request: HttpRequest) -> HttpResponse:
    """The form that the law asks for."""
    member, now, programme = _member(request), timezone.now(), ports.filled().programme
    standing = actions.standing(member=member, programme=programme, now=now)
    form = AddressForm(request.POST or None, parts=PARTS)
    if form.is_valid():
        try:
            actions.record_form(member=member, told=form.cleaned_data, programme=programme, now=now)
        except actions.BadForm as problem:
            form.add_error("number", _told(problem))
        else:
            actions.release_what_may_go(now=now)
            messages.success(request, _("Recorded. What waited for it goes out now."))
            return redirect("payouts:index")
    status = 422 if form.is_bound else 200
    return render(request, "payouts/tax.html", {"form": form, "tax": standing}, status=status)


@for_anyone
@require_GET
def charity(request: HttpRequest) -> HttpResponse:
    """What panelists have given away, for anybody to see. All together: nobody's gift can be told from it."""
    programme = ports.filled().programme
    version = programme.in_force(timezone.localdate())
    currencies = sorted({region.currency for region in version.regions.values()})
    pools = [actions.pooled(programme=programme, currency=currency) for currency in currencies]
    given = actions.given(programme=programme)
    sums = [total([gift.amount for gift in given if gift.currency == currency], currency) for currency in currencies]
    told = {
        "charity": version.payouts.charity, "pools": [pool for pool in pools if pool], "given": given,
        "sums": [each for each in sums if each],
    }  # fmt: skip
    return render(request, "payouts/charity.html", told)


@for_anyone
@csrf_exempt
@require_POST
def heard(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider calls: something happened, and what it is we ask for ourselves."""
    known = ports.filled().providers.get(provider)
    if known is None:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > CALL_BYTES_MAX:
        return HttpResponse(status=413)
    if _unproven(provider) >= UNPROVEN_A_MINUTE_MAX:
        # Whoever shouts makes us ask nobody; the provider calls again, and what it tells we ask for in any case.
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        nudge = known.hear(headers=headers, body=request.body)
    except NotFromThem:
        _unproven(provider, more=1)
        raise NotTheirCall from None
    except Unsure:
        # They call again.
        _unproven(provider, more=1)
        return HttpResponse(status=503)
    actions.hear(provider=provider, nudge=nudge, now=timezone.now())
    return HttpResponse(status=204)


def _unproven(provider: str, *, more: int = 0) -> int:
    """How many calls of this minute did not prove that they are from the provider, as far as this program heard."""
    key = f"payouts:unproven:{provider}:{timezone.now():%Y-%m-%dT%H:%M}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key, more)


def _page_of(request: HttpRequest, payout: Payout, *, shown: str = "") -> HttpResponse:
    paused = bool(payout.provider) and actions.is_stopped(provider=payout.provider, now=timezone.now())
    told = {
        "payout": payout, "way": sentences.way_of(payout), "state": sentences.STATES[State(payout.state)],
        "said": sentences.said_of(payout), "has_code": codes.has_code(payout), "shown": shown,
        "paused": paused and payout.state == State.CREATED,
        "steps": [(step, sentences.STATES[State(step.state)]) for step in payout.steps.all()],
    }  # fmt: skip
    response = render(request, "payouts/payout.html", told)
    if shown:
        response["Cache-Control"] = "private, no-store"
    return response


def _place(problem: Problem, parts: tuple[str, ...]) -> str | None:
    """Which field a problem is shown at."""
    if isinstance(problem, actions.BadAddress) and parts:
        return parts[-1]
    return "amount" if isinstance(problem, actions.TooLittle | actions.TooMuch) else None


def _told(problem: Problem) -> str:
    return _(problem.sentence()).format(**problem.facts)


def _balance(request: HttpRequest, member: Member, *, now: datetime) -> Money:
    """The balance that is asked about: that in the currency that the address names, if there is one."""
    programme, currency = ports.filled().programme, request.GET.get("currency")
    elsewhere = actions.balances_elsewhere(member=member, programme=programme, now=now)
    asked = next((amount for amount in elsewhere if amount.currency == currency), None)
    return asked or actions.balance(member=member, programme=programme, now=now)


def _way(word: str) -> Way:
    if word not in set(Way):
        raise Http404
    return Way(word)


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
