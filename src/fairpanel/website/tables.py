"""The operator's tables behind our own door: Django's admin asks here who may enter."""

from django.contrib.admin import site
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from fairpanel.members import factors
from fairpanel.members.doors import for_operators


def may_enter(request: HttpRequest) -> bool:
    """Operators, with their second factor only."""
    return AdminSite.has_permission(site, request) and factors.are_proven(request)


@for_operators
def enter(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever may not enter; the door says what is missing."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "admin:index")
