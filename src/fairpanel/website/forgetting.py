"""A phone forgets what it keeps when its member signs out or leaves: the server tells it so, once."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fairpanel.members.models import Member
from fairpanel.receipts.phone_views import FORGET_COOKIE

# Until the phone has done so: `static/phone/owner.js` takes the cookie away.
GOOD_FOR = timedelta(days=400)


class Forgetting:
    """Leaves word for the browser where somebody was signed in before a request and is not after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request. A session that only ran out is not seen here: its photos wait for the same member."""
        was_in = isinstance(request.user, Member)
        response = self.get_response(request)
        if was_in and not isinstance(request.user, Member):
            response.set_cookie(FORGET_COOKIE, "1", max_age=GOOD_FOR, secure=settings.SECURE, samesite="Lax")
        return response
