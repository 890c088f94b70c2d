"""Lines for research on the operator's desk: who is named, how many agreed to them, and a file for each."""

from io import BytesIO
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from fairpanel.consent import actions as consent
from fairpanel.kit.problems import NotFound
from fairpanel.members import ports
from fairpanel.members.doors import MemberRequest, for_operators
from fairpanel.members.wording import said
from fairpanel.privacy.erasures.actions import givers
from fairpanel.programme import Researcher, Version
from fairpanel.receipts import research
from fairpanel.receipts.models import ResearchFile

FILES_SHOWN = 50


class NotNamed(NotFound):
    """The programme does not name this researcher, so nothing may go there."""


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Each researcher with how many agreed and which months are due; and the files that were made."""
    version, now = _version(), timezone.now()
    rows = [
        {
            "name": one.name, "country": one.country, "studies": said(one.studies),
            "agreed": len(consent.agreed_to(one.name, at=now)),
            "due": research.due(one.name, window_days=_window_days(version), today=now.date()),
        }
        for one in _named(version)
    ]  # fmt: skip
    files = ResearchFile.objects.select_related("made_by").order_by("-made_at")[:FILES_SHOWN]
    return render(request, "console/research.html", {"rows": rows, "files": files})


@for_operators
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """The file for one researcher, as a download. That it was made is written down, and shown to whom it is about."""
    version, now, name = _version(), timezone.now(), request.POST.get("researcher", "")
    researcher = next((one for one in _named(version) if one.name == name), None)
    if researcher is None:
        raise NotNamed
    written = BytesIO()
    file = research.make_file(
        researcher=researcher, window_days=_window_days(version), givers=givers(),
        made_by=cast("MemberRequest", request).user, to=written, now=now,
    )  # fmt: skip
    called = f"research-{file.first:%Y-%m}-{file.last:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{called}"', "Cache-Control": "private, no-store"}
    return HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _named(version: Version) -> tuple[Researcher, ...]:
    return version.research.recipients if version.research else ()


def _window_days(version: Version) -> int:
    return version.receipts.window_days if version.receipts else 0


def _version() -> Version:
    return ports.filled().programme.in_force(timezone.localdate())
