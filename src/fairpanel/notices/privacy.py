"""The personal data of this room: what we told members, as long as we keep it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows
from fairpanel.notices import tasks
from fairpanel.notices.models import Notice
from fairpanel.notices.values import KEPT_DAYS

_SHOWN = ("kind", "language", "facts", "made_at", "state", "sent_at")


def _operation(about: str) -> Column:
    return Column("contract", Category.OPERATION, "events", about)


REGISTER: Mapping[str, Mapping[str, Column]] = {
    "notices.Notice": {
        "id": Column("contract", Category.NOT_PERSONAL, "events", _("The number of a notice.")),
        "key": _operation(_("What a notice is about, so that it is told once.")),
        "kind": Column("contract", Category.CORRESPONDENCE, "events", _("What kind of notice we sent.")),
        "member_id": Column("contract", Category.IDENTITY, "events", _("Whom a notice is for.")),
        "address": Column("contract", Category.CONTACT, "events", _("The address that a notice goes to.")),
        "language": Column("contract", Category.PROFILE, "events", _("The language of a notice.")),
        "zone": Column("contract", Category.PROFILE, "events", _("The time zone whose nights we do not disturb.")),
        "facts": Column("contract", Category.CORRESPONDENCE, "events", _("What a notice tells.")),
        "made_at": _operation(_("When we had something to tell.")),
        "send_after": _operation(_("Before when a notice does not go.")),
        "state": _operation(_("Whether a notice waits, was sent or could not be sent.")),
        "tries": _operation(_("How often we tried to send a notice.")),
        "lease_until": _operation(_("Until when one program has a notice for itself.")),
        "sent_at": Column("contract", Category.CORRESPONDENCE, "events", _("When a notice was sent.")),
        "fault": _operation(_("Why a notice could not be sent.")),
    },
}


class NoticesKeeper(Keeper):
    """This room as `privacy` knows it."""

    room = "notices"
    register = REGISTER

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002  # the same for every room
        """What we told that member."""
        told = Notice.objects.filter(member=member_id)
        count = told.count()
        if not count:
            return []
        since = told.aggregate(since=Min("made_at"))["since"]
        return [
            Held(
                room=self.room, purpose="contract", what=gettext("What we told you"),
                source=gettext("We wrote it when something happened."), count=count, since=since,
                goes_at=since + timedelta(days=KEPT_DAYS),
            )
        ]  # fmt: skip

    def tables(self, member_id: Any) -> list[Table]:
        """What we told that member, to take along."""
        return [Table("notices.Notice", _SHOWN, _rows(member_id))]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002
        """Everything that we told or were about to tell. Nothing in here is held for a purpose of consent."""
        if purpose is not None:
            return []
        mine = Notice.objects.filter(member=member_id)
        jobs = tasks.forget(notice_ids=list(mine.values_list("id", flat=True)))
        return erase_rows(self.room, mine) + ([Erased(self.room, "queue", jobs)] if jobs else [])


def _rows(member_id: Any) -> Iterator[Mapping[str, Any]]:
    for row in Notice.objects.filter(member=member_id).order_by("made_at").values(*_SHOWN).iterator():
        yield {**row, "facts": "; ".join(f"{name}: {fact}" for name, fact in row["facts"].items())}


keeper = NoticesKeeper()
