"""How templates say money, days and places: in the reader's own language and in the manner of their region."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_month_names
from babel.numbers import format_currency
from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.website import assembly

register = template.Library()
# The year at the end of a full date in the languages that we speak, with what ties it on.
_YEAR = re.compile(r"(,| 'de')? y$")


@register.simple_tag(takes_context=True)
def money(context: template.Context, amount: Money, *, sign: bool = False) -> str:
    """The amount as the reader writes it: `0,10 €`, `€0.10`. With `sign`, a plus before what is gained."""
    said = format_currency(amount.decimal(), amount.currency, locale=_locale(context))
    return f"+{said}" if sign and amount.minor > 0 else said


@register.simple_tag(takes_context=True)
def figure(context: template.Context, value: Money | int | None) -> str:
    """An amount as money, any other number as it is; nothing where there is none."""
    return money(context, value) if isinstance(value, Money) else "" if value is None else str(value)


@register.filter
def in_language(words: Mapping[str, str]) -> str:
    """Of the same words in several languages those of the reader, or the first."""
    return words.get(translation.get_language() or "en") or next(iter(words.values()), "")


@register.simple_tag(takes_context=True)
def day(context: template.Context, when: date) -> str:
    """A day with its weekday; the year only where it is not this one: `Sunday 22 November`."""
    when = _there(context, when)
    today = timezone.localtime(timezone=_zone(context)).date()
    pattern = str(_locale(context).date_formats["full"].pattern)
    return format_date(when, _YEAR.sub("", pattern) if when.year == today.year else pattern, locale=_locale(context))


@register.simple_tag(takes_context=True)
def short_day(context: template.Context, when: date) -> str:
    """A day for a narrow place, still with its weekday: `Sun, 22 Nov`."""
    when = _there(context, when)
    locale = _locale(context)
    return f"{format_date(when, 'EEE', locale=locale)}, {format_skeleton('MMMd', when, locale=locale)}"


@register.simple_tag(takes_context=True)
def moment(context: template.Context, when: datetime) -> str:
    """A moment in the reader's own time zone: `today, 14:05`, or the day and the time."""
    there = when.astimezone(_zone(context))
    clock = format_time(there.time(), "short", locale=_locale(context))
    today = timezone.localtime(timezone=_zone(context)).date()
    if there.date() == today:
        return translation.gettext("today, {time}").format(time=clock)
    if there.date() == today - timedelta(days=1):
        return translation.gettext("yesterday, {time}").format(time=clock)
    return f"{day(context, there.date())}, {clock}"


@register.simple_tag(takes_context=True)
def month_name(context: template.Context, when: date) -> str:
    """The month by its name, as it stands alone."""
    return str(get_month_names("wide", "stand-alone", _locale(context))[when.month])


@register.simple_tag(takes_context=True)
def region_name(context: template.Context, code: str) -> str:
    """A region in the reader's words: `Germany` for DE."""
    return str(_locale(context).territories.get(code, code))


@register.filter
def own_name(language: str) -> str:
    """A language by its own name: `Deutsch` for de."""
    return (Locale.parse(language).display_name or language).capitalize()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the drawings in `static/icons.svg`. It only repeats what words beside it say."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


def _there(context: template.Context, when: date) -> date:
    return when.astimezone(_zone(context)).date() if isinstance(when, datetime) else when


def _reader(context: template.Context) -> Member | AnonymousUser:
    request = context.get("request")
    user = getattr(request, "user", None) if isinstance(request, HttpRequest) else None
    return user if isinstance(user, Member) else AnonymousUser()


def _locale(context: template.Context) -> Locale:
    reader = _reader(context)
    return _locale_of(translation.get_language() or "en", reader.region if isinstance(reader, Member) else "")


def _zone(context: template.Context) -> ZoneInfo:
    reader = _reader(context)
    return _zone_of(reader.region if isinstance(reader, Member) else "")


@cache
def _locale_of(language: str, region: str) -> Locale:
    # Out of the USA, English is read in the order of the day before the month.
    for tag in (f"{language}_{region or 'GB'}", language):
        try:
            return Locale.parse(tag)
        except UnknownLocaleError:
            continue
    return Locale("en", "GB")


@cache
def _zone_of(region: str) -> ZoneInfo:
    regions = assembly.programme_run_here().versions[-1].regions
    return ZoneInfo(regions[region].time_zone) if region in regions else ZoneInfo("UTC")
