"""Sending a notice: take it, send it outside of any transaction, write down what became of it.

A mail is sent at least once: a sender that dies after the mail server said yes and before it could write it down is
followed by another, with the same words under the same Message-ID. A push is sent at most once.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet

from fairpanel.notices import actions, devices, rules, tasks
from fairpanel.notices.devices import NoDevice
from fairpanel.notices.faults import is_for_good, name_of
from fairpanel.notices.letters import letter_of, push_of
from fairpanel.notices.models import Notice, Silence
from fairpanel.notices.ports import PushUnsure
from fairpanel.notices.reaching import why_stopped
from fairpanel.notices.sealing import without_sealed
from fairpanel.notices.stopping import digest_of
from fairpanel.notices.values import GATHERED, LEASE, PUSHES_MAX, URGENT, State, Way


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that is ours to send, and those that go in the same letter."""

    notice: Notice
    carried: tuple[Notice, ...]


def send(*, notice_id: UUID, now: datetime) -> None:
    """Send a notice if it is its time and nobody else is at it. A fault is written down and tried again later."""
    taken = _take(notice_id, now=now)
    if taken is None:
        return
    try:
        _deliver(taken)
    except PushUnsure:
        _close(taken.notice, State.UNSURE)
    except NoDevice:
        # At once, and by mail.
        _wait(taken.notice, until=now)
    except Exception as fault:  # noqa: BLE001 - whatever a mail server does, the notice is tried again or shown
        _not_sent(taken.notice, fault, now=now)
    else:
        _sent(taken.notice, now=now)


def message_id(notice: Notice) -> str:
    """The same for every try: a mail that comes twice is known for one by whoever keeps it."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{notice.id}@{host}>"


@transaction.atomic
def _take(notice_id: UUID, *, now: datetime) -> Taken | None:
    """The notice, leased to us; None where there is nothing to do, or not yet."""
    notice = Notice.objects.select_for_update().due(now).filter(pk=notice_id).first()
    if notice is None:
        return None
    if notice.state == State.SENDING and notice.way == Way.PUSH:
        _close(notice, State.UNSURE)
        return None
    if not _is_to_go_now(notice, now=now):
        return None
    if notice.tries == 0 and notice.what in GATHERED:
        _gather(notice)
    notice.state = State.SENDING
    notice.lease_until = now + LEASE
    notice.tries += 1
    notice.save(update_fields=["state", "lease_until", "tries", "way"])
    return Taken(notice, tuple(notice.carried.order_by("made_at", "id")))


def _is_to_go_now(notice: Notice, *, now: datetime) -> bool:
    """Decide on its way; close it or let it wait where it does not go, or not now."""
    if rules.wait_after(notice.tries) is None:
        _close(notice, State.FAILED)
        return False
    notice.way = _way_of(notice)
    if notice.way == Way.NONE:
        _close(notice, State.UNWANTED)
        return False
    why = why_stopped(notice.address) if notice.way == Way.MAIL else None
    if why is not None:
        _close(notice, State.FAILED, fault=why.value)
        return False
    later = _not_before(notice, now=now)
    if later > now:
        _wait(notice, until=later)
    return later <= now


def _way_of(notice: Notice) -> Way:
    if notice.member_id is None:
        is_silent = Silence.objects.filter(digest=digest_of(notice.address), topic=notice.topic).exists()
        return Way.NONE if is_silent else Way.MAIL
    chosen = actions.ways_of(notice.member_id).get(notice.topic)
    can_be_pushed = notice.tries < PUSHES_MAX and devices.of_member(notice.member_id).exists()
    return rules.way_for(notice.topic, chosen=chosen, has_device=can_be_pushed)


def _not_before(notice: Notice, *, now: datetime) -> datetime:
    """When it may go: not at night, and what is gathered by mail once a day. A letter that was begun is not held up."""
    if notice.topic in URGENT:
        return now
    moment = now
    if notice.tries == 0 and notice.what in GATHERED and notice.way == Way.MAIL:
        others = Notice.objects.filter(member=notice.member_id, kind=notice.kind, way=Way.MAIL, carrier=None)
        last = others.filter(sent_at__isnull=False).order_by("-sent_at").values_list("sent_at", flat=True).first()
        if last is not None:
            moment = max(now, rules.next_day(last, zone=notice.zone))
    return rules.not_before(moment, zone=notice.zone, quiet=actions.quiet_of(notice.member_id))


def _gather(notice: Notice) -> None:
    """Let what waits of the same kind for the same member go in the same letter."""
    if notice.member_id is None:
        return
    # What another sender has just locked is on its way already.
    alike = Notice.objects.select_for_update(skip_locked=True).filter(
        member=notice.member_id, kind=notice.kind, state=State.WAITING.value, tries=0, language=notice.language
    )
    others = list(alike.exclude(pk=notice.pk).values_list("id", flat=True))
    Notice.objects.filter(pk__in=others).update(state=State.CARRIED, carrier=notice)
    tasks.forget(notice_ids=others)


def _deliver(taken: Taken) -> None:
    notice = taken.notice
    if notice.way == Way.PUSH and notice.member_id is not None:
        devices.show(member_id=notice.member_id, words=push_of(notice, taken.carried))
    else:
        _mail(taken)


def _mail(taken: Taken) -> None:
    letter = letter_of(taken.notice, taken.carried)
    headers = {"Message-ID": message_id(taken.notice), "Auto-Submitted": "auto-generated"}
    if letter.stop:
        headers |= {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[taken.notice.address], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


@transaction.atomic
def _sent(notice: Notice, *, now: datetime) -> None:
    # Of somebody who is no member nothing is left, and of nobody what only the letter was to say.
    address, facts = (notice.address, without_sealed(notice.facts)) if notice.member_id else ("", {})
    _close(notice, State.SENT, sent_at=now, fault="", address=address, facts=facts)
    notice.carried.filter(state=State.CARRIED.value).update(state=State.SENT, sent_at=now, way=notice.way)


@transaction.atomic
def _not_sent(notice: Notice, fault: Exception, *, now: datetime) -> None:
    wait = None if is_for_good(fault) else rules.wait_after(notice.tries)
    if wait is None:
        _close(notice, State.FAILED, fault=name_of(fault))
    else:
        _wait(notice, until=now + wait, fault=name_of(fault))


def _close(notice: Notice, state: State, **more: object) -> None:
    _row(notice).update(state=state, lease_until=None, way=notice.way, **more)


def _wait(notice: Notice, *, until: datetime, **more: object) -> None:
    if _row(notice).update(state=State.WAITING, lease_until=None, send_after=until, **more):
        tasks.send_later(notice_id=notice.id, at=until)


def _row(notice: Notice) -> QuerySet[Notice]:
    """Its row, if it was not forgotten while it was being sent."""
    return Notice.objects.filter(pk=notice.pk)
