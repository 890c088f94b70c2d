"""Who may open which door: every view of ours says so with one of these, and a test tries everybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from fairpanel.kit.problems import NotAllowed
from fairpanel.members import factors
from fairpanel.members.models import STAFF, Member, Role

View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]
ANYONE = "anyone"
NEWCOMER = "newcomer"


class WrongDoor(NotAllowed):
    """This page is for somebody else. Sign in with the account that it belongs to."""


class MemberRequest(HttpRequest):
    """A request whose member is signed in."""

    user: Member


def for_anyone(view: View) -> View:
    """Signed in or not."""
    return _marked(view, ANYONE)


def for_newcomers(view: View) -> View:
    """Panelists who have signed in and perhaps not joined yet."""
    return _marked(_guarded(view, Role.PANELIST, joined=False), NEWCOMER)


def for_panelists(view: View) -> View:
    """Panelists who have joined; who has signed in but not joined is led to do so."""
    return _marked(_guarded(view, Role.PANELIST, joined=True), Role.PANELIST)


def for_reviewers(view: View) -> View:
    """Reviewers of receipts, and operators, who may do what reviewers do; with their second factor only."""
    return _marked(_guarded(view, Role.REVIEWER, Role.OPERATOR), Role.REVIEWER)


def for_operators(view: View) -> View:
    """Operators, with their second factor only."""
    return _marked(_guarded(view, Role.OPERATOR), Role.OPERATOR)


def for_clients(view: View) -> View:
    """Clients."""
    return _marked(_guarded(view, Role.CLIENT), Role.CLIENT)


def for_members(view: View) -> View:
    """Whoever has signed in, in any role."""
    return _marked(_guarded(view, *Role), "member")


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead somebody who works with others' data to their second factor, and back here when it is proven."""
    return redirect_to_login(request.get_full_path(), reverse("account:second_factor"))


def _guarded(view: View, *roles: Role, joined: bool = False) -> View:
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, Member):
            return redirect_to_login(request.get_full_path())
        if request.user.role not in roles:
            raise WrongDoor
        if STAFF.issuperset(roles) and not factors.are_proven(request):
            return to_second_factor(request)
        if joined and not request.user.has_joined:
            return redirect("members:join")
        return view(request, *args, **kwargs)

    return door


def _marked(view: View, who: str) -> View:
    view.for_whom = who  # type: ignore[attr-defined]  # read by the test that tries everybody else
    return view
