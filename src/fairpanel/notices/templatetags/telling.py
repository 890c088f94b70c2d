"""How letters say days and amounts: facts keep them as programs write them, the words are the reader's."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency
from django import template
from django.utils.translation import get_language

from fairpanel.kit.money import Money

register = template.Library()


@register.filter
def day(iso: str) -> str:
    """A day written as 2026-11-22, with its weekday: `Sunday 22 November 2026`."""
    return format_date(date.fromisoformat(iso), "full", locale=_locale())


@register.filter
def month(iso: str) -> str:
    """A month written by its first day, 2026-11-01: `November 2026`."""
    return format_date(first_day(iso), "LLLL y", locale=_locale())


@register.filter
def first_day(iso: str) -> date:
    """The day itself, for an address."""
    return date.fromisoformat(iso)


@register.filter
def money(minor: int, currency: str) -> str:
    """So many minor units of a currency: `{{ 1250|money:"EUR" }}` is `€12.50`."""
    return format_currency(Money(minor, currency).decimal(), currency, locale=_locale())


def _locale() -> str:
    language = get_language() or "en"
    # Out of the USA, English is read in the order of the day before the month.
    return "en_GB" if language == "en" else language.replace("-", "_")
