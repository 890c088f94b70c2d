"""What a newcomer tells us, and which language somebody wants."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

YEAR_MIN = 1900


class LanguageForm(forms.Form):
    """One of the languages that we speak."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, error_messages={"required": _("Choose a language.")})


class JoinForm(LanguageForm):
    """Where somebody lives, what they read, and whether they are of age. The date of birth is typed as on paper."""

    region = forms.ChoiceField(
        error_messages={"required": _("Choose where you live."), "invalid_choice": _("Choose where you live.")}
    )
    day = forms.IntegerField(required=False)
    month = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False)

    def __init__(self, *args: Any, regions: list[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["region"].choices = [(code, code) for code in regions]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Put the date of birth together; what is wrong with it is said once, above its three boxes."""
        told = super().clean() or {}
        try:
            born = date(told.get("year") or 0, told.get("month") or 0, told.get("day") or 0)
        except ValueError:
            self.add_error(None, _("Write your date of birth in numbers, like 27 3 1985."))
            return told
        if not born.year >= YEAR_MIN or born > self.today:
            self.add_error(None, _("Write the year of your birth with four digits, like 1985."))
        return told | {"born": born}
