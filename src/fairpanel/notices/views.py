"""A member's page about what we tell them, and the page by which anybody stops a topic.

This room stands below `members`, which holds the doors: `website/notice_pages.py` puts them on.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from fairpanel.notices import actions, devices, ports, reaching, sentences, stopping
from fairpanel.notices.forms import DeviceForm, WaysForm
from fairpanel.notices.letters import subject_of
from fairpanel.notices.models import Notice
from fairpanel.notices.ports import Subscription
from fairpanel.notices.rules import NEVER, QUIET
from fairpanel.notices.values import ALWAYS, KEPT_DAYS, State, Topic, Way

SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what we told somebody."""

    notice: Notice
    subject: str
    outcome: str


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What goes by which way, when not, and what we sent."""
    member_id = _member_id(request)
    said = request.POST if request.method == "POST" else None
    mine = list(devices.of_member(member_id))
    ways = actions.ways_of(member_id)
    offered = [way for way in Way if way is not Way.PUSH or mine or Way.PUSH in ways.values()]
    form = WaysForm(said, offered=offered, initial=_chosen(member_id, ways))
    if form.is_valid():
        with transaction.atomic():
            actions.choose(member_id=member_id, ways=form.ways, quiet=form.quiet)
        messages.success(request, _("Kept. From now on we write as you chose."))
        return redirect("notices:index")
    page = {
        "form": form,
        "always": [(sentences.OF_TOPIC[topic], sentences.ABOUT_TOPIC[topic]) for topic in sorted(ALWAYS)],
        "told": _told(member_id),
        "kept_days": KEPT_DAYS,
        "devices": mine,
        "stopped": reaching.why_stopped(_address(request)),
        "push_key": ports.filled().pusher.public_key,
    }
    return render(request, "notices/index.html", page, status=422 if form.is_bound else 200)


@require_POST
def put_on(request: HttpRequest) -> HttpResponse:
    """Show notices on the browser that this comes from. A script asks; its reader has said yes to the browser."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        raise devices.NotADevice
    said = form.cleaned_data
    devices.put_on(
        member_id=_member_id(request), subscription=Subscription(said["endpoint"], said["p256dh"], said["auth"]),
        # As the website names it: what a browser says of itself is told to no room.
        name=request.headers.get("User-Agent", ""), now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("This device is on your list. Now choose what it shows."))
    return redirect("notices:index")


@require_POST
def take_off(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Show notices there no more."""
    devices.take_off(member_id=_member_id(request), device_id=device_id)
    messages.success(request, _("Nothing is shown on that device any more."))
    return redirect("notices:index")


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """The member says that mail reaches them."""
    reaching.try_again(address=_address(request), now=timezone.now())
    messages.success(request, _("From now on we write to you again. If a mail comes back once more, it stands here."))
    return redirect("notices:index")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click and a topic is not written about any more, signed in or not (RFC 8058). To look at it changes nothing.

    A mail program presses the button for its reader and has no cookie: the signed link is the proof.
    """
    said = stopping.read(token)
    is_done = request.method == "POST"
    if is_done:
        with transaction.atomic():
            actions.stop(said, now=timezone.now())
    page = {
        "topic": sentences.OF_TOPIC[said.topic],
        "about": sentences.ABOUT_TOPIC[said.topic],
        "is_done": is_done,
        "is_member": said.member_id is not None,
    }
    return render(request, "notices/stop.html", page)


def _member_id(request: HttpRequest) -> UUID:
    assert request.user.pk is not None, "the door lets only members in"
    return UUID(str(request.user.pk))


def _address(request: HttpRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _chosen(member_id: UUID, ways: dict[Topic, Way]) -> dict[str, Any]:
    quiet = actions.quiet_of(member_id)
    hours = QUIET if quiet == NEVER else quiet
    chosen = {topic.value: way.value for topic, way in ways.items()}
    return {"is_quiet": quiet != NEVER, "begins": hours.begins, "ends": hours.ends, **chosen}


def _told(member_id: UUID) -> list[Told]:
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    notices = actions.told_to(member_id).filter(made_at__gte=since).prefetch_related("carried")[:SHOWN_MAX]
    return [Told(notice, subject_of(notice, notice.carried.all()), str(_outcome(notice))) for notice in notices]


def _outcome(notice: Notice) -> str:
    if notice.state == State.SENT and notice.way:
        return str(sentences.SENT_BY_WAY[Way(notice.way)])
    return str(sentences.OF_STATE[State(notice.state)])
