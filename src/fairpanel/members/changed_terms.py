"""Telling every panelist of a version of the terms that is announced, before it begins, with what changes for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.members.wording import said
from fairpanel.notices.announcing import not_told_yet, tell_of_terms
from fairpanel.programme import Programme, Region
from fairpanel.programme.changes import Change, changes
from fairpanel.programme.versions import Version

AT_ONCE = 500

_OF_OFFER = {
    "amount": gettext_lazy("{asks} We will pay {after} for it, not {before}."),
    "month_cap": gettext_lazy("{asks} We will pay at most {after} a month for it, not {before}."),
    "amount_min": gettext_lazy("{asks} We will pay at least {after} for it, not {before}."),
    "amount_max": gettext_lazy("{asks} We will pay at most {after} for it, not {before}."),
    "minute_amount": gettext_lazy("{asks} We will pay {after} for a minute, not {before}."),
    "hour_floor": gettext_lazy("{asks} We will never pay less than {after} for an hour; now it is {before}."),
    "receipts_min": gettext_lazy("{asks} It will take {after} receipts in a month, not {before}."),
    "days_min": gettext_lazy("{asks} It will take {after} days, not {before}."),
    "months": gettext_lazy("{asks} It will take {after} months, not {before}."),
    "active_weeks_min": gettext_lazy("{asks} It will take {after} active weeks, not {before}."),
    "year_max": gettext_lazy("{asks} It will be paid {after} times a year at most, not {before}."),
}
_OF_RECEIPTS = {
    "window_days": gettext_lazy("We will take receipts of the last {after} days, not {before}."),
    "month_max": gettext_lazy("We will take {after} receipts a month at most, not {before}."),
    "day_max": gettext_lazy("How many receipts of one day we take will change."),
    "pictures_days": gettext_lazy("We will keep pictures of receipts for {after} days, not {before}."),
    "lines_months": gettext_lazy("We will keep what stands on receipts for {after} months, not {before}."),
    "look_days": gettext_lazy("A person will look at an unclear receipt within {after} days, not {before}."),
    "appeal_days": gettext_lazy("You will have {after} days to appeal against a refusal, not {before}."),
    "answer_days": gettext_lazy("A person will answer an appeal within {after} days, not {before}."),
    "look_unanswered": gettext_lazy("What becomes of an unclear receipt that nobody looks at in time will change."),
    "appeal_unanswered": gettext_lazy("What becomes of an appeal that nobody answers in time will change."),
    "double_coded_percent": gettext_lazy(
        "Of a hundred receipts that a person decides on, a second one will look at {after} as well, not at {before}."
    ),
    "receipts": gettext_lazy("Whether we take receipts will change."),
}
_OF_TERMS = {
    "region": gettext_lazy("The panel ends where you live. What you have earned stays yours."),
    "sponsor": gettext_lazy("{after} will run this panel, not {before}."),
    "notice_days": gettext_lazy("We will tell you of changes {after} days before, not {before}."),
    "excluded_sellers": gettext_lazy("The shops whose receipts we do not take will change."),
    "recipients": gettext_lazy("Who gets something of what you send will change."),
    "research": gettext_lazy("To whom lines for research may go will change. Nobody new gets yours without your yes."),
    "payouts": gettext_lazy("The ways in which we pay out will change."),
}
_SOMETHING = gettext_lazy("Which shops we take receipts from, and what has to stand on them, will change.")


@dataclass(frozen=True, slots=True)
class Count:
    """How many were told, and how many of them later than the notice that was promised to them."""

    told: int
    late: int


def announce(*, programme: Programme, now: datetime) -> Count:
    """Tell every panelist who was not told yet of the version that is announced and has not begun where they live.

    Many at a time, each lot in a transaction of its own: killed anywhere and done again, each is told once.
    """
    told = late = 0
    for before, after in pairwise(programme.versions):
        for code, region in before.regions.items():
            today = now.astimezone(ZoneInfo(region.time_zone)).date()
            if not after.announced <= today < after.starts:
                continue
            is_late = today + timedelta(days=before.notice_days) > after.starts
            while lot := list(_not_told(programme, after, code)[:AT_ONCE]):
                with transaction.atomic():
                    for member in lot:
                        _tell(member, programme, before, after, now=now)
                told += len(lot)
                # Who joined after the announcement could read of it when they did.
                late += sum(is_late and member.joined_at.date() < after.announced for member in lot)
    return Count(told, late)


def in_words(change: Change, *, region: Region) -> str:
    """A change in one sentence, in the language of the moment."""
    if change.part == "offer" and change.offer is not None:
        return _offer_in_words(change, asks=said(change.offer.asks), region=region)
    known = _OF_RECEIPTS if change.part == "receipts" else _OF_TERMS
    return str(known.get(change.field, _SOMETHING)).format(before=change.before, after=change.after)


def _offer_in_words(change: Change, *, asks: str, region: Region) -> str:
    if change.field == "offer":
        words = (
            _("We will ask for something new: {asks}")
            if change.after
            else _("We will not ask for this any more: {asks}")
        )
        return words.format(asks=asks)
    template = _OF_OFFER.get(change.field)
    if template is None or change.before is None or change.after is None:
        return _("{asks} The conditions of this will change.").format(asks=asks)
    before, after = (_amount(value, region) for value in (change.before, change.after))
    return str(template).format(asks=asks, before=before, after=after)


def _amount(value: Money | int | str, region: Region) -> str:
    if not isinstance(value, Money):
        return str(value)
    language = translation.get_language() or "en"
    tag = f"en_{region.code}" if language == "en" else language
    return format_currency(value.decimal(), value.currency, locale=tag)


def _not_told(programme: Programme, after: Version, region: str) -> QuerySet[Member]:
    here = Member.objects.panelists().filter(region=region, adult_on__isnull=False, is_active=True).order_by("pk")
    return not_told_yet(here, programme=programme.name, version=after.number)


def _tell(member: Member, programme: Programme, before: Version, after: Version, *, now: datetime) -> None:
    region = before.regions[member.region]
    with translation.override(member.language):
        sentences = [in_words(change, region=region) for change in changes(before, after, region=region.code)]
    tell_of_terms(
        member_id=member.id, address=member.email, language=member.language, zone=region.time_zone,
        programme=programme.name, version=after.number, starts=after.starts, changes=list(dict.fromkeys(sentences)),
        now=now,
    )  # fmt: skip
