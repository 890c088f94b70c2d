"""What is kept of complaints."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Table, erase_rows, to_take
from fairpanel.privacy.models import Complaint

ROOM, CONTRACT, STAYS = "privacy", "contract", "membership"
# Closed complaints show for a year what was wrong and what was answered; then they go.
CLOSED_DAYS = 365
# Of who has left they go when there was time to read the answer.
LEFT_DAYS = 30


def _said(about: str) -> Column:
    return Column(CONTRACT, Category.CORRESPONDENCE, STAYS, about)


REGISTER: Mapping[str, Mapping[str, Column]] = {
    "privacy.Complaint": {
        "id": _said(gettext_noop("Number of the complaint, with the time in it.")),
        "reference": _said(gettext_noop("The number by which both sides call a complaint.")),
        "member_id": Column(CONTRACT, Category.IDENTITY, STAYS, gettext_noop("Who complained: your number.")),
        "address": Column(
            CONTRACT, Category.CONTACT, STAYS, gettext_noop("Where we answer somebody who has no account.")
        ),
        "left_at": _said(gettext_noop("When you left while a complaint of yours waited for its answer.")),
        "language": Column(CONTRACT, Category.PROFILE, STAYS, gettext_noop("In which language you complained.")),
        "about": _said(gettext_noop("What a complaint is about.")),
        "text": _said(gettext_noop("What you wrote in a complaint.")),
        "at": _said(gettext_noop("When you complained.")),
        "acknowledged_at": _said(gettext_noop("When we told you that we have it.")),
        "answer_until": _said(gettext_noop("By when a person answers.")),
        "answer": _said(gettext_noop("What a person answered.")),
        "outcome": _said(gettext_noop("What that person came to.")),
        "answered_at": _said(gettext_noop("When that person answered.")),
        "answered_by_id": Column(CONTRACT, Category.IDENTITY, STAYS, gettext_noop("Who of the staff answered.")),
    },
}
_SHOWN = tuple(name for name in REGISTER["privacy.Complaint"] if name not in {"member_id", "answered_by_id", "left_at"})


def held(member_id: Any) -> list[Held]:
    """The member's complaints."""
    mine = Complaint.objects.of_member(member_id)
    first, closed = mine.last(), mine.filter(answered_at__isnull=False).order_by("answered_at").first()
    goes = closed.answered_at + timedelta(days=CLOSED_DAYS) if closed and closed.answered_at else None
    what, source = _("Complaints, and what we answered"), _("You wrote them, and a person answered.")
    return [Held(ROOM, CONTRACT, what, source, mine.count(), first.at, goes)] if first else []


def tables(member_id: Any) -> list[Table]:
    """The member's complaints, to take along."""
    return [to_take("privacy.Complaint", Complaint.objects.of_member(member_id).order_by("at"), *_SHOWN)]


def erase(member_id: Any) -> list[Erased]:
    """All that are still the member's. Those that wait for an answer were parted from the account on leaving."""
    return erase_rows(ROOM, Complaint.objects.filter(member=member_id))


def expire(*, now: datetime) -> list[Erased]:
    """Let go of complaints that were answered a year ago, of who has left a month ago."""
    closed = Q(answered_at__lte=now - timedelta(days=CLOSED_DAYS))
    of_who_left = Q(left_at__isnull=False, answered_at__lte=now - timedelta(days=LEFT_DAYS))
    return erase_rows(ROOM, Complaint.objects.filter(closed | of_who_left))
