"""Who of the staff looked at whose data: by numbers, never by names."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairpanel.console.forms import LookedAtForm
from fairpanel.members.doors import for_operators
from fairpanel.members.models import Look

LOOKS_A_PAGE = 50


@for_operators
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All looks, the newest first, or those at one member or by one of the staff."""
    form = LookedAtForm(request.GET)
    chosen = {name: number for name, number in form.cleaned_data.items() if number} if form.is_valid() else {}
    found = Look.objects.filter(**chosen).order_by("-at", "-id")
    page = Paginator(found, LOOKS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "console/looks.html", {"page": page, "chosen": chosen, "form": form})
