"""What the libraries under this product keep of people: sessions, sign-in, the operator's log, the queue."""

import json
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from procrastinate.contrib.django.models import ProcrastinateJob

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, plain, to_take
from fairpanel.members.models import Member

_SAFETY, _STAYS, _EVENTS, _WORK = "safety", "membership", "events", "work"
_SESSIONS_AT_ONCE = 500


def _device(about: str) -> Column:
    return Column(_SAFETY, Category.DEVICE, _EVENTS, about)


def _operation(about: str, retention: str = _WORK) -> Column:
    return Column("contract", Category.OPERATION, retention, about)


_SIGNING_IN = {
    "account.EmailAddress": {
        "id": plain("Number of the address.", retention=_STAYS),
        "user_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Whose mail address it is: your number.")),
        "email": Column(_SAFETY, Category.CONTACT, _STAYS, gettext_noop("A mail address with which you sign in.")),
        "verified": Column(_SAFETY, Category.CONTACT, _STAYS, gettext_noop("Whether you proved that it is yours.")),
        "primary": Column(_SAFETY, Category.CONTACT, _STAYS, gettext_noop("Whether it is the one we write to.")),
    },
    "account.EmailConfirmation": {
        "id": plain("Number of the row; the table stays empty: addresses are proven by a code."),
        "email_address_id": plain("The address; the table stays empty."),
        "created": plain("When it was made; the table stays empty."),
        "sent": plain("When it was sent; the table stays empty."),
        "key": plain("The key; the table stays empty."),
    },
    "mfa.Authenticator": {
        "id": plain("Number of the key.", retention=_STAYS),
        "user_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Whose passkey it is: your number.")),
        "type": Column(_SAFETY, Category.DEVICE, _STAYS, gettext_noop("Passkey, app or recovery codes.")),
        "data": Column(
            _SAFETY, Category.DEVICE, _STAYS, gettext_noop("The public half of your passkey, and its name.")
        ),
        "created_at": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("When you added it.")),
        "last_used_at": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("When you last used it.")),
    },
    "usersessions.UserSession": {
        "id": plain("Number of the session.", retention=_EVENTS),
        "user_id": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("Who is signed in: your number.")),
        "created_at": _device(gettext_noop("When you signed in on that device.")),
        "ip": _device(gettext_noop("From which network address you signed in.")),
        "last_seen_at": _device(gettext_noop("When that device was last seen.")),
        "session_key": _device(gettext_noop("The key of the session.")),
        "user_agent": _device(gettext_noop("How the browser names itself.")),
        "data": _device(gettext_noop("What else the browser tells; we put nothing there.")),
    },
    "sessions.Session": {
        "session_key": _device(gettext_noop("The key of the session, which your browser keeps as a cookie.")),
        "session_data": _device(gettext_noop("Who is signed in, sealed against change.")),
        "expire_date": _device(gettext_noop("When the session ends by itself.")),
    },
}
_OPERATING = {
    "admin.LogEntry": {
        "id": plain("Number of the row.", retention=_EVENTS),
        "action_time": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("When staff changed something.")),
        "user_id": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("Who of the staff did it.")),
        "content_type_id": plain("In which table.", retention=_EVENTS),
        "object_id": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("Which row staff changed.")),
        "object_repr": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("How that row names itself.")),
        "action_flag": plain("Whether it was added, changed or deleted.", retention=_EVENTS),
        "change_message": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("What staff changed.")),
    },
    "procrastinate.ProcrastinateWorker": {
        "id": plain("Number of a program that works.", retention=_WORK),
        "last_heartbeat": plain("When it last said that it is alive.", retention=_WORK),
    },
    "procrastinate.ProcrastinateJob": {
        "id": plain("Number of the work.", retention=_WORK),
        "queue_name": plain("The queue it waits in.", retention=_WORK),
        "task_name": plain("What is to be done.", retention=_WORK),
        "priority": plain("How urgent it is.", retention=_WORK),
        "lock": _operation(gettext_noop("Number of what is worked on, so that two never work on the same.")),
        "args": _operation(gettext_noop("Number of what is worked on; never words, addresses or amounts.")),
        "status": plain("How far it has come.", retention=_WORK),
        "scheduled_at": plain("When it is due.", retention=_WORK),
        "attempts": plain("How often it was tried.", retention=_WORK),
        "queueing_lock": plain("What may wait only once.", retention=_WORK),
        "abort_requested": plain("Whether it is to stop.", retention=_WORK),
        "worker_id": plain("Which program is at it.", retention=_WORK),
    },
    "procrastinate.ProcrastinateEvent": {
        "id": plain("Number of the event.", retention=_WORK),
        "job_id": plain("The work it is about.", retention=_WORK),
        "type": plain("What happened.", retention=_WORK),
        "at": plain("When.", retention=_WORK),
    },
    "procrastinate.ProcrastinatePeriodicDefer": {
        "id": plain("Number of the row.", retention=_WORK),
        "task_name": plain("What is done again and again.", retention=_WORK),
        "defer_timestamp": plain("When it was due.", retention=_WORK),
        "job_id": plain("The work that came of it.", retention=_WORK),
        "periodic_id": plain("Which of several rhythms.", retention=_WORK),
    },
    "auth.Permission": {name: plain("A right that Django names; nobody is given one.") for name in
                        ("id", "name", "content_type_id", "codename")},
    "auth.Group": {name: plain("A group of rights; the table stays empty.") for name in ("id", "name")},
    "auth.Group_permissions": {name: plain("The rights of a group; the table stays empty.") for name in
                               ("id", "group_id", "permission_id")},
    "contenttypes.ContentType": {name: plain("The names of our tables.") for name in ("id", "app_label", "model")},
}  # fmt: skip


