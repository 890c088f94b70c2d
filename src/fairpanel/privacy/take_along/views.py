"""Asking for a copy, and fetching it."""

from collections.abc import AsyncIterator, Iterator
from typing import cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.privacy.take_along import actions


@for_panelists
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """What a copy holds, the button that asks for one, and the copy when it is there."""
    member, now = cast("MemberRequest", request).user, timezone.now()
    if request.method == "POST":
        actions.ask(member=member, now=now)
        return redirect("privacy:take_along")
    copy = actions.last_of(member)
    is_there = copy is not None and not copy.is_over(now)
    return render(request, "privacy/take_along.html", {"copy": copy if is_there else None, "days": actions.COPY_DAYS})


@for_panelists
@require_GET
def fetch(request: HttpRequest, copy_id: UUID) -> StreamingHttpResponse:
    """The copy, piece by piece, for its own member and nobody else."""
    member, now = cast("MemberRequest", request).user, timezone.now()
    copy, pieces = actions.fetch(member=member, copy_id=copy_id, now=now)
    headers = {
        "Content-Disposition": f'attachment; filename="fairpanel-{copy.asked_at.date().isoformat()}.zip"',
        "Content-Length": str(copy.size_bytes),
        "Cache-Control": "private, no-store",
    }
    # Each kind of server takes its own kind of iterator piece by piece, and the other kind whole.
    streamed = _async(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(streamed, content_type="application/zip", headers=headers)


async def _async(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(_next, thread_sensitive=False)
    while piece := await following(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
