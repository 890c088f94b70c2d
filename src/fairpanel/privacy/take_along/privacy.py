"""What is kept of copies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, plain
from fairpanel.privacy.models import Copy
from fairpanel.privacy.take_along.keeping import drop_leftovers, let_go

ROOM, LAW, WORK = "privacy", "law", "work"


def _did(about: str) -> Column:
    return Column(LAW, Category.ACTIVITY, WORK, about)


REGISTER: Mapping[str, Mapping[str, Column]] = {
    "privacy.Copy": {
        "id": plain("Number of the copy, with the time in it.", retention=WORK),
        "member_id": Column(LAW, Category.IDENTITY, WORK, gettext_noop("Whose copy it is: your number.")),
        "asked_at": _did(gettext_noop("When you asked for a copy of your data.")),
        "name": plain("Where the copy lies, sealed.", retention=WORK),
        "size_bytes": plain("How large the copy is.", retention=WORK),
        "ready_at": _did(gettext_noop("When that copy was ready.")),
        "until": _did(gettext_noop("When that copy goes.")),
        "fetched_at": _did(gettext_noop("When you last fetched that copy.")),
    },
    "privacy.CopyLeftover": {
        "name": plain("Name of a sealed copy that is about to be dropped.", retention=WORK),
        "since": plain("Since when it is to go.", retention=WORK),
    },
}


def held(member_id: Any) -> list[Held]:
    """The member's copy."""
    copy = Copy.objects.of_member(member_id).first()
    what, source = _("A copy of your data"), _("You asked for it.")
    return [Held(ROOM, LAW, what, source, 1, copy.asked_at, copy.until)] if copy else []


def erase(member_id: Any, *, now: datetime) -> list[Erased]:
    """The copy and its file. What an earlier call let go of and a crash left lying is dropped first."""
    drop_leftovers()
    mine = list(Copy.objects.select_for_update().filter(member=member_id))
    files = sum(copy.is_ready for copy in mine)
    for copy in mine:
        let_go(copy, now=now)
    stores = [("privacy.Copy", len(mine)), ("vault", files)]
    return [Erased(ROOM, store, count) for store, count in stores if count]


def expire(*, now: datetime) -> list[Erased]:
    """Let go of the copies whose time is over."""
    over = list(Copy.objects.select_for_update(skip_locked=True).filter(until__lte=now))
    for copy in over:
        let_go(copy, now=now)
    stores = [("privacy.Copy", len(over)), ("vault", len(over))]
    return [Erased(ROOM, store, count) for store, count in stores if count]
