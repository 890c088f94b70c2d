"""How this room's most private pages are answered."""

from django.http import HttpResponse


def unseen(response: HttpResponse) -> HttpResponse:
    """Kept in no cache, and told to no other site by its address."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
