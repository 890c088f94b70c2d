"""Browsers as we know them: by their plain name and when they were last here. Where they come from is not kept."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fairpanel.members.models import Member
from fairpanel.members.rules import device_name

NOTED_EVERY = timedelta(hours=1)
# In the place of an address, where the library's table must have one.
NOWHERE = "0.0.0.0"  # noqa: S104  # no socket listens here
_NOTED = "noted_at"


class Devices:
    """Notes once an hour that a session is in use. What a browser says of itself ends here but for its plain name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request."""
        request.META["HTTP_USER_AGENT"] = device_name(request.META.get("HTTP_USER_AGENT", ""))
        was_in = isinstance(request.user, Member)
        if was_in:
            note(request)
        response = self.get_response(request)
        if not was_in and isinstance(request.user, Member):
            note(request)
        return response


def note(request: HttpRequest) -> None:
    """Write down that this session is in use, unless that was done within the hour."""
    now = timezone.now()
    if request.session.get(_NOTED, 0) > (now - NOTED_EVERY).timestamp():
        return
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(ip=NOWHERE)
    request.session[_NOTED] = now.timestamp()
