"""What stands around every page."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from fairpanel.members.models import Member, Role
from fairpanel.receipts import phone
from fairpanel.website import assembly


def around_every_page(request: HttpRequest) -> dict[str, object]:
    """The sponsor's name (law 18), whether this is the demo, and who reads, as far as the frame must know."""
    version = assembly.programme_run_here().in_force(timezone.localdate())
    # Asked for only by the pages that show it: a page about a fault may be drawn while the database is away.
    reader = SimpleLazyObject(lambda: _reader(request))
    return {
        "sponsor": version.sponsor.name,
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "reader": reader,
        "phone_owner": SimpleLazyObject(lambda: _phone_owner(_reader(request))),
        "is_joined_panelist": SimpleLazyObject(lambda: _is_joined_panelist(_reader(request))),
        "here": _section(request.path),
    }


def _reader(request: HttpRequest) -> Member | None:
    try:
        reader = getattr(request, "user", None)
        return reader if isinstance(reader, Member) else None
    except DatabaseError:
        return None


def _is_joined_panelist(reader: Member | None) -> bool:
    return reader is not None and reader.role == Role.PANELIST and reader.has_joined


def _phone_owner(reader: Member | None) -> str:
    """What tells the phone whose photos it may show and send; empty where nobody is signed in."""
    return "" if reader is None else phone.tag_of(reader)


def _section(path: str) -> str:
    """Which entry of the navigation this address belongs to."""
    add, receipts, you = reverse("receipts:add"), reverse("receipts:list"), reverse("you")
    sections = {add: "add", receipts: "receipts", you: "you", reverse("console:look"): "look"}
    sections[reverse("console:queue")] = "queue"
    sections[reverse("payouts:index")] = "money"
    sections[reverse("notices:index")] = "you"
    if path in {reverse("home"), reverse("console:home"), reverse("portal:home")}:
        return "home"
    return next((name for start, name in sections.items() if path.startswith(start)), "")
