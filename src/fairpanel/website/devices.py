"""Browsers as we know them: by their plain name and when they were last here. Where they come from is not kept."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fairpanel.members import devices
from fairpanel.members.models import Member
from fairpanel.members.rules import device_name

# Set when somebody signs in, and kept as long as browsers let it be. It is random, and says nothing of anybody.
COOKIE, TOKEN_BYTES, COOKIE_GOOD_FOR = "device", 16, timedelta(days=400)
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
        token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(TOKEN_BYTES)
        was_in = isinstance(request.user, Member)
        is_noted = was_in and note(request, token)
        response = self.get_response(request)
        if not was_in and isinstance(request.user, Member):
            is_noted = note(request, token)
        if is_noted:
            response.set_cookie(
                COOKIE, token, max_age=COOKIE_GOOD_FOR, secure=settings.SECURE, httponly=True, samesite="Lax"
            )
        return response


def note(request: HttpRequest, token: str) -> bool:
    """Write down that this session, by the browser with that cookie, is in use; False if that was done already."""
    now = timezone.now()
    if not isinstance(request.user, Member) or request.session.get(_NOTED, 0) > (now - NOTED_EVERY).timestamp():
        return False
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(ip=NOWHERE)
    # In the demo everybody is tried from one browser, which is no sign of anything.
    if not settings.DEMO:
        devices.meet(member=request.user, token=token, now=now)
    request.session[_NOTED] = now.timestamp()
    return True
