"""Passkeys and the second factor as our pages have them. django-allauth makes and checks them."""

import base64
from typing import Any, cast

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from cryptography.fernet import Fernet
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairpanel.kit.problems import Conflict
from fairpanel.members import factors
from fairpanel.members.models import Member
from fairpanel.vault import keys


class LastFactor(Conflict):
    """You work with other people's data, so you keep one second factor. Set another one up before this one goes."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets of authenticator apps sealed, and the last factor of whoever must have one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Take the one that the app shows now."),
        "cannot_delete_authenticator": _(LastFactor.sentence()),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is kept."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` has sealed."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether this one may go."""
        return may_go(authenticator)

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:  # noqa: A002  # allauth's word
        """What a new key is called if nobody names it."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My passkey") if not count else gettext("My passkey {number}").format(number=count + 1)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Adds a passkey. Who has just made one has shown it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep it."""
        answer: HttpResponse = super().form_valid(form)
        factors.prove(self.request, kind=Authenticator.Type.WEBAUTHN)
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Removes a passkey, but for the last second factor of whoever must have one."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Let it go. Raises `LastFactor`."""
        if not may_go(self.get_object()):
            raise LastFactor
        return cast("HttpResponse", super().form_valid(form))


class TurnAppOn(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Sets up an authenticator app. Who has just typed its code has shown it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep it."""
        answer: HttpResponse = super().form_valid(form)
        factors.prove(self.request, kind=Authenticator.Type.TOTP)
        return answer


def may_go(authenticator: Authenticator) -> bool:
    """Whoever sees others' data keeps one second factor; everybody else keeps what they like."""
    return not authenticator.user.sees_others or factors.are_kept_after(authenticator)


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keys.of_panel_for(b"fairpanel second factors")))


add_passkey: Any = login_required(AddPasskey.as_view())
remove_passkey: Any = login_required(RemovePasskey.as_view())
turn_app_on: Any = login_required(TurnAppOn.as_view())
