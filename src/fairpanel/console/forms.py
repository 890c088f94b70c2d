"""What an operator decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairpanel.receipts.models import NOTE_CHARACTERS_MAX
from fairpanel.receipts.values import Reason


class JudgementForm(forms.Form):
    """Accept, or one reason to refuse, or why what is refused stays so; and a sentence for its panelist."""

    accept = forms.BooleanField(required=False)
    # Why: a machine that found nobody to look may be right.
    stays = forms.TypedChoiceField(
        required=False, choices=[(reason.value, reason.value) for reason in Reason], coerce=Reason, empty_value=None
    )
    reason = forms.TypedChoiceField(
        required=False,
        choices=[(reason.value, reason.value) for reason in Reason if reason is not Reason.NOT_LOOKED_AT],
        coerce=Reason,
        empty_value=None,
    )
    note = forms.CharField(required=False, max_length=NOTE_CHARACTERS_MAX)

    def clean(self) -> dict[str, Any]:
        """One of the three, no more and no less."""
        told: dict[str, Any] = super().clean() or {}
        if [bool(told.get(name)) for name in ("accept", "stays", "reason")].count(True) != 1:
            self.add_error(None, "accept, a reason, or that it stays refused")
        return told


class LookedAtForm(forms.Form):
    """Whose looks: at one member, or by one of the staff, by the number of either."""

    member = forms.UUIDField(required=False, error_messages={"invalid": _("Write the member's whole number.")})
    staff = forms.UUIDField(required=False, error_messages={"invalid": _("Write the whole number.")})
