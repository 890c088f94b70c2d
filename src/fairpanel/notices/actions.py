"""The verbs of this room: tell somebody something, forget it, send it again; and choose how to hear of what."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, NotFound
from fairpanel.notices import tasks
from fairpanel.notices.models import Choice, Notice, Notices, QuietHours, Silence
from fairpanel.notices.rules import NEVER, QUIET, Quiet
from fairpanel.notices.stopping import Stop
from fairpanel.notices.values import DEFAULT_WAYS, GATHER, GATHERED, Kind, State, Topic, Way


class NotFailed(Conflict):
    """This notice has not failed, so it need not be sent again. Load the page again to see how far it has come."""


class NoSuchNotice(NotFound):
    """There is no such notice. It may have been forgotten with what it told of."""


@transaction.atomic
def tell(
    *, kind: Kind, member_id: UUID | None, address: str, language: str, zone: str, facts: Mapping[str, str | int],
    key: str, now: datetime,
) -> None:  # fmt: skip
    """Tell somebody something, once for each `key`: written and sent later, in the caller's transaction or not at all.

    `member_id` is None for who is no member (yet, or any more). `language` is one of `settings.LANGUAGES`; `zone` the
    IANA time zone whose nights we do not disturb; `facts` what the texts of that kind need.
    """
    at = now + GATHER if kind in GATHERED else now
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "id": new_id(now), "kind": kind.value, "member_id": member_id, "address": address, "language": language,
            "zone": zone, "facts": dict(facts), "made_at": now, "send_after": at,
        },
    )  # fmt: skip
    if is_new:
        tasks.send_later(notice_id=notice.id, at=at)


@transaction.atomic
def forget(*, about: str, unsent_only: bool = False) -> int:
    """Forget every notice whose key begins with `about`: what it told of is no more. Gives how many.

    With `unsent_only` what has gone already is kept: a newer notice takes the place of one that still waits.
    """
    told = Notice.objects.select_for_update().filter(key__startswith=about)
    if unsent_only:
        told = told.filter(state__in=[State.WAITING.value, State.CARRIED.value])
    ids = list(told.values_list("id", flat=True))
    # What would have gone in the letter of one of these goes by itself.
    for carried in Notice.objects.select_for_update().filter(carrier__in=ids, state=State.CARRIED).exclude(pk__in=ids):
        carried.state, carried.carrier = State.WAITING, None
        carried.save(update_fields=["state", "carrier"])
        tasks.send_later(notice_id=carried.id, at=carried.send_after)
    tasks.forget(notice_ids=ids)
    return Notice.objects.filter(pk__in=ids).delete()[1].get("notices.Notice", 0)


@transaction.atomic
def send_again(*, notice_id: UUID, now: datetime) -> None:
    """Try a notice anew that failed. Raises `NoSuchNotice` or `NotFailed`."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    if notice.state != State.FAILED:
        raise NotFailed
    notice.state, notice.tries, notice.send_after = State.WAITING, 0, now
    notice.save(update_fields=["state", "tries", "send_after"])
    tasks.send_later(notice_id=notice.id, at=now)


def failed() -> Notices:
    """What could not be sent and is not tried any more, the newest first."""
    return Notice.objects.failed()


def waiting() -> Notices:
    """What is still to go, the next first."""
    return Notice.objects.waiting()


def told_to(member_id: UUID) -> Notices:
    """What we told that member, the newest first."""
    return Notice.objects.of_member(member_id)


@transaction.atomic
def choose(*, member_id: UUID, ways: Mapping[Topic, Way], quiet: Quiet) -> None:
    """From now on the member hears of these topics by these ways, and not in these hours."""
    for topic in DEFAULT_WAYS.keys() & ways.keys():
        Choice.objects.update_or_create(member_id=member_id, topic=topic, defaults={"way": ways[topic].value})
    hours: dict[str, time] = {"begins": quiet.begins, "ends": quiet.ends}
    QuietHours.objects.update_or_create(member_id=member_id, defaults=hours)


def ways_of(member_id: UUID) -> dict[Topic, Way]:
    """By which way the member hears of each topic that can be chosen, chosen or not."""
    chosen = Choice.objects.filter(member=member_id).values_list("topic", "way")
    return DEFAULT_WAYS | {Topic(topic): Way(way) for topic, way in chosen}


def quiet_of(member_id: UUID | None) -> Quiet:
    """The hours in which the member is left alone, chosen or not."""
    hours = QuietHours.objects.filter(member=member_id).first() if member_id else None
    if hours is not None:
        return hours.quiet
    return QUIET if settings.NIGHTS_ARE_QUIET else NEVER


@transaction.atomic
def stop(said: Stop, *, now: datetime) -> None:
    """Do as the link in a mail says: this one does not want to hear of that topic any more. Done again it is the same.

    What is always sent has no such link, and nothing happens for a member who has left.
    """
    if said.topic not in DEFAULT_WAYS:
        return
    if said.member_id is None:
        Silence.objects.get_or_create(digest=said.digest, topic=said.topic, defaults={"since": now})
    elif get_user_model().objects.filter(pk=said.member_id).exists():
        way = {"way": Way.NONE.value}
        Choice.objects.update_or_create(member_id=said.member_id, topic=said.topic, defaults=way)
