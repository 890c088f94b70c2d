"""What a panelist says about their pay: a share for charity, a week in which nothing was bought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.rewards.models import PERCENT_MAX


class GivingForm(forms.Form):
    """Nothing, all, or a share of one's own."""

    NOTHING, ALL, SHARE = "nothing", "all", "share"
    how = forms.ChoiceField(
        label=_("What goes to charity?"), widget=forms.RadioSelect,
        choices=[(NOTHING, _("Nothing: all of it is mine")), (SHARE, _("A share")), (ALL, _("All of it"))],
        error_messages={"required": _("Choose one of the three.")},
    )  # fmt: skip
    percent = forms.IntegerField(
        label=_("Which share, in percent?"), required=False, min_value=1, max_value=PERCENT_MAX - 1,
        help_text=_("Only if you chose a share: a whole number from 1 to 99."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write a whole number from 1 to 99."),
            "min_value": _("Write a whole number from 1 to 99."),
            "max_value": _("Write a whole number from 1 to 99."),
        },
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A share needs its number."""
        told = super().clean() or {}
        if told.get("how") == self.SHARE and told.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("Write a whole number from 1 to 99."))
        return told

    @property
    def chosen(self) -> int:
        """The share in percent."""
        told = self.cleaned_data
        return int({self.NOTHING: 0, self.ALL: PERCENT_MAX}.get(told["how"], told["percent"]))


class WeekForm(forms.Form):
    """The Monday that begins the week."""

    week = forms.DateField()
