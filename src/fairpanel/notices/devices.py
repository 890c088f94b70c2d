"""Devices on which a member wants to see notices: put on, shown, pushed to, taken off."""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Invalid, NotFound
from fairpanel.notices import ports
from fairpanel.notices.models import Device
from fairpanel.notices.ports import DeviceGone, PushNotTaken, PushUnsure, Subscription
from fairpanel.notices.values import DEVICES_MAX

_POINT_BYTES, _AUTH_BYTES = 65, 16


class NotADevice(Invalid):
    """Your browser gave us an address that we cannot send notices to. Use another browser, or let us write mails."""


class NoSuchDevice(NotFound):
    """This device is not on your list any more."""


class NoDevice(NotFound):
    """None of the devices takes notices any more."""


@transaction.atomic
def put_on(*, member_id: UUID, subscription: Subscription, name: str, now: datetime) -> Device:
    """From now on notices can be shown on the device of that name. A device is one member's; of many the oldest go.

    Raises `NotADevice`.
    """
    if not ports.filled().pusher.reaches(subscription.endpoint):
        raise NotADevice
    if (_length(subscription.p256dh), _length(subscription.auth)) != (_POINT_BYTES, _AUTH_BYTES):
        raise NotADevice
    # Whoever signed in on this browser before does not hear of somebody else's affairs.
    Device.objects.filter(endpoint=subscription.endpoint).delete()
    device = Device.objects.create(
        id=new_id(now), member_id=member_id, endpoint=subscription.endpoint, p256dh=subscription.p256dh,
        auth=subscription.auth, name=name[:60], made_at=now,
    )  # fmt: skip
    kept = of_member(member_id).values_list("id", flat=True)[:DEVICES_MAX]
    Device.objects.filter(member=member_id).exclude(pk__in=list(kept)).delete()
    return device


def of_member(member_id: UUID) -> QuerySet[Device]:
    """A member's devices, the newest first."""
    return Device.objects.filter(member=member_id).order_by("-made_at", "-id")


def take_off(*, member_id: UUID, device_id: UUID) -> None:
    """Show notices on this device no more. Raises `NoSuchDevice`, also for another member's."""
    deleted, _ = Device.objects.filter(member=member_id, pk=device_id).delete()
    if not deleted:
        raise NoSuchDevice


def show(*, member_id: UUID, words: Mapping[str, str]) -> None:
    """Push to all of a member's devices, to each at most once; those that are gone are taken off.

    Raises `NoDevice` where none is left, `PushNotTaken` where no service took it, and `PushUnsure` where at best one
    perhaps did.
    """
    shown: list[Device] = []
    faults: list[Exception] = []
    for device in of_member(member_id):
        try:
            ports.filled().pusher.push(Subscription(device.endpoint, device.p256dh, device.auth), words)
        except DeviceGone:
            device.delete()
        except (PushNotTaken, PushUnsure) as fault:
            faults.append(fault)
        else:
            shown.append(device)
    if shown:
        return
    unsure = [fault for fault in faults if isinstance(fault, PushUnsure)]
    raise next(iter([*unsure, *faults]), NoDevice())


def _length(key: str) -> int:
    try:
        return len(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (binascii.Error, ValueError):
        return 0
