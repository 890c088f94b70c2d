"""What somebody tells us about their own account."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """A new mail address."""

    address = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Write the new mail address."),
            "invalid": _("Write a mail address like name@example.org."),
        },
    )


class CodeForm(forms.Form):
    """The code that went to the new address."""

    code = forms.CharField(max_length=40, error_messages={"required": _("Write the code that we sent you.")})
