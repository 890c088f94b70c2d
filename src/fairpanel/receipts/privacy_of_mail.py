"""What is kept of people who send receipts by mail: their secret address, and that mails came."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.consent.guards import needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import Category, Column, Held, Table, plain, to_take
from fairpanel.receipts.models import Mail, MailAddress

_ROOM, _RECEIPTS = "receipts", Purpose.RECEIPTS.value
_STAYS, _EVENTS = "membership", "events"


def _came(about: str, retention: str = _EVENTS) -> Column:
    return Column(_RECEIPTS, Category.CORRESPONDENCE, retention, about)


REGISTER: Mapping[str, Mapping[str, Column]] = {
    "receipts.MailAddress": {
        "member_id": Column(_RECEIPTS, Category.IDENTITY, _STAYS, gettext_noop("Whose secret address it is.")),
        "digest": Column(
            _RECEIPTS, Category.CONTACT, _STAYS, gettext_noop("A keyed code by which your secret address is found.")
        ),
        "sealed": Column(
            _RECEIPTS, Category.CONTACT, _STAYS, gettext_noop("Your secret address, sealed; it is shown to you alone.")
        ),
        "made_at": _came(gettext_noop("When the address was made."), _STAYS),
    },
    "receipts.Mail": {
        "id": plain("Number of the mail, with the time in it.", retention=_EVENTS),
        "member_id": Column(
            _RECEIPTS, Category.IDENTITY, _EVENTS, gettext_noop("Whose mail it was; empty where you had not agreed.")
        ),
        "digest": _came(gettext_noop("A keyed code of the mail's name, so that no mail counts twice.")),
        "way": plain("By which protocol it came.", retention=_EVENTS),
        "came_at": _came(gettext_noop("When a mail came.")),
        "mailbox": plain("A keyed code of the mailbox it was fetched from.", retention=_EVENTS),
        "validity": plain("How that mailbox counted then.", retention=_EVENTS),
        "uid": plain("Its number in that mailbox.", retention=_EVENTS),
        "sealed": _came(gettext_noop("Where the mail lies, sealed, until it is opened: for minutes."), "work"),
        "to_everybody": plain("Whether it came to the address of everybody.", retention=_EVENTS),
        "openings_begun": plain("How often a machine began to open it.", retention=_EVENTS),
        "outcome": _came(gettext_noop("What became of it.")),
        "why": _came(gettext_noop("Why nothing was taken from it.")),
        "receipts": _came(gettext_noop("How many receipts came of it.")),
        "dkim": plain("Whether a signature of its sender held.", retention=_EVENTS),
        "spf": plain("Whether its server may send for its sender.", retention=_EVENTS),
        "arc": plain("Whether the seals of those who passed it on held.", retention=_EVENTS),
        "shown": _came(gettext_noop("The code or link of your mail service, sealed, for a week."), "work"),
        "shown_until": plain("When the code or link goes.", retention="work"),
    },
}


@needs_no_consent("It tells its own panelist what is held.")
def held_of_mail(member_id: Any) -> list[Held]:
    """What is held of a member's mails."""
    addresses, mails = MailAddress.objects.filter(member=member_id), Mail.objects.filter(member=member_id)
    told = [
        Held(
            _ROOM, _RECEIPTS, _("Your secret address for receipts by mail"), _("Made when you asked for it."),
            addresses.count(), addresses.aggregate(since=Min("made_at"))["since"],
        ),
        Held(
            _ROOM, _RECEIPTS, _("That mails came, and what became of them"), _("You forwarded them."), mails.count(),
            mails.aggregate(since=Min("came_at"))["since"],
        ),
    ]  # fmt: skip
    return [held for held in told if held.count]


@needs_no_consent("Its own panelist takes it along.")
def tables_of_mail(member_id: Any) -> list[Table]:
    """A member's rows, to take along. Keyed codes and seals are of no use to anybody outside."""
    return [
        to_take("receipts.MailAddress", MailAddress.objects.filter(member=member_id), "made_at"),
        to_take(
            "receipts.Mail", Mail.objects.filter(member=member_id).order_by("came_at", "id"),
            "id", "way", "came_at", "outcome", "why", "receipts", "dkim", "spf", "arc",
        ),
    ]  # fmt: skip
