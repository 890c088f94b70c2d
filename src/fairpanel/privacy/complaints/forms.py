"""What somebody complains of, and what a person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.privacy.models.complaints import TEXT_LENGTH_MAX, About, Outcome


class ComplaintForm(forms.Form):
    """What it is about, in which words, and where the answer goes; members have an address already."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=About.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("What went wrong, and what should we do?"), max_length=TEXT_LENGTH_MAX,
        help_text=_("As short as you like. Leave out what nobody needs to know."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write what went wrong.")},
    )  # fmt: skip
    address = forms.EmailField(
        label=_("Your mail address"), max_length=254,
        help_text=_("We use it for this complaint only. The answer stands behind a link that we send you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your mail address, so that we can answer."),
            "invalid": _("Write a mail address like name@example.org."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["address"]


class AnswerForm(forms.Form):
    """The outcome, and the answer in words."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the outcome.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Answer"), max_length=TEXT_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what you found and what you have done, in the complainer's language."),
        error_messages={"required": _("Write the answer.")},
    )  # fmt: skip
