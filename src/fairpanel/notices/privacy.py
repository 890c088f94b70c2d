"""The personal data of this room: what we told members, as long as we keep it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Min, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, to_take
from fairpanel.notices import tasks
from fairpanel.notices.models import Announced, Choice, Device, Notice, QuietHours, Unreachable
from fairpanel.notices.sealing import without_sealed
from fairpanel.notices.values import KEPT_DAYS, Kind, Stopped

_SHOWN = ("kind", "language", "facts", "made_at", "state", "way", "sent_at")
# Of which purpose of consent a notice tells.
_PURPOSE_OF = {Kind.RESULT: "receipts"}


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
        "way": Column("contract", Category.CORRESPONDENCE, "events", _("The way that a notice went.")),
        "carrier_id": _operation(_("The notice in whose letter this one goes.")),
        "tries": _operation(_("How often we tried to send a notice.")),
        "lease_until": _operation(_("Until when one program has a notice for itself.")),
        "sent_at": Column("contract", Category.CORRESPONDENCE, "events", _("When a notice was sent.")),
        "fault": _operation(_("Why a notice could not be sent.")),
    },
    "notices.Choice": {
        "id": Column("contract", Category.NOT_PERSONAL, "membership", _("The number of a choice.")),
        "member_id": Column("contract", Category.IDENTITY, "membership", _("Whose choice it is.")),
        "topic": Column("contract", Category.CHOICE, "membership", _("What the choice is about.")),
        "way": Column("contract", Category.CHOICE, "membership", _("The way by which you want to hear of it.")),
    },
    "notices.QuietHours": {
        "member_id": Column("contract", Category.IDENTITY, "membership", _("Whose quiet hours they are.")),
        "begins": Column("contract", Category.CHOICE, "membership", _("When your quiet hours begin.")),
        "ends": Column("contract", Category.CHOICE, "membership", _("When your quiet hours end.")),
    },
    "notices.Device": {
        "id": Column("contract", Category.NOT_PERSONAL, "membership", _("The number of a device that shows notices.")),
        "member_id": Column("contract", Category.IDENTITY, "membership", _("Whose device it is.")),
        "endpoint": Column("contract", Category.DEVICE, "membership", _("The address at which your browser is told.")),
        "p256dh": Column("contract", Category.DEVICE, "membership", _("A key with which notices are sealed for it.")),
        "auth": Column("contract", Category.DEVICE, "membership", _("A second key with which they are sealed.")),
        "name": Column("contract", Category.DEVICE, "membership", _("The browser and the system of the device.")),
        "made_at": _operation(_("When you put the device on your list.")),
    },
    "notices.Unreachable": {
        "id": Column("safety", Category.NOT_PERSONAL, "events", _("The number of such an address.")),
        "digest": Column(
            "safety",
            Category.CONTACT,
            "events",
            _("A code of an address that mail does not reach. It cannot be turned back into the address."),
        ),
        "member_id": Column("safety", Category.IDENTITY, "events", _("Whose address it is.")),
        "why": Column("safety", Category.CONTACT, "events", _("Whether mail came back, or was called unwanted.")),
        "since": Column("safety", Category.OPERATION, "events", _("Since when we mail nothing there.")),
    },
    "notices.Announced": {
        "id": Column("law", Category.NOT_PERSONAL, "membership", _("The number of the row.")),
        "member_id": Column("law", Category.IDENTITY, "membership", _("Who was told of a change of the terms.")),
        "programme": Column("law", Category.CORRESPONDENCE, "membership", _("Of which programme's terms.")),
        "version": Column("law", Category.CORRESPONDENCE, "membership", _("Of which version of them.")),
        "at": Column("law", Category.CORRESPONDENCE, "membership", _("When you were told.")),
    },
    "notices.Silence": {
        "id": Column("safety", Category.NOT_PERSONAL, "membership", _("The number of a wish not to be written to.")),
        "digest": Column(
            "safety",
            Category.CONTACT,
            "membership",
            _("A code of an address that does not want our mail. It cannot be turned back into the address."),
        ),
        "topic": Column("safety", Category.CHOICE, "membership", _("What that address does not want to hear of.")),
        "since": Column("safety", Category.OPERATION, "membership", _("Since when it does not want to.")),
    },
}


class NoticesKeeper(Keeper):
    """This room as `privacy` knows it."""

    room = "notices"
    register = REGISTER

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002  # the same for every room
        """What we told that member."""
        told = Notice.objects.filter(member=member_id)
        count, since = told.count(), told.aggregate(since=Min("made_at"))["since"]
        chosen = Choice.objects.filter(member=member_id).count() + QuietHours.objects.filter(member=member_id).count()
        held = [
            Held(
                room=self.room, purpose="contract", what=gettext("What we wrote to you"),
                source=gettext("We wrote it when something happened."), count=count, since=since,
                goes_at=since and since + timedelta(days=KEPT_DAYS),
            ),
            Held(
                room=self.room, purpose="contract", what=gettext("How you want to hear from us"),
                source=gettext("You chose it."), count=chosen,
            ),
            Held(
                room=self.room, purpose="contract", what=gettext("Devices that show you notices"),
                source=gettext("You put them on your list."), count=Device.objects.filter(member=member_id).count(),
            ),
        ]  # fmt: skip
        stopped = Unreachable.objects.filter(member=member_id)
        held.append(
            Held(
                self.room, "safety", gettext("That mail does not reach you"),
                gettext("The provider of our mail told us."),
                stopped.count(), stopped.aggregate(since=Min("since"))["since"],
            )
        )  # fmt: skip
        announced = Announced.objects.filter(member=member_id)
        what, source = gettext("Of which changes of the terms you were told"), gettext("We wrote it down when we did.")
        since = announced.aggregate(since=Min("at"))["since"]
        held.append(Held(self.room, "law", what, source, announced.count(), since))
        return [one for one in held if one.count]

    def tables(self, member_id: Any) -> list[Table]:
        """What we told that member, to take along."""
        choices = Choice.objects.filter(member=member_id).order_by("topic").values("topic", "way")
        hours = QuietHours.objects.filter(member=member_id).values("begins", "ends")
        quiet = ({name: f"{hour:%H:%M}" for name, hour in row.items()} for row in hours)
        return [
            Table("notices.Notice", _SHOWN, _rows(member_id)),
            Table("notices.Choice", ("topic", "way"), iter(choices)),
            Table("notices.QuietHours", ("begins", "ends"), quiet),
            to_take("notices.Announced", Announced.objects.filter(member=member_id), "programme", "version", "at"),
            to_take("notices.Unreachable", Unreachable.objects.filter(member=member_id), "why", "since"),
            to_take("notices.Device", Device.objects.filter(member=member_id), "name", "endpoint", "made_at"),
        ]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002
        """Everything that we told or were about to tell; for one purpose, what was told of what is done for it."""
        # What was written to the address before it had an account is theirs, too: an invitation, say.
        address = get_user_model().objects.filter(pk=member_id).values("email")
        mine = Notice.objects.filter(Q(member=member_id) | Q(member=None, address__in=address))
        # Who complains is answered, also who is just leaving: such a letter keeps the address until it has gone.
        mine = mine.exclude(member=None, kind__in=[Kind.COMPLAINT_RECEIVED, Kind.COMPLAINT_ANSWERED])
        if purpose is not None:
            mine = mine.filter(kind__in=[kind.value for kind, its in _PURPOSE_OF.items() if its == purpose])
        jobs = tasks.forget(notice_ids=list(mine.values_list("id", flat=True)))
        erased = [Erased(self.room, "queue", jobs)] if jobs else []
        if purpose is not None:
            return erased + erase_rows(self.room, mine)
        chosen, hours = Choice.objects.filter(member=member_id), QuietHours.objects.filter(member=member_id)
        devices = Device.objects.filter(member=member_id)
        announced = Announced.objects.filter(member=member_id)
        stopped = Unreachable.objects.filter(member=member_id)
        return erased + erase_rows(self.room, mine, chosen, hours, devices, announced, stopped)

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002
        """What we told before that moment, and is not on its way any more."""
        told = Notice.objects.done().filter(made_at__lt=events_before)
        # A mail that came back may arrive one day; who does not want our mail will not want it later.
        bounced = Unreachable.objects.filter(why=Stopped.BOUNCED, since__lt=events_before)
        return erase_rows(self.room, told, bounced)


def _rows(member_id: Any) -> Iterator[Mapping[str, Any]]:
    for row in Notice.objects.filter(member=member_id).order_by("made_at").values(*_SHOWN).iterator():
        yield {**row, "facts": "; ".join(f"{name}: {fact}" for name, fact in without_sealed(row["facts"]).items())}


keeper = NoticesKeeper()
