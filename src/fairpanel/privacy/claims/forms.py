"""The code for money left behind."""

from django import forms
from django.utils.translation import gettext_lazy as _

CODE_LENGTH_MAX = 40


class ClaimForm(forms.Form):
    """A code."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It stood on the page when you left, and in the mail: four groups of four letters and digits."),
        max_length=CODE_LENGTH_MAX,
        error_messages={"required": _("Write the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
