"""Sending a notice: take it, send it outside of any transaction, write down what became of it."""

import smtplib
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from fairpanel.notices import rules, tasks
from fairpanel.notices.letters import letter_of
from fairpanel.notices.models import Notice
from fairpanel.notices.values import LEASE, TOPIC_OF, URGENT, State

_REFUSED_FOR_GOOD = 500


def send(*, notice_id: UUID, now: datetime) -> None:
    """Send a notice if it is its time and nobody else is at it. A fault is written down and tried again later.

    A mail that was sent by a sender which died before it could say so is sent again, under the same Message-ID.
    """
    notice = _take(notice_id, now=now)
    if notice is None:
        return
    try:
        _mail(notice)
    except Exception as fault:  # noqa: BLE001 - whatever a mail server does, the notice is tried again or shown
        _not_sent(notice, fault, now=now)
    else:
        _sent(notice, now=now)


@transaction.atomic
def _take(notice_id: UUID, *, now: datetime) -> Notice | None:
    """The notice, leased to us; None where there is nothing to do, or not yet."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None or notice.state not in {State.WAITING, State.SENDING} or notice.send_after > now:
        return None
    if notice.lease_until is not None and notice.lease_until > now:
        return None
    if rules.wait_after(notice.tries) is None:
        _close(notice, State.FAILED)
        return None
    if TOPIC_OF[notice.what] not in URGENT:
        morning = rules.not_before(now, zone=notice.zone, quiet=rules.QUIET)
        if morning > now:
            _wait(notice, until=morning)
            return None
    notice.state = State.SENDING
    notice.lease_until = now + LEASE
    notice.tries += 1
    notice.save(update_fields=["state", "lease_until", "tries"])
    return notice


def message_id(notice: Notice) -> str:
    """The same for every try: a mail that comes twice is known for one by whoever keeps it."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{notice.id}@{host}>"


def _mail(notice: Notice) -> None:
    letter = letter_of(notice)
    headers = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[notice.address], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


@transaction.atomic
def _sent(notice: Notice, *, now: datetime) -> None:
    notice.sent_at = now
    if notice.member_id is None:
        notice.address = ""
    _close(notice, State.SENT)


@transaction.atomic
def _not_sent(notice: Notice, fault: Exception, *, now: datetime) -> None:
    notice.fault = _name_of(fault)
    wait = None if _is_for_good(fault) else rules.wait_after(notice.tries)
    if wait is None:
        _close(notice, State.FAILED)
    else:
        _wait(notice, until=now + wait)


def _close(notice: Notice, state: State) -> None:
    notice.state, notice.lease_until = state, None
    notice.save(update_fields=["state", "lease_until", "sent_at", "fault", "address"])


def _wait(notice: Notice, *, until: datetime) -> None:
    notice.state, notice.lease_until, notice.send_after = State.WAITING, None, until
    notice.save(update_fields=["state", "lease_until", "send_after", "fault"])
    tasks.send_later(notice_id=notice.id, at=until)


def _is_for_good(fault: Exception) -> bool:
    """Whether trying again would be told the same: the address does not exist, or the message is not taken."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= _REFUSED_FOR_GOOD for code, _ in fault.recipients.values())
        case smtplib.SMTPDataError():
            return fault.smtp_code >= _REFUSED_FOR_GOOD
        case _:
            return isinstance(fault, AnymailRecipientsRefused | AnymailInvalidAddress)


def _name_of(fault: Exception) -> str:
    code = getattr(fault, "smtp_code", None)
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code = max((code for code, _ in fault.recipients.values()), default=None)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__
