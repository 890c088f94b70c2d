"""The pages on which a mail address is changed, and the one by which the old address stops it."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fairpanel.kit.problems import Problem
from fairpanel.members import factors
from fairpanel.members.actions import addresses
from fairpanel.members.doors import MemberRequest, for_anyone, for_members
from fairpanel.members.forms.account import AddressForm, CodeForm
from fairpanel.members.models import Member
from fairpanel.members.models.addresses import WAIT

_ASKED_FOR = "address_asked_for"
_DONE = gettext_lazy("From now on you sign in with this address, and we write to it.")


@for_members
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Asks for the new address. Whoever has a passkey or an app shows it first; else the old address has to agree."""
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"form": form, "waiting": addresses.waiting_of(_member(request)), "days": WAIT.days}
        page["is_proven"] = factors.are_proven(request)
        return render(request, "members/address.html", page, status=422 if form.is_bound else 200)
    member, new = _member(request), form.cleaned_data["address"]
    with transaction.atomic():
        begun = addresses.ask_to_change_address(
            member=member, address=new, now=timezone.now(), is_proven=factors.are_proven(request)
        )
    letter = "account/email/address_code" if begun.code else "account/email/address_taken"
    code = f"{begun.code[:4]}-{begun.code[4:]}" if begun.code else ""
    get_adapter().send_mail(letter, begun.change.new, {"code": code})
    request.session[_ASKED_FOR] = begun.change.new
    return redirect("account:address_code")


@for_members
@require_http_methods(["GET", "POST"])
def address_code(request: HttpRequest) -> HttpResponse:
    """Takes the code that went to the new address."""
    asked_for = request.session.get(_ASKED_FOR)
    if asked_for is None:
        return redirect("account:address")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        fault = _change(_member(request), form.cleaned_data["code"])
        if fault is None:
            del request.session[_ASKED_FOR]
            if addresses.waiting_of(_member(request)):
                return redirect("account:address")
            messages.success(request, _DONE)
            return redirect("you")
        if not isinstance(fault, addresses.WrongAddressCode):
            raise fault
        form.add_error("code", _(fault.sentence()))
    page = {"form": form, "asked_for": asked_for}
    return render(request, "members/address_code.html", page, status=422 if form.is_bound else 200)


@for_anyone
@require_http_methods(["GET", "POST"])
def stop_address(request: HttpRequest, token: str) -> HttpResponse:
    """The old address says yes or no. The link alone changes nothing: machines open links in mails, too."""
    now = timezone.now()
    if request.method == "GET":
        change = addresses.change_of_token(token, now=now)
        return render(request, "members/address_stop.html", {"change": change, "is_done": change.done_at is not None})
    with transaction.atomic():
        if "agree" in request.POST:
            change = addresses.agree_to_change_address(token=token, now=now)
            return render(request, "members/address_agreed.html", {"change": change})
        change = addresses.stop_changing_address(token=token, now=now)
    if request.user == change.member:
        logout(request)
    return render(request, "members/address_stopped.html", {"change": change})


def _change(member: Member, code: str) -> Problem | None:
    """A wrong code is a row, too: what went wrong is handed back, so that the count is kept."""
    with transaction.atomic():
        try:
            addresses.change_address(member=member, code=code, now=timezone.now())
        except Problem as fault:
            return fault
    return None


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
