"""What somebody answers to a text."""

from typing import Any

from django import forms


class AnswerForm(forms.Form):
    """Yes or no, to the version of the text that was shown."""

    version = forms.IntegerField(min_value=1)
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def clean(self) -> dict[str, Any]:
        """Yes as a truth value."""
        told = super().clean() or {}
        return told | {"granted": told.get("answer") == "yes"}
