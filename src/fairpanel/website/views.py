"""The pages that span rooms: the front door, home, "you", and what makes the site an app on a phone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose, Standing
from fairpanel.consent.views import asked_of
from fairpanel.kit.money import Money
from fairpanel.kit.problems import NotFound
from fairpanel.members import cases, factors, guardians
from fairpanel.members.actions import inviting
from fairpanel.members.doors import MemberRequest, for_anyone, for_members
from fairpanel.members.models import Member, Role
from fairpanel.notices import reaching
from fairpanel.programme import Version
from fairpanel.programme.offers import EachReceipt, ReceiptThreshold
from fairpanel.receipts import actions as receipts
from fairpanel.rewards import actions as rewards
from fairpanel.rewards.values import Month, PerReceipt, Threshold
from fairpanel.website import assembly
from fairpanel.website import outbox as kept

LATEST_SHOWN = 3
HOME_OF_ROLE = {Role.REVIEWER: "console:look", Role.OPERATOR: "console:home", Role.CLIENT: "portal:home"}


class NobodyOfThatName(NotFound):
    """There is nobody of that name in this demo. Go back to the first page and choose somebody there."""


@for_anyone
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """For strangers the front door, for everybody else the home of their role."""
    member = request.user
    if not isinstance(member, Member):
        return render(request, "website/landing.html", _front_door())
    if member.role != Role.PANELIST:
        return redirect(HOME_OF_ROLE[Role(member.role)])
    if not member.has_joined:
        return redirect("members:join")
    if guardians.is_stopped(member, at=timezone.now()):
        return redirect("members:guardian")
    return render(request, "website/home.html", _home_of(member))


def _front_door() -> dict[str, object]:
    version = assembly.programme_run_here().in_force(timezone.localdate())
    facts: dict[str, object] = {"regions": version.regions, "rules": version.receipts} | _pay(version)
    if settings.DEMO:
        from fairpanel.website import demonstration

        facts |= {"panelists": demonstration.PANELISTS, "staff": demonstration.STAFF}
    return facts


def _pay(version: Version) -> dict[str, object]:
    """What a receipt pays, as far as this programme takes any, in the currency of a region of the reader's language."""
    pay = next((o for o in version.offers.values() if isinstance(o, EachReceipt | ReceiptThreshold)), None)
    if pay is None:
        return {"pay": None}
    regions = [version.regions[code] for code in pay.regions]
    there = next((region for region in regions if get_language() in region.languages), regions[0])
    cap = pay.month_cap[there.currency] if isinstance(pay, EachReceipt) else None
    return {"pay": pay, "amount": pay.amount[there.currency], "month_cap": cap}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a month has come: `done` of `whole` receipts. `amount` is paid for each, or once at the end."""

    done: int
    whole: int
    amount: Money
    is_each: bool

    @property
    def missing(self) -> int:
        """How many more there can be."""
        return max(self.whole - self.done, 0)


def _progress(month: Month) -> list[Progress]:
    return [_step(month, step) for step in month.next]


def _step(month: Month, step: PerReceipt | Threshold) -> Progress:
    if isinstance(step, Threshold):
        return Progress(step.done, step.needed, step.amount, is_each=False)
    left = step.left_until_cap.minor // step.amount.minor
    return Progress(month.receipts, month.receipts + left, step.amount, is_each=True)


def _home_of(member: Member) -> dict[str, object]:
    now = timezone.now()
    month = rewards.month(member=member, programme=assembly.programme_run_here(), now=now)
    mine = receipts.of_member(member)
    said = consent.last_choice(member=member, purpose=Purpose.RECEIPTS)
    questions = consent.to_ask(member=member, asked=asked_of(member), now=now)
    return {
        "month": month,
        "progress": _progress(month),
        "latest": mine[:LATEST_SHOWN],
        "count": mine.count(),
        "reading": mine.filter(state="received").count(),
        "looked_at": mine.filter(state="needs-look").count(),
        "may_send": consent.is_live(member=member, purpose=Purpose.RECEIPTS, now=now),
        "may_ask": Purpose.RECEIPTS in questions,
        "waiting_question": any(purpose is not Purpose.RECEIPTS for purpose in questions),
        "may_look": receipts.is_look_allowed(member=member, now=now),
        "is_paused": consent.standing(member=member, purpose=Purpose.RECEIPTS, now=now) is Standing.PAUSED,
        "stopped": reaching.why_stopped(member.email),
        "paused_whole": consent.running_pauses(member=member, now=now).filter(purpose="").first(),
        "said": said,
    }


@for_members
@require_GET
def you(request: HttpRequest) -> HttpResponse:
    """What somebody decides about their own account."""
    member = cast("MemberRequest", request).user
    may_refer = member.has_joined and inviting.referral_offer(
        member=member, programme=assembly.programme_run_here(), now=timezone.now()
    )
    page = {"member": member, "may_refer": bool(may_refer), "has_open_case": cases.has_open_case(member)}
    page |= {"stopped": reaching.why_stopped(member.email)}
    return render(request, "website/you.html", page)


@for_anyone
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails that the demo would send."""
    return render(request, "website/outbox.html", {"mails": kept.mails(Path(settings.EMAIL_FILE_PATH))})


@for_anyone
@require_POST
def step_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo's made-up people. The address of this view exists only in the demo."""
    from fairpanel.website import demonstration

    member = Member.objects.filter(email=demonstration.address(request.POST.get("name", ""))).first()
    if member is None:
        raise NobodyOfThatName
    login(request, member, backend=settings.AUTHENTICATION_BACKENDS[0])
    # Nobody's data is in the demo, so stepping in counts as the second factor that staff need everywhere else.
    factors.prove(request, kind="demo")
    return redirect("home")


@for_anyone
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows when there is no network. It names nobody, so it may be kept."""
    return render(request, "website/offline.html")


@for_anyone
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """What a phone needs to put the site among its apps."""
    icons = [
        {"src": static("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("icons/mark-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icons/mark-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("icons/maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    told = {
        "name": "Fairpanel",
        "short_name": "Fairpanel",
        "description": _("Send receipts, see what happens to them, be paid."),
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#0a5a45",
        "icons": icons,
        "shortcuts": [{"name": _("Add a receipt"), "url": reverse("receipts:add")}],
        "share_target": {
            "action": reverse("receipts:share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "picture", "accept": ["image/*", "application/pdf"]}]},
        },
    }
    return HttpResponse(json.dumps(told), content_type="application/manifest+json")


@for_anyone
@require_http_methods(["GET", "HEAD"])
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """What stands between the site and the network. From the root, because it may only watch below itself."""
    script = (settings.HERE / "static" / "service-worker.js").read_text("utf-8")
    return HttpResponse(script, content_type="text/javascript")
