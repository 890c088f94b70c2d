"""What a phone asks for on its own: whose it is, pages that open without a connection, and what other apps share."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.problems import NotAllowed
from fairpanel.members.doors import MemberRequest, for_anyone, for_panelists
from fairpanel.members.models import Member
from fairpanel.receipts import phone
from fairpanel.receipts.forms import PicturesForm

FORGET_COOKIE = "forget"
# What a browser says of a request that no page caused, as when another app shares with us, or a page of ours.
FROM_NO_OTHER_SITE = frozenset({"none", "same-origin"})


class NotShared(NotAllowed):
    """This did not come from an app on your phone, so we did not take it. Choose the picture on our own page."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A file that another app shared, as it goes back to the browser that sent it: `content` in base 64."""

    name: str
    type: str
    content: str


@for_anyone
@require_GET
def state(request: HttpRequest) -> JsonResponse:
    """Who is signed in, by a tag that says nothing to others, and the token with which this browser may send."""
    member = request.user
    return JsonResponse(
        {
            "who": phone.tag_of(member) if isinstance(member, Member) else "",
            "token": get_token(request),
            "forget": FORGET_COOKIE in request.COOKIES,
        }
    )


@for_anyone
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page that sends, for where there is no connection. It names nobody, so a phone may keep it."""
    return render(request, "receipts/add_offline.html", phone.limits())


@for_panelists
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits on this phone. The phone alone knows; the page brings the words."""
    return render(request, "receipts/waiting.html")


@csrf_exempt
@for_panelists
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """What another app shares where no service worker runs yet: shown on the page that sends, and sent by a tap there.

    Such a request can carry no token of ours. It comes from no site, which the browser says; the session's cookie goes
    with none that another site causes; and nothing is taken here: what came goes back into the page, and only there.
    """
    if request.method == "GET":
        return redirect("receipts:add")
    if request.headers.get("Sec-Fetch-Site") not in FROM_NO_OTHER_SITE:
        raise NotShared
    member = cast("MemberRequest", request).user
    if not consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=timezone.now()):
        return redirect("consent:ask", Purpose.RECEIPTS)
    contents = PicturesForm(request.POST, request.FILES).pictures()
    files = cast("list[UploadedFile[Any]]", request.FILES.getlist("picture"))
    shared = [
        Shared(file.name or "", file.content_type or "", b64encode(content).decode())
        for file, content in zip(files, contents, strict=True)
    ]
    return render(request, "receipts/add.html", phone.limits() | {"shared": shared})
