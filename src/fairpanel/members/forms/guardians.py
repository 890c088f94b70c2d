"""What a minor writes about their guardian, and what the guardian declares."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.members.forms.joining import born_of


class GuardianForm(forms.Form):
    """The guardian's mail address."""

    address = forms.EmailField(
        max_length=254,
        label=_("Mail address of your guardian"),
        help_text=_("A parent, or another adult who answers for you by law."),
        error_messages={
            "required": _("Write the mail address of your guardian."),
            "invalid": _("Write a mail address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DeclareForm(forms.Form):
    """What the guardian says of themselves, and to which version of the words."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    is_adult = forms.BooleanField(required=False)
    is_guardian = forms.BooleanField(required=False)


class BornForm(forms.Form):
    """A date of birth, typed as on paper; it is looked at once."""

    day = forms.IntegerField(required=False)
    month = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Put the date together."""
        told = super().clean() or {}
        born = born_of(self, told, today=self.today)
        return told | ({"born": born} if born else {})