class _Keeper(Keeper):
    room = "website"
    register = _SIGNING_IN | _OPERATING

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:
        addresses = EmailAddress.objects.filter(user=member_id)
        keys = Authenticator.objects.filter(user=member_id)
        signed_in = UserSession.objects.filter(user=member_id)
        told = [
            Held("website", _SAFETY, _("Addresses with which you sign in"), _("You gave them."), addresses.count()),
            Held("website", _SAFETY, _("Passkeys and other keys"), _("You made them."), keys.count()),
            Held(
                "website", _SAFETY, _("Devices on which you are signed in"), _("Your browser told."),
                signed_in.count(), signed_in.order_by("created_at").values_list("created_at", flat=True).first(),
            ),
        ]  # fmt: skip
        del now
        return [held for held in told if held.count]

    def tables(self, member_id: Any) -> list[Table]:
        return [
            to_take(
                "account.EmailAddress", EmailAddress.objects.filter(user=member_id), "email", "verified", "primary"
            ),
            to_take(
                "mfa.Authenticator", Authenticator.objects.filter(user=member_id), "type", "created_at", "last_used_at"
            ),
            to_take(
                "usersessions.UserSession", UserSession.objects.filter(user=member_id),
                "created_at", "ip", "last_seen_at", "user_agent",
            ),
        ]  # fmt: skip

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """Signed out everywhere; keys and addresses go, and log rows and work that name the member."""
        if purpose is not None:
            return []
        email = Member.objects.filter(pk=member_id).values_list("email", flat=True).first()
        # As JSON writes them, so that no longer word is meant.
        named = [json.dumps(word) for word in (str(member_id), email) if word]
        return erase_rows(
            "website",
            Session.objects.filter(pk__in=_sessions_naming(named)),
            UserSession.objects.filter(user=member_id),
            Authenticator.objects.filter(user=member_id),
            EmailAddress.objects.filter(user=member_id),
            LogEntry.objects.filter(Q(user=member_id) | Q(object_id=str(member_id))),
            _jobs_naming(named),
        )

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:
        return erase_rows(
            "website",
            Session.objects.filter(expire_date__lte=now),
            UserSession.objects.filter(last_seen_at__lt=events_before),
            LogEntry.objects.filter(action_time__lt=events_before),
        )


def _sessions_naming(words: list[str]) -> list[str]:
    """The keys of the sessions that say one of these words: who is signed in, or whose code is waited for.

    A session only tells when it is opened, so all of them are.
    """
    sessions = Session.objects.iterator(chunk_size=_SESSIONS_AT_ONCE)
    return [each.pk for each in sessions if any(word in _told(each) for word in words)]


def _told(session: Session) -> str:
    return json.dumps(session.get_decoded(), default=str)


def _jobs_naming(words: list[str]) -> Any:
    """Work that names one of these words, but for what is being worked at: that ends by itself."""
    named = Q()
    for word in words:
        named |= Q(told__contains=word)
    jobs = ProcrastinateJob.objects.annotate(told=Cast("args", TextField())).exclude(status="doing")
    return ProcrastinateJob.objects.filter(pk__in=jobs.filter(named).values("pk"))


keeper = _Keeper()
