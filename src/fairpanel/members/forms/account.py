"""What somebody tells us about their own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.members.models.households import LABEL_CHARACTERS_MAX
from fairpanel.members.rules import codes


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


class LabelForm(forms.Form):
    """The first name by which the others of a household know somebody."""

    label = forms.CharField(
        max_length=LABEL_CHARACTERS_MAX,
        error_messages={
            "required": _("Write the first name that the others know you by."),
            "max_length": _("Write a shorter name."),
        },
    )


class HouseholdCodeForm(forms.Form):
    """The code that somebody of the household gave."""

    code = forms.CharField(
        max_length=40, error_messages={"required": _("Write the code that somebody of the household gave you.")}
    )

    def clean_code(self) -> str:
        """As it is written."""
        code = codes.read(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("There is a slip in this code. Compare it with the one you were given."))
        return codes.written(code)


class ProfileForm(forms.Form):
    """An answer to the version of the question that was shown."""

    version = forms.IntegerField(min_value=1)
    answer = forms.CharField(
        max_length=30, error_messages={"required": _("Choose one of the answers, or that you would rather not say.")}
    )
