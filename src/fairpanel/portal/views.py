"""What a client sees: releases, and never a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairpanel.members.doors import for_clients

# Law 9. The release gate, once it stands, refuses any cell about fewer people than this.
CELL_PEOPLE_MIN = 10


@for_clients
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """There is no release yet, and this page says so."""
    return render(request, "portal/home.html", {"people_min": CELL_PEOPLE_MIN})
