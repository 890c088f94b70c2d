"""What a newcomer tells us, and which language somebody wants."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fairpanel.members.rules.plan import NOT_SAID, Questions
from fairpanel.members.wording import said

YEAR_MIN = 1900


class LanguageForm(forms.Form):
    """One of the languages that we speak."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, error_messages={"required": _("Choose a language.")})


class JoinForm(LanguageForm):
    """Where somebody lives, what they read, whether they are of age, and what the plan asks.

    The date of birth is typed as on paper. Nobody has to answer what the plan asks.
    """

    region = forms.ChoiceField(
        error_messages={"required": _("Choose where you live."), "invalid_choice": _("Choose where you live.")}
    )
    day = forms.IntegerField(required=False)
    month = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False)

    def __init__(
        self, *args: Any, regions: list[str], today: date, questions: Questions | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.questions = questions or Questions()
        self.fields["region"].choices = [(code, code) for code in regions]  # type: ignore[attr-defined]  # a ChoiceField
        for name, question in self.questions.asked.items():
            choices = [(answer, said(words)) for answer, words in question.answers.items()]
            self.fields[f"answer-{name}"] = forms.ChoiceField(
                label=said(question.asks), required=False, initial=NOT_SAID,
                choices=[*choices, (NOT_SAID, _now("I would rather not say"))],
                error_messages={"invalid_choice": _("Choose one of the answers.")},
            )  # fmt: skip

    @property
    def asked(self) -> list[forms.BoundField]:
        """What the plan asks."""
        return [self[f"answer-{name}"] for name in self.questions.asked]

    def clean(self) -> dict[str, Any]:
        """Put the date of birth together; what is wrong with it is said once, above its three boxes."""
        told = super().clean() or {}
        answers = {name: told.get(f"answer-{name}") or NOT_SAID for name in self.questions.asked}
        told |= {"answers": {name: answer for name, answer in answers.items() if answer != NOT_SAID}}
        born = born_of(self, told, today=self.today)
        return told | ({"born": born} if born else {})


def born_of(form: forms.Form, told: Mapping[str, Any], *, today: date) -> date | None:
    """The date of birth in its three boxes; None, with what is wrong said above them, where they hold none."""
    try:
        born = date(told.get("year") or 0, told.get("month") or 0, told.get("day") or 0)
    except (ValueError, OverflowError):
        form.add_error(None, _("Write your date of birth in numbers, like 27 3 1985."))
        return None
    if not born.year >= YEAR_MIN or born > today:
        form.add_error(None, _("Write the year of your birth with four digits, like 1985."))
    return born


class CodeForm(forms.Form):
    """An invitation code, as somebody types it."""

    code = forms.CharField(
        max_length=60,
        label=_("Code from your invitation"),
        help_text=_("Twelve letters and digits. Capitals and hyphens do not matter."),
        error_messages={"required": _("Write the code from your invitation.")},
        widget=forms.TextInput(
            attrs={"class": "code long", "autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
