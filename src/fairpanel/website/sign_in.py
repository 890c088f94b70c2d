"""One way in for everybody: a mail address, a code sent there, and in. django-allauth does the codes.

A newcomer's account is made when the code comes back, not when an address is typed: we keep nothing about the owner
of an address who did not ask for it. Known or not, an address gets the same answer and the same mail.
"""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from fairpanel.members.actions import enrol
from fairpanel.members.models import Member, Role
from fairpanel.notices import reaching

RESENDS_MAX = 3


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Says what went wrong in our words, and sends mail in the language of its reader."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code that we sent. Look into the mail once more, or ask for a new code."),
        "too_many_login_attempts": _("That was tried too often. Wait a few minutes, then try again."),
        "rate_limited": _("That was tried too often. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Accounts are made by `CodeToAnybody` alone."""
        return False

    def get_reauthentication_methods(self, user: Member) -> list[dict[str, str]]:
        """How somebody can show that it is them, the quickest way first, in our words."""
        methods = cast("list[dict[str, str]]", super().get_reauthentication_methods(user))
        words = {
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
            "mfa_reauthenticate": gettext("Use a code from your app, or a recovery code"),
        }
        quickest = sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        return [method | {"description": words.get(method["id"], method["description"])} for method in quickest]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of the member with that address, or else of the page."""
        member = Member.objects.filter(email=email.lower()).first()
        with translation.override(member.language if member else translation.get_language()):
            super().send_mail(template_prefix, email, context)


class CodeToAnybody(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth ships no types
    """Allauth's code for signing in, sent to strangers too: who brings it back becomes a panelist."""

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # allauth's signature
        """The same mail to everybody."""
        code = self.generate_code()
        Adapter(self.request).send_mail("account/email/login_code", email, {"request": self.request, "code": code})

    @property
    def can_resend(self) -> bool:
        """Three times; then the address is to be typed again, which is counted apart."""
        return not self.is_resend_quota_reached(RESENDS_MAX)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code came back, so the address is theirs."""
        email = self.state["email"].lower()
        with transaction.atomic():
            if self.user is None:
                self._user = enrol(
                    email=email,
                    role=Role.PANELIST,
                    language=translation.get_language() or "en",
                    now=timezone.now(),
                )
            EmailAddress.objects.get_or_create(user=self.user, email=email, defaults={"primary": True})
            reaching.reached(address=email)
        return cast("HttpResponse", super().finish(redirect_url))


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """A mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your mail address")
        self.fields["email"].help_text = _("We send a code there. There is no password.")
        self.fields["email"].error_messages |= {
            "required": _("Write your mail address."),
            "invalid": _("Write a mail address like name@example.org."),
        }
        self.fields["email"].widget.attrs = {"autocomplete": "email webauthn", "inputmode": "email", "autofocus": True}


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the mail")
        self.fields["code"].error_messages |= {"required": _("Write the code that we sent you.")}
        self.fields["code"].widget.attrs = {
            "class": "code",
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }


class Enter(RequestLoginCodeView):  # type: ignore[misc]  # allauth ships no types
    """Asks for the address, sends the code."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[AddressForm]:
        return AddressForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        """Who comes back here wants to begin anew, perhaps with another address."""

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Begin, with or without a member behind the address."""
        member, email = form._user, form.cleaned_data["email"]  # noqa: SLF001  # where allauth's form leaves it
        login = Login(user=member, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(self.request, login), self.request, login)
        stage.state.update(CodeToAnybody.initial_state(user=member, email=email), initiated_by_user=True)
        process = CodeToAnybody(stage)
        process.send()
        process.persist()
        return redirect(self.get_success_url())


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth ships no types
    """Takes the code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth's own, with our process in the place of theirs."""
        self.stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001  # left there by allauth
        self._process = CodeToAnybody(self.stage).abort_if_invalid()
        if self._process is None:
            return redirect("account_login")
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return Form if self._action == "resend" else CodeForm


enter = Enter.as_view()
enter_code = login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login")(EnterCode.as_view())
