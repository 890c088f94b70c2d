"""What stands around every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from fairpanel.website import assembly


def around_every_page(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001  # Django's signature
    """The sponsor's name (law 18), and whether this is the demo."""
    version = assembly.programme_run_here().in_force(timezone.localdate())
    return {"sponsor": version.sponsor.name, "is_demo": settings.DEMO}
