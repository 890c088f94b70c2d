"""What this room's keeper says of somebody's own account: changed addresses, browsers, household, profile."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from fairpanel.kit.personal import Held, Rows, Table, to_take
from fairpanel.members.models import (
    AddressChange,
    Device,
    Guardianship,
    Household,
    HouseholdCode,
    Housemate,
    ProfileAnswer,
)
from fairpanel.members.models.addresses import STOP_GOOD_FOR
from fairpanel.notices import actions as notices

_CONTRACT, _SAFETY = "contract", "safety"


def held(member_id: Any) -> list[Held]:
    """What of it is there."""
    told = []
    changes = AddressChange.objects.filter(member=member_id).order_by("asked_at")
    for change in changes[:1]:
        what, source = _("Changes of your mail address"), _("You asked for them.")
        goes_at = change.asked_at + STOP_GOOD_FOR
        told.append(Held("members", _SAFETY, what, source, changes.count(), change.asked_at, goes_at))
    for guarded in Guardianship.objects.filter(member=member_id):
        what, source = _("The address and the answer of your guardian"), _("You gave the address, and they answered.")
        told.append(Held("members", _CONTRACT, what, source, 1, guarded.begun_at))
    browsers = Device.objects.filter(member=member_id).order_by("first_at")
    for browser in browsers[:1]:
        what, source = _("Browsers that you signed in by"), _("We put a random cookie there.")
        told.append(Held("members", _SAFETY, what, source, browsers.count(), browser.first_at))
    for mate in Housemate.objects.filter(member=member_id):
        what, source = _("Your place in a household"), _("You said that you live together.")
        told.append(Held("members", _CONTRACT, what, source, 1, mate.joined_at))
    answers = ProfileAnswer.objects.filter(member=member_id).order_by("at")
    for answer in answers[:1]:
        what, source = _("Your answers about yourself"), _("You gave them on the page about you.")
        told.append(Held("members", _CONTRACT, what, source, answers.count(), answer.at))
    return told


def tables(member_id: Any) -> list[Table]:
    """The rows of it, to take along."""
    changes = AddressChange.objects.filter(member=member_id).order_by("asked_at")
    browsers = Device.objects.filter(member=member_id).order_by("first_at")
    answers = ProfileAnswer.objects.filter(member=member_id).order_by("at")
    return [
        to_take("members.AddressChange", changes, "old", "new", "asked_at", "done_at", "stopped_at"),
        to_take("members.Device", browsers, "first_at", "last_at"),
        to_take(
            "members.Guardianship", Guardianship.objects.filter(member=member_id),
            "region", "until", "begun_at", "address", "answer", "answered_at", "version", "language",
        ),
        to_take("members.Housemate", Housemate.objects.filter(member=member_id), "label", "is_first", "joined_at"),
        to_take("members.ProfileAnswer", answers, "question", "version", "answer", "at"),
    ]  # fmt: skip


def forget_letters(member_id: Any) -> None:
    """Forget what we wrote to the member's guardian, who is no member and so in no other list."""
    for guarded in Guardianship.objects.filter(member=member_id):
        notices.forget(about=f"guardian:{guarded.pk}:")


def rows(member_id: Any) -> list[Rows]:
    """The rows that go with the member, in the order in which they go. A household ends with the last one in it."""
    ending = Household.objects.annotate(count=Count("housemates")).filter(count=1, housemates__member=member_id)
    last = list(ending.values_list("pk", flat=True))
    mine = Q(made_by=member_id)
    return [
        AddressChange.objects.filter(member=member_id),
        Device.objects.filter(member=member_id),
        Guardianship.objects.filter(member=member_id),
        ProfileAnswer.objects.filter(member=member_id),
        HouseholdCode.objects.filter(mine | Q(household__in=last)),
        Housemate.objects.filter(member=member_id),
        Household.objects.filter(pk__in=last),
    ]
