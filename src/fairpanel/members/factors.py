"""The second factor: a passkey, a security key or an authenticator app. Whoever sees others' data must have one."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from fairpanel.members.models import Member

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_PROOF = "mfa"


def has_one(member: Member) -> bool:
    """Whether this member has set a second factor up. Recovery codes alone are none."""
    return bool(is_mfa_enabled(member, list(_FACTORS)))


def are_kept_after(authenticator: Authenticator) -> bool:
    """Whether a second factor is left when this one goes."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=_FACTORS).exclude(pk=authenticator.pk)
    return bool(others.exists())


def are_proven(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor of whom it belongs to."""
    if not isinstance(request.user, Member):
        return False
    return any(record["method"] == _PROOF for record in get_authentication_records(request, request.user))


def forget(member: Member) -> int:
    """Take every passkey, app and recovery code from somebody who has lost them, and sign them out everywhere.

    Gives how many went. From then on a code by mail lets them in, so the caller makes sure of who asks.
    """
    for session in UserSession.objects.filter(user=member):
        session.end()
    gone, _ = Authenticator.objects.filter(user=member).delete()
    return int(gone)


def prove(request: HttpRequest, *, kind: str) -> None:
    """The session has just seen a second factor: one that was set up in it, say, and so was shown to us."""
    record_authentication(request, request.user, _PROOF, type=kind, reauthenticated=True)
