"""What somebody answers to a text, and how long a pause shall be."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.consent.rules import months_after


class AnswerForm(forms.Form):
    """Yes or no, to the version of the text that was shown."""

    version = forms.IntegerField(min_value=1)
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def clean(self) -> dict[str, Any]:
        """Yes as a truth value."""
        told = super().clean() or {}
        return told | {"granted": told.get("answer") == "yes"}


class PauseForm(forms.Form):
    """How long: a week, a month, until a day, or until the member says so. The day ends the pause as it begins."""

    LENGTHS = (
        ("open", _("Until I say so")),
        ("week", _("For a week")),
        ("month", _("For a month")),
        ("day", _("Until a day")),
    )
    length = forms.ChoiceField(choices=LENGTHS, error_messages={"required": _("Choose how long.")})
    day = forms.DateField(required=False, error_messages={"invalid": _("Write the day like 2027-01-31.")})

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def clean(self) -> dict[str, Any]:
        """The end as a moment in the member's own day, or None."""
        told = super().clean() or {}
        length, day, until = told.get("length"), told.get("day"), None
        if length == "day":
            if day is None:
                if "day" not in self.errors:
                    self.add_error("day", _("Choose the day on which it goes on."))
                return told
            until = datetime.combine(day, time(), self.zone)
            if until <= self.now:
                self.add_error("day", _("A pause ends on a day that is still to come. Choose a later day."))
        elif length == "week":
            until = self.now + timedelta(days=7)
        elif length == "month":
            until = months_after(self.now, 1)
        return told | {"until": until}
