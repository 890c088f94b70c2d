"""The words for what was done and for what a new version changes, in the language of the moment."""

import re
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, parse_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fairpanel.kit.money import Money
from fairpanel.rewards.values import Kind

DONE: dict[Kind, Promise] = {
    Kind.RECEIPT: _("Receipt"),
    Kind.METER_DAY: _("A day of your meter"),
    Kind.SURVEY: _("Survey"),
    Kind.LABELLING_TASK: _("Small task"),
    Kind.NOTHING_BOUGHT: _("Bought nothing in a week"),
    Kind.JOINED: _("Joined"),
    Kind.TENURE: _("Stayed with us"),
    Kind.REFERRAL: _("Brought somebody"),
}

FIGURES: dict[str, Promise] = {
    "amount": _("what it pays"),
    "month_cap": _("the most it pays in a month"),
    "receipts_min": _("receipts needed"),
    "days_min": _("days needed"),
    "amount_min": _("the least it pays"),
    "amount_max": _("the most it pays"),
    "minute_amount": _("what a minute pays"),
    "hour_floor": _("the least an hour pays"),
    "active_weeks_min": _("active weeks needed"),
    "year_max": _("how often in a year"),
    "months": _("after how many months"),
}


def locale_of(region: str) -> Locale:
    """How money and days are written for a reader of that region, in the language of the moment."""
    language = get_language() or "en"
    for tag in (f"{language}_{region or 'GB'}", language):
        try:
            return Locale.parse(tag)
        except UnknownLocaleError:
            continue
    return Locale("en", "GB")


def money(amount: Money, locale: Locale) -> str:
    """`0,10 €`."""
    return format_currency(amount.decimal(), amount.currency, locale=locale)


def money_said(said: str, currency: str, locale: Locale) -> Money:
    """An amount as the reader writes it, `1.234,50`, or with a point before the cents. Raises `ValueError`."""
    said = "".join(said.split())
    if not re.fullmatch(r"[0-9.,]+", said):
        raise ValueError(f"{said!r} is no amount")
    try:
        return Money.of(str(parse_decimal(said, locale=locale, strict=True)), currency)
    except ValueError:
        return Money.of(said, currency)


def amount_like(minor: int, currency: str, locale: Locale) -> str:
    """An amount without its currency, as an example of how to write one: `500,00`."""
    return str(format_decimal(Money(minor, currency).decimal(), "0.00", locale=locale))


def day(when: date, locale: Locale) -> str:
    """With its weekday: `Sun, 22 November 2026`."""
    return f"{format_date(when, 'EEE', locale=locale)}, {format_date(when, 'long', locale=locale)}"


def month(when: date, locale: Locale) -> str:
    """`November 2026`."""
    return format_date(when, "LLLL y", locale=locale)
