"""From a problem to what a person or a program is told: the one table of status codes (RFC 9457)."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairpanel.kit import problems
from fairpanel.website import database

STATUS: dict[type[problems.Problem], int] = {
    problems.Invalid: 422,
    problems.NotAllowed: 403,
    problems.NotFound: 404,
    problems.Conflict: 409,
    problems.TooLarge: 413,
    problems.NotSupported: 415,
    problems.Unavailable: 503,
}


class Problems:
    """Turns every `Problem` that a door lets out into its status and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook for what a view raised."""
        if isinstance(exception, DatabaseError):
            exception = database.explained(exception) or exception
        return answer(request, exception) if isinstance(exception, problems.Problem) else None


def status_of(problem: problems.Problem) -> int:
    """The status code of the problem's kind; 400 for one that has none of its own."""
    return next((STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS), 400)


def told(problem: problems.Problem) -> str:
    """The problem's sentence in the language of the moment."""
    facts = {name: told(fact) if isinstance(fact, problems.Problem) else fact for name, fact in problem.facts.items()}
    return gettext(problem.sentence()).format(**facts)


def answer(request: HttpRequest, problem: problems.Problem) -> HttpResponse:
    """The problem as a page, as a piece of a page for HTMX, or as `application/problem+json`."""
    status, sentence = status_of(problem), told(problem)
    if "application/json" in request.headers.get("Accept", ""):
        body = {"type": "about:blank", "title": type(problem).__name__, "status": status, "detail": sentence}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return render(request, "problem.html", {"sentence": sentence, "status": status}, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Django's page for a form whose protection token does not fit."""
    sentence = _("This page was open for too long, or cookies are off. Go back, load the page again and try once more.")
    return render(request, "problem.html", {"sentence": sentence, "status": 403}, status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Django's page for what it takes for no request of a person: a hundred files at once, a broken form."""
    sentence = _("We could not take in what was sent, so nothing of it was kept. Go back, and send less at once.")
    return render(request, "problem.html", {"sentence": sentence, "status": 400}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Django's page for an address that does not exist."""
    return answer(request, problems.NotFound())


def broken(request: HttpRequest) -> HttpResponse:
    """Django's page for what we did not foresee. It needs no database and tells nothing of the fault."""
    sentence = _(
        "Something broke on our side. It has been written down, and nothing you sent was lost. Try again soon."
    )
    return render(request, "broken.html", {"sentence": sentence}, status=500)
