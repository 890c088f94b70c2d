"""What a panelist earned: by month, line by line, as a statement to take away; giving; and a week of nothing bought."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fairpanel.kit.problems import NotFound
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.models import Member
from fairpanel.rewards import actions, ports, printing, wording
from fairpanel.rewards.calendar import day_in, last_terms_at
from fairpanel.rewards.forms import GivingForm, WeekForm
from fairpanel.rewards.models import PERCENT_MAX
from fairpanel.rewards.rules import MONTHS_A_YEAR, month_after
from fairpanel.rewards.values import Kind


class NoSuchForm(NotFound):
    """A statement comes as a PDF or as a table, in CSV. There is no other form of it."""


class NoWeek(NotFound):
    """That was no week that we ask about. Choose one of those on the page."""


@for_panelists
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every month, what waits and until when, the year's statements, and what the data earned."""
    member, programme, now = _member(request), ports.filled().programme, timezone.now()
    terms = last_terms_at(programme, region=member.region, moment=now)
    months = actions.months_of(member=member)
    return render(
        request,
        "rewards/index.html",
        {
            "now_earned": actions.month(member=member, programme=programme, now=now),
            "paid_on": month_after(terms.month),
            "balances": actions.balances(member=member),
            "months": months,
            "years": sorted({month.month.year for month in months}, reverse=True),
            "percent": actions.share_given(member),
            "asks_weeks": actions.offer_of(member=member, programme=programme, now=now) is not None,
            "upcoming": [
                (starts, [(change, wording.FIGURES.get(change.field, change.field)) for change in changes])
                for starts, changes in actions.upcoming(member=member, programme=programme, now=now)
            ],
            "data_earned": actions.data_earned(member=member, now=now),
        },
    )


@for_panelists
@require_GET
def month(request: HttpRequest, month: date) -> HttpResponse:
    """One month, line by line."""
    member = _member(request)
    programme = ports.filled().programme
    told = actions.statement(member=member, programme=programme, first=month, last=month)
    page = {
        "month": month,
        "paid_on": month_after(month),
        "statement": told,
        "lines": [(line, wording.DONE[Kind(line.kind)]) for line in reversed(told.lines)],
    }
    return render(request, "rewards/month.html", page)


@for_panelists
@require_GET
def month_statement(request: HttpRequest, month: date, form: str) -> HttpResponse:
    """The month's statement as a file."""
    return _file(_member(request), first=month, last=month, form=form, name=f"{month:%Y-%m}")


@for_panelists
@require_GET
def year_statement(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The year's statement as a file."""
    first, last = date(year, 1, 1), date(year, MONTHS_A_YEAR, 1)
    return _file(_member(request), first=first, last=last, form=form, name=str(year))


@for_panelists
@require_http_methods(["GET", "POST"])
def giving(request: HttpRequest) -> HttpResponse:
    """Which share of what one earns goes to charity."""
    member = _member(request)
    percent = actions.share_given(member)
    how = {0: GivingForm.NOTHING, PERCENT_MAX: GivingForm.ALL}.get(percent, GivingForm.SHARE)
    own_share = percent if how == GivingForm.SHARE else None
    form = GivingForm(
        request.POST if request.method == "POST" else None, initial={"how": how, "percent": own_share}
    )  # fmt: skip
    if form.is_valid():
        actions.give(member=member, percent=form.chosen, now=timezone.now())
        messages.success(request, _("Noted. It holds for every month that ends from now on."))
        return redirect("rewards:index")
    return render(request, "rewards/giving.html", {"form": form}, status=422 if form.is_bound else 200)


@for_panelists
@require_http_methods(["GET", "POST"])
def nothing_bought(request: HttpRequest) -> HttpResponse:
    """Say of a week that is over that one bought nothing in it."""
    member, programme, now = _member(request), ports.filled().programme, timezone.now()
    if request.method == "POST":
        form = WeekForm(request.POST)
        if not form.is_valid():
            raise NoWeek
        week = form.cleaned_data["week"]
        earned = actions.say_nothing_bought(member=member, monday=week, programme=programme, now=now)
        locale = wording.locale_of(member.region)
        said = _("Thank you. That earned you {amount}.").format(amount=wording.money(earned, locale))
        messages.success(request, said if earned else _("Thank you. It counts; this month pays nothing more for it."))
        return redirect("rewards:nothing_bought")
    offer = actions.offer_of(member=member, programme=programme, now=now)
    currency = last_terms_at(programme, region=member.region, moment=now).region.currency
    page = {
        "amount": offer.amount[currency] if offer else None,
        "month_cap": offer.month_cap[currency] if offer else None,
        "weeks": actions.weeks_asked(member=member, programme=programme, now=now) if offer else [],
    }
    return render(request, "rewards/nothing_bought.html", page)


def _file(member: Member, *, first: date, last: date, form: str, name: str) -> HttpResponse:
    if form not in {"pdf", "csv"}:
        raise NoSuchForm
    programme, now = ports.filled().programme, timezone.now()
    told = actions.statement(member=member, programme=programme, first=first, last=last)
    if form == "csv":
        answer = HttpResponse(printing.as_csv(told), content_type="text/csv; charset=utf-8")
    else:
        terms = last_terms_at(programme, region=member.region, moment=now)
        pdf = printing.as_pdf(
            told, programme=programme, sponsor=terms.version.sponsor.name, region=member.region,
            made_on=day_in(terms.region, now),
        )  # fmt: skip
        answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="fairpanel-{name}.{form}"'
    return answer


def _member(request: HttpRequest) -> Member:
    return cast("MemberRequest", request).user
