"""What an operator decides."""

from typing import Any

from django import forms

from fairpanel.receipts.values import Reason


class JudgementForm(forms.Form):
    """Accept, or one reason to refuse."""

    accept = forms.BooleanField(required=False)
    reason = forms.TypedChoiceField(
        required=False, choices=[(reason.value, reason.value) for reason in Reason], coerce=Reason, empty_value=None
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, not both and not none."""
        told = super().clean() or {}
        if bool(told.get("accept")) == (told.get("reason") is not None):
            self.add_error(None, "accept or a reason")
        return told
